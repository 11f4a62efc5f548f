"""how often a result was looked at, by day

Revision ID: 0146
Revises: 0145
"""

import sqlalchemy as sa
from alembic import op


revision = '0146'
down_revision = '0145'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'result_views',
        sa.Column('achievement_id', sa.Integer(), nullable=False),
        sa.Column('day', sa.Date(), nullable=False),
        sa.Column('views', sa.Integer(), nullable=False),
        sa.CheckConstraint('views > 0', name=op.f('ck_result_views_views_above_zero')),
        sa.ForeignKeyConstraint(
            ['achievement_id'], ['achievements.id'], name=op.f('fk_result_views_achievement_id_achievements'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('achievement_id', 'day', name=op.f('pk_result_views')),
    )


def downgrade() -> None:
    op.drop_table('result_views')
