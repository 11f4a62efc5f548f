"""life of needs

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op


revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('need_clocks',
    sa.Column('need_id', sa.Integer(), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('curators_told_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('admins_told_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['need_id'], ['needs.id'], name=op.f('fk_need_clocks_need_id_needs'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('need_id', name=op.f('pk_need_clocks'))
    )
    op.create_table('need_diagnoses',
    sa.Column('need_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('assigned_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('result', sa.Text(), nullable=False),
    sa.Column('advice', sa.Enum('direct', 'diagnosis', 'long_term', name='known_advice', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('concluded_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['need_id'], ['needs.id'], name=op.f('fk_need_diagnoses_need_id_needs'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_need_diagnoses_person_id_people')),
    sa.PrimaryKeyConstraint('need_id', name=op.f('pk_need_diagnoses'))
    )
    with op.batch_alter_table('need_diagnoses', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_need_diagnoses_person_id'), ['person_id'], unique=False)

    op.create_table('need_withdrawals',
    sa.Column('need_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Enum('solved', 'dropped', 'duplicate', 'untrue', 'expired', 'other', name='known_needwithdrawalreason', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('by_curator', sa.Boolean(), nullable=False),
    sa.Column('was_long_term', sa.Boolean(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['need_id'], ['needs.id'], name=op.f('fk_need_withdrawals_need_id_needs'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_need_withdrawals_person_id_people')),
    sa.PrimaryKeyConstraint('need_id', name=op.f('pk_need_withdrawals'))
    )
    op.create_table('need_diagnosis_entries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('need_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('note', 'question', name='known_entrykind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('answered_by', sa.Integer(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(answer = '') = (answered_at IS NULL)", name=op.f('ck_need_diagnosis_entries_answer_has_a_date')),
    sa.ForeignKeyConstraint(['answered_by'], ['people.id'], name=op.f('fk_need_diagnosis_entries_answered_by_people')),
    sa.ForeignKeyConstraint(['need_id'], ['need_diagnoses.need_id'], name=op.f('fk_need_diagnosis_entries_need_id_need_diagnoses'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_need_diagnosis_entries_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_need_diagnosis_entries'))
    )
    with op.batch_alter_table('need_diagnosis_entries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_need_diagnosis_entries_need_id'), ['need_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('need_diagnosis_entries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_need_diagnosis_entries_need_id'))

    op.drop_table('need_diagnosis_entries')
    op.drop_table('need_withdrawals')
    with op.batch_alter_table('need_diagnoses', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_need_diagnoses_person_id'))

    op.drop_table('need_diagnoses')
    op.drop_table('need_clocks')
