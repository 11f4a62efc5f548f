"""invitation lists of sessions

Revision ID: 0131
Revises: 0146
"""

import sqlalchemy as sa
from alembic import op


revision = '0131'
down_revision = '0146'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('event_invitations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('side', sa.Enum('provider', 'seeker', name='known_invited_side', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('state', sa.Enum('chosen', 'invited', 'registered', 'declined', name='known_invitationstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('subject_id', sa.String(length=20), nullable=False),
    sa.Column('theme', sa.String(length=300), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('chosen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('chosen_by', sa.Integer(), nullable=True),
    sa.Column('invited_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reminded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.CheckConstraint("state NOT IN ('invited', 'declined') OR invited_at IS NOT NULL", name=op.f('ck_event_invitations_invited_has_a_moment')),
    sa.CheckConstraint("state NOT IN ('registered', 'declined') OR answered_at IS NOT NULL", name=op.f('ck_event_invitations_answered_has_a_moment')),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_event_invitations_event_id_events'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_event_invitations_organisation_id_organisations')),
    sa.ForeignKeyConstraint(['chosen_by'], ['people.id'], name=op.f('fk_event_invitations_chosen_by_people'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_invitations')),
    sa.UniqueConstraint('code', name=op.f('uq_event_invitations_code')),
    sa.UniqueConstraint('event_id', 'organisation_id', 'side', name=op.f('uq_event_invitations_event_id'))
    )
    with op.batch_alter_table('event_invitations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_invitations_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index('ix_event_invitations_event_state', ['event_id', 'state'], unique=False)


def downgrade() -> None:
    op.drop_table('event_invitations')
