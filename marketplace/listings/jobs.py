"""What the worker does for achievements by the clock."""

from datetime import datetime, timedelta

import structlog
from sqlalchemy.orm import Session

from marketplace.core.clock import CHINA
from marketplace.core.scanning import open_scanner
from marketplace.core.schedule import every
from marketplace.listings import services
from marketplace.listings.links import signed
from marketplace.web.state import attachments, settings

log = structlog.get_logger()


@every("listings.validity", timedelta(hours=1))
def look_after_validity(session: Session, moment: datetime) -> None:
    """Take off what is past its day, and remind the owners of what will be."""
    day = moment.astimezone(CHINA).date()
    expired = services.expire_due(session, day)
    reminded = services.remind(session, day, _link)
    if expired or reminded:
        log.info("validity", expired=len(expired), reminded=reminded)


@every("listings.files", timedelta(hours=6))
def tidy_files(session: Session, moment: datetime) -> None:
    """Delete the content of files that no version names any more."""
    if gone := services.tidy_files(session, attachments(), moment):
        log.info("files tidied", gone=gone)


@every("listings.quarantine", timedelta(minutes=10))
def look_through_quarantine(session: Session, moment: datetime) -> None:
    """Scan what was held back because the scanner could not be asked."""
    if settled := services.scan_held(session, attachments(), open_scanner(settings().clamd)):
        log.info("quarantine", settled=settled)


def _link(letter: str) -> str:
    return f"{settings().base_url}/my/results/confirm/{signed(settings().secret_key, letter)}"
