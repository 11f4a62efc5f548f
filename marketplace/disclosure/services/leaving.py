"""Somebody deletes their account: their open requests are withdrawn; agreements and the log keep what they must prove."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from marketplace.accounts.models import Person
from marketplace.core.clock import now
from marketplace.disclosure.models import Grant
from marketplace.disclosure.rules import GrantState


def forget_person(session: Session, person: Person) -> None:
    """Requests that wait are taken back. Grants in force open nothing for an account that cannot sign in."""
    open_requests = update(Grant).where(Grant.person_id == person.id, Grant.state == GrantState.ASKED)
    session.execute(open_requests.values(state=GrantState.CANCELLED, decided_at=now()))
