"""which messages of a talk a broker wrote by mandate

Revision ID: 0095
Revises: 0087
"""

import sqlalchemy as sa
from alembic import op


revision = '0095'
down_revision = '0087'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('match_messages', schema=None) as batch_op:
        batch_op.add_column(sa.Column('by_mandate', sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table('match_messages', schema=None) as batch_op:
        batch_op.alter_column('by_mandate', server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('match_messages', schema=None) as batch_op:
        batch_op.drop_column('by_mandate')
