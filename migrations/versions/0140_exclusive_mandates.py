"""exclusive mandates

Revision ID: 0140
Revises: 0135
"""

import sqlalchemy as sa
from alembic import op


revision = '0140'
down_revision = '0135'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('mandates', sa.Column('exclusive', sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table('mandates', schema=None) as batch_op:
        batch_op.alter_column('exclusive', server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('mandates', schema=None) as batch_op:
        batch_op.drop_column('exclusive')
