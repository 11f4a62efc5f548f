"""outcomes of pairs, rankers trained on them, and which is in use

Revision ID: 0091
Revises: 0090
"""

import sqlalchemy as sa
from alembic import op


revision = '0091'
down_revision = '0090'
branch_labels = None
depends_on = None
OUTCOMES = ('shown', 'declined_pair', 'accepted_pair', 'meeting_held', 'deal')
REASONS = ('too_early', 'too_small', 'tried', 'price', 'wrong_field', 'conditions', 'no_capacity', 'other_reason')


def upgrade() -> None:
    op.create_table('match_feedback',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('need_id', sa.Integer(), nullable=False),
    sa.Column('achievement_id', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.Enum(*OUTCOMES, name='known_outcome', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('position', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Enum(*REASONS, name='known_feedback_reason', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('signals', sa.JSON(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("outcome <> 'declined_pair' OR reason IS NOT NULL", name=op.f('ck_match_feedback_declined_pair_has_a_reason')),
    sa.CheckConstraint('position IS NULL OR position >= 1', name=op.f('ck_match_feedback_position_from_one')),
    sa.ForeignKeyConstraint(['achievement_id'], ['achievements.id'], name=op.f('fk_match_feedback_achievement_id_achievements'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['need_id'], ['needs.id'], name=op.f('fk_match_feedback_need_id_needs'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_match_feedback_organisation_id_organisations'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_match_feedback')),
    sa.UniqueConstraint('organisation_id', 'need_id', 'achievement_id', 'outcome', name=op.f('uq_match_feedback_organisation_id'))
    )
    with op.batch_alter_table('match_feedback', schema=None) as batch_op:
        batch_op.create_index('ix_match_feedback_organisation_at', ['organisation_id', 'at'], unique=False)
        batch_op.create_index(batch_op.f('ix_match_feedback_need_id'), ['need_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_match_feedback_achievement_id'), ['achievement_id'], unique=False)

    op.create_table('match_rankers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('weights', sa.JSON(), nullable=False),
    sa.Column('card', sa.JSON(), nullable=False),
    sa.Column('better', sa.Boolean(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_match_rankers_organisation_id_organisations'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_match_rankers')),
    sa.UniqueConstraint('public_id', name=op.f('uq_match_rankers_public_id'))
    )
    with op.batch_alter_table('match_rankers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_match_rankers_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_match_rankers_made_at'), ['made_at'], unique=False)

    op.create_table('match_ranker_uses',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.String(length=20), nullable=False),
    sa.Column('ranker_id', sa.Integer(), nullable=True),
    sa.Column('before_id', sa.Integer(), nullable=True),
    sa.Column('held', sa.Boolean(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['before_id'], ['match_rankers.id'], name=op.f('fk_match_ranker_uses_before_id_match_rankers'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_match_ranker_uses_organisation_id_organisations'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['ranker_id'], ['match_rankers.id'], name=op.f('fk_match_ranker_uses_ranker_id_match_rankers'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_match_ranker_uses')),
    sa.UniqueConstraint('organisation_id', 'purpose', name=op.f('uq_match_ranker_uses_organisation_id'))
    )


def downgrade() -> None:
    op.drop_table('match_ranker_uses')
    with op.batch_alter_table('match_rankers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_match_rankers_made_at'))
        batch_op.drop_index(batch_op.f('ix_match_rankers_organisation_id'))

    op.drop_table('match_rankers')
    with op.batch_alter_table('match_feedback', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_match_feedback_achievement_id'))
        batch_op.drop_index(batch_op.f('ix_match_feedback_need_id'))
        batch_op.drop_index('ix_match_feedback_organisation_at')

    op.drop_table('match_feedback')
