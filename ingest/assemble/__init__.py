"""Turn the cells of a row into what a record says."""

from ingest.assemble.achievement import build_achievement
from ingest.assemble.need import build_need
from ingest.assemble.row import RowReader

__all__ = ["RowReader", "build_achievement", "build_need"]
