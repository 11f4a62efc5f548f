"""what the score of a pair was made of

Revision ID: 0090
Revises: 0098
"""

import sqlalchemy as sa
from alembic import op


revision = '0090'
down_revision = '0098'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('match_pairs', schema=None) as batch_op:
        batch_op.add_column(sa.Column('signals', sa.JSON(), nullable=False, server_default='{}'))


def downgrade() -> None:
    with op.batch_alter_table('match_pairs', schema=None) as batch_op:
        batch_op.drop_column('signals')
