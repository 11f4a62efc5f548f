"""pairs are judged anew, so that their sentences are kept as data and read in both languages

Revision ID: 0094
Revises: 0085
"""

from alembic import op


revision = '0094'
down_revision = '0085'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE match_runs SET mark = '' WHERE kind = 'need'")


def downgrade() -> None:
    """A pair that was judged before and one judged after are read alike."""
