"""the day of a session: presence, staff, outcomes

Revision ID: 0085
Revises: 0097
"""

import secrets

import sqlalchemy as sa
from alembic import op


revision = '0085'
down_revision = '0097'
branch_labels = None
depends_on = None

ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'


def upgrade() -> None:
    with op.batch_alter_table('events', schema=None) as batch_op:
        batch_op.add_column(sa.Column('pulse', sa.Integer(), nullable=False, server_default='0'))
        batch_op.create_check_constraint(op.f('ck_events_pulse_not_negative'), 'pulse IS NULL OR pulse >= 0')
    with op.batch_alter_table('events', schema=None) as batch_op:
        batch_op.alter_column('pulse', server_default=None)

    with op.batch_alter_table('event_registrations', schema=None) as batch_op:
        batch_op.add_column(sa.Column('code', sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column('presence', sa.String(length=32), nullable=False, server_default='expected'))
        batch_op.add_column(sa.Column('arrived_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('arrival', sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True))
    parties = sa.table('event_registrations', sa.column('id', sa.Integer()), sa.column('code', sa.String()))
    connection = op.get_bind()
    for number in connection.execute(sa.select(parties.c.id)).scalars().all():
        code = ''.join(secrets.choice(ALPHABET) for _ in range(12))
        connection.execute(parties.update().where(parties.c.id == number).values(code=code))
    with op.batch_alter_table('event_registrations', schema=None) as batch_op:
        batch_op.alter_column('code', existing_type=sa.String(length=20), nullable=False)
        batch_op.alter_column('presence', existing_type=sa.String(length=32), server_default=None)
        batch_op.create_unique_constraint(op.f('uq_event_registrations_code'), ['code'])
        batch_op.create_check_constraint(op.f('ck_event_registrations_known_presence'), "presence IN ('expected', 'present', 'excused', 'absent')")
        batch_op.create_check_constraint(op.f('ck_event_registrations_known_arrival'), "arrival IN ('desk', 'self', 'walk_in')")
        batch_op.create_check_constraint(op.f('ck_event_registrations_present_has_a_moment'), "(presence = 'present') = (arrived_at IS NOT NULL)")

    op.create_table('event_staff',
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.Enum('desk', 'co_organiser', name='known_staffrole', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('granted_by', sa.Integer(), nullable=True),
    sa.Column('granted_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_event_staff_event_id_events'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_event_staff_person_id_people'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['granted_by'], ['people.id'], name=op.f('fk_event_staff_granted_by_people'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('event_id', 'person_id', name=op.f('pk_event_staff'))
    )
    with op.batch_alter_table('event_staff', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_staff_person_id'), ['person_id'], unique=False)

    op.create_table('event_outcomes',
    sa.Column('wish_id', sa.Integer(), nullable=False),
    sa.Column('side', sa.Enum('provider', 'seeker', name='known_telling_side', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('attended', sa.Enum('expected', 'present', 'excused', 'absent', name='known_attendance', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('interest', sa.Enum('intent', 'proposal', 'contact', 'no_fit', name='known_interest', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('next_step', sa.Enum('visit', 'nda', 'sample', 'none', name='known_nextstep', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('rating', sa.Integer(), nullable=True),
    sa.Column('amount', sa.Double(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('given_by', sa.Integer(), nullable=True),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("attended <> 'expected'", name=op.f('ck_event_outcomes_told_who_came')),
    sa.CheckConstraint("attended = 'present' OR (interest IS NULL AND next_step IS NULL)", name=op.f('ck_event_outcomes_only_of_what_was_held')),
    sa.CheckConstraint('rating IS NULL OR rating BETWEEN 1 AND 5', name=op.f('ck_event_outcomes_rating_in_bounds')),
    sa.CheckConstraint('amount IS NULL OR amount >= 0', name=op.f('ck_event_outcomes_amount_not_negative')),
    sa.ForeignKeyConstraint(['wish_id'], ['event_wishes.id'], name=op.f('fk_event_outcomes_wish_id_event_wishes'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['given_by'], ['people.id'], name=op.f('fk_event_outcomes_given_by_people'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('wish_id', 'side', name=op.f('pk_event_outcomes'))
    )


def downgrade() -> None:
    op.drop_table('event_outcomes')
    with op.batch_alter_table('event_staff', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_event_staff_person_id'))
    op.drop_table('event_staff')
    with op.batch_alter_table('event_registrations', schema=None) as batch_op:
        for check in ('present_has_a_moment', 'known_arrival', 'known_presence'):
            batch_op.drop_constraint(op.f(f'ck_event_registrations_{check}'), type_='check')
        batch_op.drop_constraint(op.f('uq_event_registrations_code'), type_='unique')
        for column in ('asked_at', 'arrival', 'arrived_at', 'presence', 'code'):
            batch_op.drop_column(column)
    with op.batch_alter_table('events', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_events_pulse_not_negative'), type_='check')
        batch_op.drop_column('pulse')
