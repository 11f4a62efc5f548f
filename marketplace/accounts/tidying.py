"""What goes by itself when its time is over."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from marketplace.accounts.models import Registration, SignIn
from marketplace.accounts.rules import SIGN_IN_LIFE
from marketplace.core.mail import forget_old_mails
from marketplace.core.schedule import every


@every("accounts.tidy", timedelta(hours=6))
def tidy(session: Session, moment: datetime) -> None:
    """Registrations nobody confirmed, devices long unused, letters past their time."""
    session.execute(delete(Registration).where(Registration.expires_at <= moment))
    session.execute(delete(SignIn).where(SignIn.seen_at < moment - SIGN_IN_LIFE))
    forget_old_mails(session, moment)
