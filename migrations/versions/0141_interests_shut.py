"""interests whose view is taken back

Revision ID: 0141
Revises: 0140
"""

import sqlalchemy as sa
from alembic import op


revision = '0141'
down_revision = '0140'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('match_approaches', sa.Column('shut_at', sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('match_approaches', schema=None) as batch_op:
        batch_op.drop_column('shut_at')
