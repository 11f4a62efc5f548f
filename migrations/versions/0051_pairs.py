"""pairs of needs and results

Revision ID: 0051
Revises: 0060
"""

import sqlalchemy as sa
from alembic import op


revision = '0051'
down_revision = '0060'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('match_pairs',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('need_id', sa.Integer(), nullable=False),
    sa.Column('achievement_id', sa.Integer(), nullable=False),
    sa.Column('score', sa.Double(), nullable=False),
    sa.Column('broken', sa.Boolean(), nullable=False),
    sa.Column('met', sa.Integer(), nullable=False),
    sa.Column('unknown', sa.Integer(), nullable=False),
    sa.Column('unmet', sa.Integer(), nullable=False),
    sa.Column('terms', sa.JSON(), nullable=False),
    sa.Column('comparisons', sa.JSON(), nullable=False),
    sa.Column('found_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('judged_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('met IS NULL OR met >= 0', name=op.f('ck_match_pairs_met_not_negative')),
    sa.CheckConstraint('unknown IS NULL OR unknown >= 0', name=op.f('ck_match_pairs_unknown_not_negative')),
    sa.CheckConstraint('unmet IS NULL OR unmet >= 0', name=op.f('ck_match_pairs_unmet_not_negative')),
    sa.ForeignKeyConstraint(['achievement_id'], ['achievements.id'], name=op.f('fk_match_pairs_achievement_id_achievements'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['need_id'], ['needs.id'], name=op.f('fk_match_pairs_need_id_needs'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_match_pairs')),
    sa.UniqueConstraint('need_id', 'achievement_id', name=op.f('uq_match_pairs_need_id'))
    )
    with op.batch_alter_table('match_pairs', schema=None) as batch_op:
        batch_op.create_index('ix_match_pairs_need_score', ['need_id', 'score'], unique=False)
        batch_op.create_index('ix_match_pairs_achievement_score', ['achievement_id', 'score'], unique=False)
        batch_op.create_index(batch_op.f('ix_match_pairs_found_at'), ['found_at'], unique=False)

    op.create_table('match_runs',
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('mark', sa.String(length=40), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('kind', 'public_id', name=op.f('pk_match_runs'))
    )


def downgrade() -> None:
    op.drop_table('match_runs')
    with op.batch_alter_table('match_pairs', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_match_pairs_found_at'))
        batch_op.drop_index('ix_match_pairs_achievement_score')
        batch_op.drop_index('ix_match_pairs_need_score')

    op.drop_table('match_pairs')
