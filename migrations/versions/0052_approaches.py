"""approaches between the two sides of a pair

Revision ID: 0052
Revises: 0055
"""

import sqlalchemy as sa
from alembic import op


revision = '0052'
down_revision = '0055'
branch_labels = None
depends_on = None

REASONS = ('too_early', 'too_small', 'tried', 'price', 'wrong_field', 'conditions', 'no_capacity', 'other_reason')


def known(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=f'known_{name}', native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.create_table('match_approaches',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('kind', known('approachkind', 'interest', 'question'), nullable=False),
    sa.Column('need_id', sa.Integer(), nullable=False),
    sa.Column('achievement_id', sa.Integer(), nullable=False),
    sa.Column('side', known('side', 'need', 'result'), nullable=False),
    sa.Column('sender_id', sa.Integer(), nullable=False),
    sa.Column('receiver_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('state', known('approachstate', 'sent', 'asked_back', 'accepted', 'declined', 'answered', 'approach_withdrawn'), nullable=False),
    sa.Column('purpose', sa.String(length=300), nullable=False),
    sa.Column('timing', sa.String(length=300), nullable=False),
    sa.Column('way', sa.String(length=300), nullable=False),
    sa.Column('parameter', sa.String(length=80), nullable=False),
    sa.Column('wanted', sa.String(length=120), nullable=False),
    sa.Column('reason', known('reason', *REASONS), nullable=True),
    sa.Column('low', sa.Double(), nullable=True),
    sa.Column('high', sa.Double(), nullable=True),
    sa.Column('unit', sa.String(length=40), nullable=False),
    sa.Column('filled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state <> 'declined' OR reason IS NOT NULL", name=op.f('ck_match_approaches_declined_has_a_reason')),
    sa.CheckConstraint("kind <> 'question' OR parameter <> ''", name=op.f('ck_match_approaches_question_names_a_parameter')),
    sa.CheckConstraint('low IS NULL OR high IS NULL OR low <= high', name=op.f('ck_match_approaches_answer_in_order')),
    sa.ForeignKeyConstraint(['achievement_id'], ['achievements.id'], name=op.f('fk_match_approaches_achievement_id_achievements'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['need_id'], ['needs.id'], name=op.f('fk_match_approaches_need_id_needs'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_match_approaches_person_id_people')),
    sa.ForeignKeyConstraint(['receiver_id'], ['organisations.id'], name=op.f('fk_match_approaches_receiver_id_organisations')),
    sa.ForeignKeyConstraint(['sender_id'], ['organisations.id'], name=op.f('fk_match_approaches_sender_id_organisations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_match_approaches')),
    sa.UniqueConstraint('public_id', name=op.f('uq_match_approaches_public_id'))
    )
    with op.batch_alter_table('match_approaches', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_match_approaches_need_id'), ['need_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_match_approaches_achievement_id'), ['achievement_id'], unique=False)
        batch_op.create_index('ix_match_approaches_receiver_state', ['receiver_id', 'state'], unique=False)
        batch_op.create_index('ix_match_approaches_sender_state', ['sender_id', 'state'], unique=False)

    op.create_table('match_messages',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('approach_id', sa.Integer(), nullable=False),
    sa.Column('side', known('side', 'need', 'result'), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['approach_id'], ['match_approaches.id'], name=op.f('fk_match_messages_approach_id_match_approaches'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_match_messages_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_match_messages'))
    )
    with op.batch_alter_table('match_messages', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_match_messages_approach_id'), ['approach_id'], unique=False)

    op.create_table('match_declines',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('need_id', sa.Integer(), nullable=False),
    sa.Column('achievement_id', sa.Integer(), nullable=False),
    sa.Column('side', known('side', 'need', 'result'), nullable=False),
    sa.Column('reason', known('reason', *REASONS), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('score', sa.Double(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['achievement_id'], ['achievements.id'], name=op.f('fk_match_declines_achievement_id_achievements'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['need_id'], ['needs.id'], name=op.f('fk_match_declines_need_id_needs'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_match_declines_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_match_declines')),
    sa.UniqueConstraint('need_id', 'achievement_id', 'side', name=op.f('uq_match_declines_need_id'))
    )
    with op.batch_alter_table('match_declines', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_match_declines_achievement_id'), ['achievement_id'], unique=False)


def downgrade() -> None:
    op.drop_table('match_declines')
    op.drop_table('match_messages')
    op.drop_table('match_approaches')
