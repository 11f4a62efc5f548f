"""locks, trials and tables out of use in a timetable

Revision ID: 0087
Revises: 0080
"""

import sqlalchemy as sa
from alembic import op


revision = '0087'
down_revision = '0080'
branch_labels = None
depends_on = None

ADDED = {
    'event_plans': [('lock', sa.Integer(), '1'), ('is_trial', sa.Boolean(), sa.false()), ('assumes', sa.JSON(), '{}')],
    'event_meetings': [('locked', sa.Boolean(), sa.false())],
    'events': [('closed_tables', sa.JSON(), '[]')],
    'event_registrations': [('comes_in', sa.Integer(), '0')],
}


def upgrade() -> None:
    for table, columns in ADDED.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name, kind, value in columns:
                batch_op.add_column(sa.Column(name, kind, nullable=False, server_default=value))
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name, kind, _value in columns:
                batch_op.alter_column(name, existing_type=kind, server_default=None)
    with op.batch_alter_table('event_registrations', schema=None) as batch_op:
        batch_op.create_check_constraint(op.f('ck_event_registrations_comes_in_not_negative'), 'comes_in IS NULL OR comes_in >= 0')


def downgrade() -> None:
    with op.batch_alter_table('event_registrations', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_event_registrations_comes_in_not_negative'), type_='check')
    for table, columns in ADDED.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name, _kind, _value in columns:
                batch_op.drop_column(name)
