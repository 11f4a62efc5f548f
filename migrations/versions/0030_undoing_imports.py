"""undoing imports: what a row replaced, imports that were stopped or taken back

Revision ID: 0030
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op


revision = '0030'
down_revision = '0015'
branch_labels = None
depends_on = None

RUNS = ("uploaded", "planned", "loading", "done", "failed")
ROWS = ("created", "updated", "unchanged", "duplicate", "rejected")


def upgrade() -> None:
    with op.batch_alter_table("imported_rows") as batch_op:
        batch_op.add_column(sa.Column("before", sa.JSON(), server_default="{}", nullable=False))
    _allow("import_runs", "state", "known_runstate", (*RUNS, "cancelled", "undone"))
    _allow("imported_rows", "outcome", "known_rowoutcome", (*ROWS, "undone"))


def downgrade() -> None:
    op.execute("UPDATE import_runs SET state = 'done' WHERE state IN ('cancelled', 'undone')")
    op.execute("UPDATE imported_rows SET outcome = 'unchanged' WHERE outcome = 'undone'")
    _allow("imported_rows", "outcome", "known_rowoutcome", ROWS)
    _allow("import_runs", "state", "known_runstate", RUNS)
    with op.batch_alter_table("imported_rows") as batch_op:
        batch_op.drop_column("before")


def _allow(table: str, column: str, name: str, values: tuple[str, ...]) -> None:
    said = ", ".join(f"'{value}'" for value in values)
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
        batch_op.create_check_constraint(op.f(f"ck_{table}_{name}"), f"{column} IN ({said})")
