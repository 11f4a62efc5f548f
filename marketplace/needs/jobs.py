"""What the worker does for needs by the clock."""

from datetime import datetime, timedelta

import structlog
from sqlalchemy.orm import Session

from marketplace.core.clock import CHINA
from marketplace.core.schedule import every
from marketplace.needs import services

log = structlog.get_logger()


@every("needs.clock", timedelta(minutes=10))
def press(session: Session, moment: datetime) -> None:
    """Tell the house which answers are due, in working hours."""
    told = services.escalate(session, moment)
    if told:
        log.info("answers are due", told=told)


@every("needs.expiry", timedelta(hours=1))
def end(session: Session, moment: datetime) -> None:
    """Take off what is past the day it was wanted by."""
    expired = services.expire(session, moment.astimezone(CHINA).date())
    if expired:
        log.info("needs are past their day", expired=expired)
