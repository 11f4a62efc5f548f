"""What the worker does for the first page by the clock."""

from datetime import datetime

from sqlalchemy.orm import Session

from marketplace.core.schedule import every
from marketplace.discovery.figures import COUNTED_EVERY, count_figures, keep_figures


@every("discovery.figures", COUNTED_EVERY)
def count_the_platform(session: Session, moment: datetime) -> None:
    """Count the figures of the first page."""
    keep_figures(session, count_figures(session))
