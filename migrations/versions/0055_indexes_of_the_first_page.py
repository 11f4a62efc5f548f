"""indexes of the first page

Revision ID: 0055
Revises: 0061
"""

from alembic import op


revision = '0055'
down_revision = '0061'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('ix_achievement_versions_newest', 'achievement_versions', ['published_at', 'id'])
    op.create_index('ix_needs_due', 'needs', ['response_due_at', 'public_id'])


def downgrade() -> None:
    op.drop_index('ix_needs_due', 'needs')
    op.drop_index('ix_achievement_versions_newest', 'achievement_versions')
