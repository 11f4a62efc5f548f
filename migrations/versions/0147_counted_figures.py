"""the figures of the first page as they were last counted

Revision ID: 0147
Revises: 0141
"""

import sqlalchemy as sa
from alembic import op


revision = '0147'
down_revision = '0141'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'counted_figures',
        sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('counted', sa.JSON(), nullable=False),
        sa.CheckConstraint('id = 1', name=op.f('ck_counted_figures_only_one')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_counted_figures')),
    )


def downgrade() -> None:
    op.drop_table('counted_figures')
