"""agendas of sessions with speakers and slides

Revision ID: 0132
Revises: 0131
"""

import sqlalchemy as sa
from alembic import op


revision = '0132'
down_revision = '0131'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('event_blocks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('talk', 'opening', 'panel', 'pause', 'meetings', 'other', name='known_block_kind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('begins', sa.Time(), nullable=True),
    sa.Column('hall', sa.String(length=40), nullable=False),
    sa.Column('speakers', sa.JSON(), nullable=False),
    sa.Column('registration_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("title <> ''", name=op.f('ck_event_blocks_block_has_a_title')),
    sa.CheckConstraint('minutes BETWEEN 5 AND 300', name=op.f('ck_event_blocks_block_minutes_in_bounds')),
    sa.CheckConstraint('position IS NULL OR position >= 0', name=op.f('ck_event_blocks_position_not_negative')),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_event_blocks_event_id_events'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['registration_id'], ['event_registrations.id'], name=op.f('fk_event_blocks_registration_id_event_registrations'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_blocks'))
    )
    with op.batch_alter_table('event_blocks', schema=None) as batch_op:
        batch_op.create_index('ix_event_blocks_event_position', ['event_id', 'position'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_blocks_registration_id'), ['registration_id'], unique=False)

    op.create_table('event_slides',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('block_id', sa.Integer(), nullable=False),
    sa.Column('tier', sa.Enum('everybody', 'registered', name='known_slide_tier', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('filename', sa.String(length=160), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('scan', sa.Enum('unchecked', 'clean', 'held', 'infected', name='known_verdict', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('finding', sa.String(length=120), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('added_by', sa.Integer(), nullable=True),
    sa.CheckConstraint('size > 0', name=op.f('ck_event_slides_slides_are_not_empty')),
    sa.ForeignKeyConstraint(['added_by'], ['people.id'], name=op.f('fk_event_slides_added_by_people'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['block_id'], ['event_blocks.id'], name=op.f('fk_event_slides_block_id_event_blocks'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event_slides'))
    )
    with op.batch_alter_table('event_slides', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_slides_block_id'), ['block_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_slides_key'), ['key'], unique=False)


def downgrade() -> None:
    op.drop_table('event_slides')
    op.drop_table('event_blocks')
