"""What the worker does for curators: acts on many records whose time to be taken back has passed."""

from typing import Any

from marketplace.core.db import Database
from marketplace.core.jobs import Progress, handles
from marketplace.curation.rules import Outcome
from marketplace.curation.services.batches import JOB, carry_out


@handles(JOB)
def carry_out_batch(database: Database, payload: dict[str, Any], _progress: Progress) -> dict[str, Any]:
    """All in one transaction: killed at any point, nothing was done and it is done again."""
    with database.transaction() as session:
        batch = carry_out(session, payload["batch"])
        done = sum(row.outcome is Outcome.DONE for row in batch.rows) if batch else 0
    return {"done": done}
