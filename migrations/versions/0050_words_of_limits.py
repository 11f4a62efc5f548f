"""the words a limit was read from

Revision ID: 0050
Revises: 0041
"""

import sqlalchemy as sa
from alembic import op


revision = '0050'
down_revision = '0041'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('need_constraints', sa.Column('quote', sa.String(length=400), nullable=False, server_default=''))
    with op.batch_alter_table('need_constraints', schema=None) as batch_op:
        batch_op.alter_column('quote', server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('need_constraints', schema=None) as batch_op:
        batch_op.drop_column('quote')
