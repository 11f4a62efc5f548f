"""sessions

Revision ID: 0060
Revises: 0040
"""

import sqlalchemy as sa
from alembic import op


revision = '0060'
down_revision = '0040'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('events',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=False),
    sa.Column('is_sample', sa.Boolean(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'registering', 'wishing', 'locked', 'planned', 'adjusting', 'published', 'running', 'ended', 'cancelled', name='known_eventstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('lock', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('introduction', sa.Text(), nullable=False),
    sa.Column('supporters', sa.Text(), nullable=False),
    sa.Column('sectors', sa.JSON(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('venue', sa.String(length=200), nullable=False),
    sa.Column('contact', sa.String(length=200), nullable=False),
    sa.Column('questions', sa.JSON(), nullable=False),
    sa.Column('first_slot', sa.Time(), nullable=False),
    sa.Column('slots', sa.Integer(), nullable=False),
    sa.Column('slot_minutes', sa.Integer(), nullable=False),
    sa.Column('gap_minutes', sa.Integer(), nullable=False),
    sa.Column('pause_after', sa.Integer(), nullable=False),
    sa.Column('pause_minutes', sa.Integer(), nullable=False),
    sa.Column('tables', sa.Integer(), nullable=False),
    sa.Column('most_meetings', sa.Integer(), nullable=False),
    sa.Column('provider_places', sa.Integer(), nullable=True),
    sa.Column('seeker_places', sa.Integer(), nullable=True),
    sa.Column('needs_approval', sa.Boolean(), nullable=False),
    sa.Column('registration_until', sa.Date(), nullable=False),
    sa.Column('wishes_until', sa.Date(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('announced_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reminded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cancel_note', sa.Text(), nullable=False),
    sa.CheckConstraint("state = 'draft' OR announced_at IS NOT NULL", name=op.f('ck_events_announced_has_a_date')),
    sa.CheckConstraint('gap_minutes IS NULL OR gap_minutes >= 0', name=op.f('ck_events_gap_minutes_not_negative')),
    sa.CheckConstraint('most_meetings BETWEEN 1 AND 40', name=op.f('ck_events_most_meetings_in_bounds')),
    sa.CheckConstraint('pause_after < slots', name=op.f('ck_events_pause_inside_the_day')),
    sa.CheckConstraint('pause_after IS NULL OR pause_after >= 0', name=op.f('ck_events_pause_after_not_negative')),
    sa.CheckConstraint('pause_minutes IS NULL OR pause_minutes >= 0', name=op.f('ck_events_pause_minutes_not_negative')),
    sa.CheckConstraint('provider_places IS NULL OR provider_places >= 0', name=op.f('ck_events_provider_places_not_negative')),
    sa.CheckConstraint('registration_until <= wishes_until AND wishes_until <= day', name=op.f('ck_events_dates_in_order')),
    sa.CheckConstraint('seeker_places IS NULL OR seeker_places >= 0', name=op.f('ck_events_seeker_places_not_negative')),
    sa.CheckConstraint('slot_minutes BETWEEN 5 AND 120', name=op.f('ck_events_slot_minutes_in_bounds')),
    sa.CheckConstraint('slots BETWEEN 1 AND 40', name=op.f('ck_events_slots_in_bounds')),
    sa.CheckConstraint('tables BETWEEN 1 AND 300', name=op.f('ck_events_tables_in_bounds')),
    sa.CheckConstraint('version IS NULL OR version >= 0', name=op.f('ck_events_version_not_negative')),
    sa.ForeignKeyConstraint(['created_by'], ['people.id'], name=op.f('fk_events_created_by_people')),
    sa.ForeignKeyConstraint(['owner_id'], ['organisations.id'], name=op.f('fk_events_owner_id_organisations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_events')),
    sa.UniqueConstraint('public_id', name=op.f('uq_events_public_id'))
    )
    with op.batch_alter_table('events', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_events_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index('ix_events_state_day', ['state', 'day'], unique=False)

    op.create_table('event_registrations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('side', sa.Enum('provider', 'seeker', name='known_side', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('state', sa.Enum('applied', 'accepted', 'waiting', 'refused', 'withdrawn', name='known_registrationstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('attendees', sa.JSON(), nullable=False),
    sa.Column('phone', sa.String(length=40), nullable=False),
    sa.Column('answers', sa.JSON(), nullable=False),
    sa.Column('listed', sa.Boolean(), nullable=False),
    sa.Column('absent', sa.JSON(), nullable=False),
    sa.Column('most_meetings', sa.Integer(), nullable=True),
    sa.Column('fixed_table', sa.Integer(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('applied_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("state = 'applied' OR decided_at IS NOT NULL", name=op.f('ck_event_registrations_decided_has_a_date')),
    sa.CheckConstraint('fixed_table IS NULL OR fixed_table >= 0', name=op.f('ck_event_registrations_fixed_table_not_negative')),
    sa.CheckConstraint('most_meetings IS NULL OR most_meetings BETWEEN 1 AND 40', name=op.f('ck_event_registrations_most_meetings_in_bounds')),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_event_registrations_event_id_events'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_event_registrations_organisation_id_organisations')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_event_registrations_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_registrations')),
    sa.UniqueConstraint('event_id', 'organisation_id', 'side', name=op.f('uq_event_registrations_event_id'))
    )
    with op.batch_alter_table('event_registrations', schema=None) as batch_op:
        batch_op.create_index('ix_event_registrations_event_state', ['event_id', 'side', 'state', 'applied_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_registrations_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_registrations_person_id'), ['person_id'], unique=False)

    op.create_table('event_items',
    sa.Column('registration_id', sa.Integer(), nullable=False),
    sa.Column('subject_id', sa.String(length=20), nullable=False),
    sa.Column('kind', sa.Enum('achievement', 'need', name='known_itemkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['registration_id'], ['event_registrations.id'], name=op.f('fk_event_items_registration_id_event_registrations'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('registration_id', 'subject_id', name=op.f('pk_event_items'))
    )


def downgrade() -> None:
    op.drop_table('event_items')
    with op.batch_alter_table('event_registrations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_event_registrations_person_id'))
        batch_op.drop_index(batch_op.f('ix_event_registrations_organisation_id'))
        batch_op.drop_index('ix_event_registrations_event_state')

    op.drop_table('event_registrations')
    with op.batch_alter_table('events', schema=None) as batch_op:
        batch_op.drop_index('ix_events_state_day')
        batch_op.drop_index(batch_op.f('ix_events_owner_id'))

    op.drop_table('events')
