"""Letters to those who are invited, each in its reader's language."""

from flask import current_app, has_app_context
from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Membership, MembershipRole, Person
from marketplace.accounts.notices import those_who_want
from marketplace.accounts.rules import Topic
from marketplace.core.mail import post
from marketplace.events.inviting.models import EventInvitation
from marketplace.events.rules import Side
from marketplace.web.language import load_translations

MOST_READERS = 5  # of one organisation


def _(text: str) -> str:
    """Mark a msgid."""
    return text


INVITES = _("邀请参加：%(title)s")
REMINDS = _("还在等您的回复：%(title)s")
BODY = {
    Side.PROVIDER: _(
        "%(host)s 邀请您参加“%(title)s”。%(day)s，%(venue)s。\n\n您单位的成果“%(record)s”与本场主题相符。\n\n%(words)s报名截止：%(until)s。报名或婉拒：%(address)s"
    ),
    Side.SEEKER: _(
        "%(host)s 邀请您参加“%(title)s”。%(day)s，%(venue)s。\n\n您单位的需求“%(record)s”与本场主题相符。\n\n%(words)s报名截止：%(until)s。报名或婉拒：%(address)s"
    ),
}


def invite(session: Session, invitation: EventInvitation, record: str, words: str) -> int:
    """Write to whoever looks after the organisation, managers before members; gives to how many."""
    return _write(session, invitation, INVITES, record, words)


def remind(session: Session, invitation: EventInvitation, record: str) -> int:
    return _write(session, invitation, REMINDS, record, "")


def _write(session: Session, invitation: EventInvitation, subject: str, record: str, words: str) -> int:
    event = invitation.event
    base = current_app.extensions["settings"].base_url if has_app_context() else ""
    values = {
        "title": event.title,
        "host": event.owner.name,
        "day": event.day.isoformat(),
        "venue": event.venue,
        "record": record,
        "words": f"{words}\n\n" if words else "",
        "until": event.registration_until.isoformat(),
        "address": f"{base}/events/{event.public_id}/invited/{invitation.code}",
    }
    readers = readers_of(session, invitation.organisation_id)
    for person in readers:
        said = load_translations(person.locale)
        post(session, person.email, said.gettext(subject) % values, said.gettext(BODY[invitation.side]) % values)
    return len(readers)


def readers_of(session: Session, organisation_id: int) -> list[Person]:
    """Its managers; without one, its members: those who did not turn such letters off."""
    found = session.execute(
        select(Person, Membership.role)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.organisation_id == organisation_id, Person.active)
        .order_by(Person.id)
    ).all()
    managers = [row[0] for row in found if row[1] is MembershipRole.MANAGER]
    return those_who_want(managers or [row[0] for row in found], Topic.EVENTS)[:MOST_READERS]
