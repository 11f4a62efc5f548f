"""what people follow, what was found for it, their letters, and when they looked at pairs

Revision ID: 0093
Revises: 0052
"""

import sqlalchemy as sa
from alembic import op


revision = '0093'
down_revision = '0052'
branch_labels = None
depends_on = None

PACES = ('at_once', 'daily', 'weekly', 'never')


def known(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=f'known_{name}', native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.create_table('watches',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('kind', known('watchkind', 'search', 'need', 'result'), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('query', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('need_id', sa.Integer(), nullable=True),
    sa.Column('achievement_id', sa.Integer(), nullable=True),
    sa.Column('by_mail', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('seen_before', sa.DateTime(timezone=True), nullable=True),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(kind = 'need') = (need_id IS NOT NULL)", name=op.f('ck_watches_need_is_named')),
    sa.CheckConstraint("(kind = 'result') = (achievement_id IS NOT NULL)", name=op.f('ck_watches_result_is_named')),
    sa.ForeignKeyConstraint(['achievement_id'], ['achievements.id'], name=op.f('fk_watches_achievement_id_achievements'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['need_id'], ['needs.id'], name=op.f('fk_watches_need_id_needs'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_watches_person_id_people'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_watches')),
    sa.UniqueConstraint('public_id', name=op.f('uq_watches_public_id'))
    )
    with op.batch_alter_table('watches', schema=None) as batch_op:
        batch_op.create_index('ix_watches_person', ['person_id', 'deleted_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_watches_need_id'), ['need_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_watches_achievement_id'), ['achievement_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_watches_checked_at'), ['checked_at'], unique=False)

    op.create_table('watch_finds',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('watch_id', sa.Integer(), nullable=False),
    sa.Column('kind', known('foundkind', 'achievement', 'need'), nullable=False),
    sa.Column('record', sa.String(length=20), nullable=False),
    sa.Column('found_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['watch_id'], ['watches.id'], name=op.f('fk_watch_finds_watch_id_watches'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_watch_finds')),
    sa.UniqueConstraint('watch_id', 'record', name=op.f('uq_watch_finds_watch_id'))
    )
    with op.batch_alter_table('watch_finds', schema=None) as batch_op:
        batch_op.create_index('ix_watch_finds_found', ['watch_id', 'found_at'], unique=False)
        batch_op.create_index('ix_watch_finds_told', ['told_at', 'watch_id'], unique=False)

    op.create_table('letter_paces',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('pace', known('pace', *PACES), nullable=False),
    sa.Column('stopped', known('stoppedpace', *PACES), nullable=True),
    sa.Column('hour', sa.Integer(), nullable=False),
    sa.Column('weekday', sa.Integer(), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('hour BETWEEN 0 AND 23', name=op.f('ck_letter_paces_hour_of_a_day')),
    sa.CheckConstraint('weekday BETWEEN 0 AND 6', name=op.f('ck_letter_paces_day_of_a_week')),
    sa.CheckConstraint("(pace = 'never') = (due_at IS NULL)", name=op.f('ck_letter_paces_due_unless_never')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_letter_paces_person_id_people'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_letter_paces'))
    )
    with op.batch_alter_table('letter_paces', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_letter_paces_due_at'), ['due_at'], unique=False)

    op.create_table('match_visits',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.String(length=40), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_before', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_match_visits_person_id_people'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('person_id', 'place', name=op.f('pk_match_visits'))
    )
    with op.batch_alter_table('mails', schema=None) as batch_op:
        batch_op.add_column(sa.Column('unsubscribe', sa.Text(), server_default='', nullable=False))
    with op.batch_alter_table('mails', schema=None) as batch_op:
        batch_op.alter_column('unsubscribe', server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('mails', schema=None) as batch_op:
        batch_op.drop_column('unsubscribe')
    op.drop_table('match_visits')
    op.drop_table('letter_paces')
    op.drop_table('watch_finds')
    op.drop_table('watches')
