"""Days in the forms of access."""

from datetime import date, datetime, timedelta

from marketplace.core.clock import CHINA, today
from marketplace.disclosure.rules import USUAL_DAYS


def usual_end() -> date:
    """The last day that a form proposes."""
    return today() + timedelta(days=USUAL_DAYS)


def last_day(end: datetime | None) -> date | None:
    """The last day on which a grant that ends at a moment can be used."""
    return (end - timedelta(seconds=1)).astimezone(CHINA).date() if end else None
