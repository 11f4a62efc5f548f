"""What the worker does for sessions by the clock."""

from datetime import datetime, timedelta

import structlog
from sqlalchemy.orm import Session

from marketplace.core.clock import CHINA
from marketplace.core.schedule import every
from marketplace.events import services

log = structlog.get_logger()


@every("events.clock", timedelta(minutes=10))
def go_on(session: Session, moment: datetime) -> None:
    """Close registrations, begin and end sessions, remind those who come."""
    day = moment.astimezone(CHINA).date()
    moved, reminded = services.go_on(session, day), services.remind(session, day)
    if moved or reminded:
        log.info("sessions went on", moved=moved, reminded=reminded)
