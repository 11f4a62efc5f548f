"""wishes and timetables

Revision ID: 0061
Revises: 0045
"""

import sqlalchemy as sa
from alembic import op


revision = '0061'
down_revision = '0045'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('event_plans',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('optimal', sa.Boolean(), nullable=False),
    sa.Column('total_weight', sa.Double(), nullable=False),
    sa.Column('upper_bound', sa.Double(), nullable=False),
    sa.Column('musts', sa.Integer(), nullable=False),
    sa.Column('musts_wished', sa.Integer(), nullable=False),
    sa.Column('wished', sa.Integer(), nullable=False),
    sa.Column('seconds', sa.Double(), nullable=False),
    sa.Column('unmet', sa.JSON(), nullable=False),
    sa.CheckConstraint('(version IS NULL) = (published_at IS NULL)', name=op.f('ck_event_plans_published_has_a_version')),
    sa.CheckConstraint('musts IS NULL OR musts >= 0', name=op.f('ck_event_plans_musts_not_negative')),
    sa.CheckConstraint('musts_wished IS NULL OR musts_wished >= 0', name=op.f('ck_event_plans_musts_wished_not_negative')),
    sa.CheckConstraint('seconds IS NULL OR seconds >= 0', name=op.f('ck_event_plans_seconds_not_negative')),
    sa.CheckConstraint('total_weight IS NULL OR total_weight >= 0', name=op.f('ck_event_plans_total_weight_not_negative')),
    sa.CheckConstraint('upper_bound >= total_weight', name=op.f('ck_event_plans_bound_above_weight')),
    sa.CheckConstraint('wished IS NULL OR wished >= 0', name=op.f('ck_event_plans_wished_not_negative')),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_event_plans_event_id_events'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_plans')),
    sa.UniqueConstraint('event_id', 'version', name=op.f('uq_event_plans_event_id'))
    )
    op.create_table('event_wishes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('provider_id', sa.Integer(), nullable=False),
    sa.Column('seeker_id', sa.Integer(), nullable=False),
    sa.Column('provider_says', sa.Enum('must', 'want', 'no', name='known_provider_saying', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('seeker_says', sa.Enum('must', 'want', 'no', name='known_seeker_saying', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_event_wishes_event_id_events'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['provider_id'], ['event_registrations.id'], name=op.f('fk_event_wishes_provider_id_event_registrations'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['seeker_id'], ['event_registrations.id'], name=op.f('fk_event_wishes_seeker_id_event_registrations'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_wishes')),
    sa.UniqueConstraint('provider_id', 'seeker_id', name=op.f('uq_event_wishes_provider_id'))
    )
    with op.batch_alter_table('event_wishes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_wishes_event_id'), ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_wishes_seeker_id'), ['seeker_id'], unique=False)

    op.create_table('event_meetings',
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('wish_id', sa.Integer(), nullable=False),
    sa.Column('slot', sa.Integer(), nullable=False),
    sa.Column('table_number', sa.Integer(), nullable=False),
    sa.CheckConstraint('slot >= 0 AND table_number >= 0', name=op.f('ck_event_meetings_counted_from_zero')),
    sa.ForeignKeyConstraint(['plan_id'], ['event_plans.id'], name=op.f('fk_event_meetings_plan_id_event_plans'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['wish_id'], ['event_wishes.id'], name=op.f('fk_event_meetings_wish_id_event_wishes'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('plan_id', 'wish_id', name=op.f('pk_event_meetings')),
    sa.UniqueConstraint('plan_id', 'slot', 'table_number', name=op.f('uq_event_meetings_plan_id'))
    )
    with op.batch_alter_table('event_meetings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_meetings_wish_id'), ['wish_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('event_meetings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_event_meetings_wish_id'))

    op.drop_table('event_meetings')
    with op.batch_alter_table('event_wishes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_event_wishes_seeker_id'))
        batch_op.drop_index(batch_op.f('ix_event_wishes_event_id'))

    op.drop_table('event_wishes')
    op.drop_table('event_plans')
