"""hours of a venue, and drafts of sessions without a venue

Revision ID: 0130
Revises: 0071
"""

import sqlalchemy as sa
from alembic import op


revision = '0130'
down_revision = '0071'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('events', schema=None) as batch_op:
        batch_op.add_column(sa.Column('opens_at', sa.Time(), nullable=True))
        batch_op.add_column(sa.Column('closes_at', sa.Time(), nullable=True))
        batch_op.create_check_constraint(op.f('ck_events_announced_has_a_venue'), "state = 'draft' OR venue <> ''")
        batch_op.create_check_constraint(op.f('ck_events_venue_opens_before_it_closes'), 'opens_at < closes_at')


def downgrade() -> None:
    with op.batch_alter_table('events', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_events_venue_opens_before_it_closes'), type_='check')
        batch_op.drop_constraint(op.f('ck_events_announced_has_a_venue'), type_='check')
        batch_op.drop_column('closes_at')
        batch_op.drop_column('opens_at')
