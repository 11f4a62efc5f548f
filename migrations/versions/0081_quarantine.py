"""quarantine

Revision ID: 0081
Revises: 0095
"""

import sqlalchemy as sa
from alembic import op


revision = '0081'
down_revision = '0095'
branch_labels = None
depends_on = None

VERDICT = sa.Enum('unchecked', 'clean', 'held', 'infected', name='known_verdict', native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    with op.batch_alter_table('achievement_attachments', schema=None) as batch_op:
        batch_op.add_column(sa.Column('scan', VERDICT, nullable=False, server_default='unchecked'))
        batch_op.add_column(sa.Column('finding', sa.String(length=120), nullable=False, server_default=''))
    with op.batch_alter_table('achievement_attachments', schema=None) as batch_op:
        batch_op.alter_column('scan', server_default=None)
        batch_op.alter_column('finding', server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('achievement_attachments', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_achievement_attachments_known_verdict'), type_='check')
        batch_op.drop_column('finding')
        batch_op.drop_column('scan')
