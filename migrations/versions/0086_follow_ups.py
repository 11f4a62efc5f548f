"""follow-ups after a session

Revision ID: 0086
Revises: 0091
"""

import sqlalchemy as sa
from alembic import op


revision = '0086'
down_revision = '0091'
branch_labels = None
depends_on = None

BEFORE = ('draft', 'registering', 'wishing', 'locked', 'planned', 'adjusting', 'published', 'running', 'ended', 'cancelled')
KNOWN = (*BEFORE[:-1], 'following', 'archived', 'cancelled')


def states(known: tuple[str, ...]) -> None:
    with op.batch_alter_table('events', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_events_known_eventstate'), type_='check')
        said = ', '.join(f"'{state}'" for state in known)
        batch_op.create_check_constraint(op.f('ck_events_known_eventstate'), f'state IN ({said})')


def upgrade() -> None:
    states(KNOWN)
    with op.batch_alter_table('event_registrations', schema=None) as batch_op:
        batch_op.add_column(sa.Column('followed', sa.Integer(), nullable=False, server_default='0'))
    with op.batch_alter_table('event_registrations', schema=None) as batch_op:
        batch_op.alter_column('followed', existing_type=sa.Integer(), server_default=None)
    op.create_table('event_follow_ups',
    sa.Column('wish_id', sa.Integer(), nullable=False),
    sa.Column('side', sa.Enum('provider', 'seeker', name='known_following_side', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('days', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('progress', sa.Enum('talking', 'signed', 'paused', 'ended', name='known_progress', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('amount', sa.Double(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('given_by', sa.Integer(), nullable=True),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('days IN (30, 90, 180)', name=op.f('ck_event_follow_ups_days_are_a_stage')),
    sa.CheckConstraint("amount IS NULL OR progress = 'signed'", name=op.f('ck_event_follow_ups_amount_of_what_was_signed')),
    sa.CheckConstraint('amount IS NULL OR amount >= 0', name=op.f('ck_event_follow_ups_amount_not_negative')),
    sa.ForeignKeyConstraint(['wish_id'], ['event_wishes.id'], name=op.f('fk_event_follow_ups_wish_id_event_wishes'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['given_by'], ['people.id'], name=op.f('fk_event_follow_ups_given_by_people'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('wish_id', 'side', 'days', name=op.f('pk_event_follow_ups'))
    )


def downgrade() -> None:
    op.drop_table('event_follow_ups')
    with op.batch_alter_table('event_registrations', schema=None) as batch_op:
        batch_op.drop_column('followed')
    states(BEFORE)
