"""needs from documents

Revision ID: 0025
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op


revision = '0025'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('need_sources',
    sa.Column('need_id', sa.Integer(), nullable=False),
    sa.Column('filename', sa.String(length=255), nullable=False),
    sa.Column('file_hash', sa.String(length=64), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('organisation', sa.String(length=120), nullable=False),
    sa.Column('rest', sa.JSON(), nullable=False),
    sa.Column('records', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('size >= 0', name=op.f('ck_need_sources_size_not_negative')),
    sa.ForeignKeyConstraint(['need_id'], ['needs.id'], name=op.f('fk_need_sources_need_id_needs'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_need_sources_person_id_people')),
    sa.PrimaryKeyConstraint('need_id', name=op.f('pk_need_sources'))
    )
    op.create_table('need_passages',
    sa.Column('need_id', sa.Integer(), nullable=False),
    sa.Column('field', sa.String(length=40), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('passage', sa.Text(), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('confirmed_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['confirmed_by'], ['people.id'], name=op.f('fk_need_passages_confirmed_by_people')),
    sa.ForeignKeyConstraint(['need_id'], ['needs.id'], name=op.f('fk_need_passages_need_id_needs'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('need_id', 'field', name=op.f('pk_need_passages'))
    )


def downgrade() -> None:
    op.drop_table('need_passages')
    op.drop_table('need_sources')
