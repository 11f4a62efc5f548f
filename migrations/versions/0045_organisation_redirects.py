"""merged organisations lead to what they became

Revision ID: 0045
Revises: 0051
"""

import sqlalchemy as sa
from alembic import op



revision = '0045'
down_revision = '0051'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'organisation_redirects',
        sa.Column('code', sa.String(length=40), nullable=False),
        sa.Column('organisation_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=120), nullable=False),
        sa.Column('merged_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_organisation_redirects_organisation_id_organisations'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('code', name=op.f('pk_organisation_redirects')),
    )
    with op.batch_alter_table('organisation_redirects', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_organisation_redirects_organisation_id'), ['organisation_id'], unique=False)


def downgrade() -> None:
    op.drop_table('organisation_redirects')
