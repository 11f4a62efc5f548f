"""What the worker does about access by the clock."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from marketplace.core.schedule import every
from marketplace.disclosure import services


@every("disclosure.expiry", timedelta(hours=1))
def look_after_ends(session: Session, moment: datetime) -> None:
    """Write down which grants are over."""
    services.expire_due(session, moment)


@every("disclosure.log", timedelta(days=7))
def tidy_log(session: Session, moment: datetime) -> None:
    """Forget lines of the log that are too old."""
    services.forget_old_lines(session, moment)
