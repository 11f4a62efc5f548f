"""remarks in both languages

Revision ID: 0098
Revises: 0075
"""

import sqlalchemy as sa
from alembic import op


revision = '0098'
down_revision = '0075'
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ('need_remarks', 'achievement_remarks'):
        op.add_column(table, sa.Column('english', sa.Text(), nullable=False, server_default=''))
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column('english', server_default=None)


def downgrade() -> None:
    for table in ('need_remarks', 'achievement_remarks'):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column('english')
