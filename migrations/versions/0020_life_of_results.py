"""withdrawals and reminders of results

Revision ID: 0020
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op


revision = '0020'
down_revision = '0004'
branch_labels = None
depends_on = None

REASONS = ('transferred', 'outdated', 'rights', 'inaccurate', 'confidential', 'duplicate', 'unreachable', 'other')


def upgrade() -> None:
    op.create_table('achievement_withdrawals',
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Enum(*REASONS, name='known_withdrawalreason', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('successor', sa.String(length=20), nullable=False),
    sa.Column('by_curator', sa.Boolean(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("reason <> 'duplicate' OR successor <> ''", name=op.f('ck_achievement_withdrawals_duplicate_names_the_other')),
    sa.CheckConstraint("reason <> 'other' OR note <> ''", name=op.f('ck_achievement_withdrawals_other_has_a_note')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_achievement_withdrawals_person_id_people')),
    sa.ForeignKeyConstraint(['version_id'], ['achievement_versions.id'], name=op.f('fk_achievement_withdrawals_version_id_achievement_versions'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('version_id', name=op.f('pk_achievement_withdrawals'))
    )
    op.create_table('achievement_expiry_reminders',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('letter', sa.String(length=32), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['version_id'], ['achievement_versions.id'], name=op.f('fk_achievement_expiry_reminders_version_id_achievement_versions'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_achievement_expiry_reminders')),
    sa.UniqueConstraint('version_id', 'valid_until', 'days', name=op.f('uq_achievement_expiry_reminders_version_id'))
    )
    op.create_index(op.f('ix_achievement_expiry_reminders_letter'), 'achievement_expiry_reminders', ['letter'], unique=False)


def downgrade() -> None:
    op.drop_table('achievement_expiry_reminders')
    op.drop_table('achievement_withdrawals')
