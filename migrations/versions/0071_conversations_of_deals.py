"""conversations, tasks and contacts of deals

Revision ID: 0071
Revises: 0081
"""

import sqlalchemy as sa
from alembic import op


revision = '0071'
down_revision = "0081"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('mails', sa.Column('reply_to', sa.String(length=254), nullable=False, server_default=''))
    op.create_table('deal_contacts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('deal_id', sa.Integer(), nullable=False),
    sa.Column('turn', sa.Enum('turn_broker', 'turn_provider', 'turn_seeker', name='known_contact_side', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('duty', sa.String(length=80), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('phone', sa.String(length=40), nullable=False),
    sa.CheckConstraint("name <> ''", name=op.f('ck_deal_contacts_contact_has_a_name')),
    sa.ForeignKeyConstraint(['deal_id'], ['deals.id'], name=op.f('fk_deal_contacts_deal_id_deals'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_deal_contacts_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deal_contacts'))
    )
    with op.batch_alter_table('deal_contacts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_deal_contacts_deal_id'), ['deal_id'], unique=False)

    op.create_table('deal_messages',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('deal_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('turn', sa.Enum('turn_broker', 'turn_provider', 'turn_seeker', name='known_speaker', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('letter', sa.String(length=64), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("text <> ''", name=op.f('ck_deal_messages_message_is_not_blank')),
    sa.ForeignKeyConstraint(['deal_id'], ['deals.id'], name=op.f('fk_deal_messages_deal_id_deals'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_deal_messages_person_id_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deal_messages')),
    sa.UniqueConstraint('deal_id', 'letter', name=op.f('uq_deal_messages_deal_id'))
    )
    op.create_table('deal_tasks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('deal_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('due', sa.Date(), nullable=True),
    sa.Column('turn', sa.Enum('turn_broker', 'turn_provider', 'turn_seeker', name='known_doer', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('created_by', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('done_by', sa.Integer(), nullable=True),
    sa.Column('reminded_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("title <> ''", name=op.f('ck_deal_tasks_task_has_a_title')),
    sa.ForeignKeyConstraint(['created_by'], ['people.id'], name=op.f('fk_deal_tasks_created_by_people')),
    sa.ForeignKeyConstraint(['deal_id'], ['deals.id'], name=op.f('fk_deal_tasks_deal_id_deals'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['done_by'], ['people.id'], name=op.f('fk_deal_tasks_done_by_people')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deal_tasks'))
    )
    with op.batch_alter_table('deal_tasks', schema=None) as batch_op:
        batch_op.create_index('ix_deal_tasks_deal', ['deal_id', 'due'], unique=False)
        batch_op.create_index('ix_deal_tasks_waiting', ['done_at', 'due'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('deal_tasks', schema=None) as batch_op:
        batch_op.drop_index('ix_deal_tasks_waiting')
        batch_op.drop_index('ix_deal_tasks_deal')

    op.drop_table('deal_tasks')
    op.drop_table('deal_messages')
    with op.batch_alter_table('deal_contacts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_deal_contacts_deal_id'))

    op.drop_table('deal_contacts')
    op.drop_column('mails', 'reply_to')
