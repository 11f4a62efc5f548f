"""requests for meetings: how a session finds out who is to meet whom, and who asked whom

Revision ID: 0135
Revises: 0132
"""

import sqlalchemy as sa
from alembic import op


revision = '0135'
down_revision = '0132'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('events', schema=None) as batch_op:
        batch_op.add_column(sa.Column('request_mode', sa.String(length=32), nullable=False, server_default='wishes'))
        batch_op.add_column(sa.Column('request_hours', sa.Integer(), nullable=False, server_default='72'))
        batch_op.add_column(sa.Column('most_requests', sa.Integer(), nullable=False, server_default='10'))
    with op.batch_alter_table('events', schema=None) as batch_op:
        batch_op.alter_column('request_mode', existing_type=sa.String(length=32), server_default=None)
        batch_op.alter_column('request_hours', existing_type=sa.Integer(), server_default=None)
        batch_op.alter_column('most_requests', existing_type=sa.Integer(), server_default=None)
        batch_op.create_check_constraint(op.f('ck_events_known_requestmode'), "request_mode IN ('wishes', 'requests', 'host')")
        batch_op.create_check_constraint(op.f('ck_events_request_hours_in_bounds'), 'request_hours BETWEEN 1 AND 720')
        batch_op.create_check_constraint(op.f('ck_events_most_requests_in_bounds'), 'most_requests BETWEEN 1 AND 100')
    op.create_table('event_requests',
    sa.Column('wish_id', sa.Integer(), nullable=False),
    sa.Column('side', sa.Enum('provider', 'seeker', name='known_asking_side', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('state', sa.Enum('requested', 'accepted', 'declined', 'expired', 'withdrawn', name='known_requeststate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('word', sa.Enum('must', 'want', 'no', name='known_asking_word', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('message', sa.Text(), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('asked_by', sa.Integer(), nullable=True),
    sa.CheckConstraint("word <> 'no'", name=op.f('ck_event_requests_asks_to_meet')),
    sa.CheckConstraint("(state = 'requested') = (answered_at IS NULL)", name=op.f('ck_event_requests_answered_has_a_moment')),
    sa.CheckConstraint('expires_at >= asked_at', name=op.f('ck_event_requests_runs_out_after_it_was_asked')),
    sa.ForeignKeyConstraint(['asked_by'], ['people.id'], name=op.f('fk_event_requests_asked_by_people'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['wish_id'], ['event_wishes.id'], name=op.f('fk_event_requests_wish_id_event_wishes'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('wish_id', name=op.f('pk_event_requests'))
    )
    with op.batch_alter_table('event_requests', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_requests_state_expires_at'), ['state', 'expires_at'], unique=False)


def downgrade() -> None:
    op.drop_table('event_requests')
    with op.batch_alter_table('events', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_events_most_requests_in_bounds'), type_='check')
        batch_op.drop_constraint(op.f('ck_events_request_hours_in_bounds'), type_='check')
        batch_op.drop_constraint(op.f('ck_events_known_requestmode'), type_='check')
        batch_op.drop_column('most_requests')
        batch_op.drop_column('request_hours')
        batch_op.drop_column('request_mode')
