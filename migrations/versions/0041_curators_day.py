"""the curators' day

Revision ID: 0041
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op


revision = '0041'
down_revision = '0026'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('queue_assignments',
    sa.Column('kind', sa.Enum('achievement', 'need', name='known_kind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('subject_id', sa.String(length=20), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('given_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['given_by'], ['people.id'], name=op.f('fk_queue_assignments_given_by_people')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_queue_assignments_person_id_people')),
    sa.PrimaryKeyConstraint('kind', 'subject_id', name=op.f('pk_queue_assignments'))
    )
    with op.batch_alter_table('queue_assignments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_queue_assignments_person_id'), ['person_id'], unique=False)

    op.create_table('queue_batches',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=36), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('act', sa.Enum('take', 'release', 'publish', 'return', name='known_batchact', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('state', sa.Enum('scheduled', 'done', 'undone', name='known_batchstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('remarks', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(state = 'scheduled') = (finished_at IS NULL)", name=op.f('ck_queue_batches_finished_has_a_date')),
    sa.CheckConstraint("act IN ('publish', 'return') OR state <> 'scheduled'", name=op.f('ck_queue_batches_holding_is_done_at_once')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_queue_batches_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_queue_batches')),
    sa.UniqueConstraint('public_id', name=op.f('uq_queue_batches_public_id'))
    )
    with op.batch_alter_table('queue_batches', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_queue_batches_person_id'), ['person_id'], unique=False)

    op.create_table('queue_decisions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('achievement', 'need', name='known_kind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('subject_id', sa.String(length=20), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('act', sa.String(length=20), nullable=False),
    sa.Column('nature', sa.Enum('new', 'revision', 'again', 'diagnosis', name='known_nature', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('remarks', sa.JSON(), nullable=False),
    sa.CheckConstraint('decided_at >= submitted_at', name=op.f('ck_queue_decisions_decided_after_submission')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_queue_decisions_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_queue_decisions'))
    )
    with op.batch_alter_table('queue_decisions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_queue_decisions_decided_at'), ['decided_at'], unique=False)
        batch_op.create_index('ix_queue_decisions_subject', ['kind', 'subject_id'], unique=False)

    op.create_table('special_days',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('kind', sa.Enum('holiday', 'working', 'ordinary', name='known_daykind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("name <> '' AND source <> ''", name=op.f('ck_special_days_says_what_and_whence')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_special_days_person_id_people')),
    sa.PrimaryKeyConstraint('day', name=op.f('pk_special_days'))
    )
    op.create_table('standard_remarks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('achievement', 'need', name='known_kind', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('field', sa.String(length=40), nullable=False),
    sa.Column('zh', sa.Text(), nullable=False),
    sa.Column('en', sa.Text(), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('retired_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("zh <> '' AND en <> ''", name=op.f('ck_standard_remarks_said_in_both_languages')),
    sa.ForeignKeyConstraint(['created_by'], ['people.id'], name=op.f('fk_standard_remarks_created_by_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_standard_remarks'))
    )
    op.create_table('queue_batch_rows',
    sa.Column('batch_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('achievement', 'need', name='known_kind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('subject_id', sa.String(length=20), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('lock', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.Enum('waiting', 'done', 'refused', 'undone', name='known_outcome', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('message', sa.Text(), nullable=False),
    sa.Column('params', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['batch_id'], ['queue_batches.id'], name=op.f('fk_queue_batch_rows_batch_id_queue_batches'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('batch_id', 'kind', 'subject_id', name=op.f('pk_queue_batch_rows'))
    )


def downgrade() -> None:
    op.drop_table('queue_batch_rows')
    op.drop_table('standard_remarks')
    op.drop_table('special_days')
    with op.batch_alter_table('queue_decisions', schema=None) as batch_op:
        batch_op.drop_index('ix_queue_decisions_subject')
        batch_op.drop_index(batch_op.f('ix_queue_decisions_decided_at'))

    op.drop_table('queue_decisions')
    with op.batch_alter_table('queue_batches', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_queue_batches_person_id'))

    op.drop_table('queue_batches')
    with op.batch_alter_table('queue_assignments', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_queue_assignments_person_id'))

    op.drop_table('queue_assignments')
