"""Letters about requests for meetings, each in its reader's language."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from marketplace.accounts.models import Person
from marketplace.core.clock import CHINA
from marketplace.events import queries
from marketplace.events.asking.rules import RequestState
from marketplace.events.fitting import Fit, fits
from marketplace.events.letters import write_to
from marketplace.events.models import EventRegistration, EventRequest
from marketplace.matching.comparing import told
from marketplace.web.language import written


def _(text: str) -> str:
    """Mark a msgid."""
    return text


NAMELESS = _("一家未公开名称的参会方")
ANSWERED = {
    RequestState.ACCEPTED: (
        _("同意约见：%(title)s"),
        _("%(party)s 同意在“%(title)s”与您见面，排程时会尽量排上。\n\n%(address)s"),
    ),
    RequestState.DECLINED: (
        _("谢绝约见：%(title)s"),
        _("%(party)s 谢绝了在“%(title)s”的约见。%(note)s\n\n可以另邀别家：%(address)s"),
    ),
    RequestState.EXPIRED: (
        _("邀约过期：%(title)s"),
        _("您在“%(title)s”邀 %(party)s 见面，对方没有在期限内答复。截止前可以再邀，或另邀别家：%(address)s"),
    ),
}


def tell_asked(session: Session, request: EventRequest, asks: EventRegistration, asked: EventRegistration) -> None:
    """To the party that is asked: who asks, why they fit, until when to answer."""
    cards = queries.cards_of(session, [asked, asks])
    fit = fits(session, cards[0], [cards[1]])[asks.id]
    subject = _("有人想见您：%(title)s")
    body = _("%(party)s 想在“%(title)s”与您见面。\n\n%(why)s%(message)s请在 %(until)s 前答复：%(address)s")
    until = f"{request.expires_at.astimezone(CHINA):%Y-%m-%d %H:%M}"
    for person in queries.people_behind(session, asked):
        why = reasons(fit, person.locale)
        message = f"“{request.message}”\n\n" if request.message else ""
        _write(session, [person], subject, body, asked, cards[1].name, until=until, why=why, message=message)


def tell_answered(session: Session, request: EventRequest, asks: EventRegistration, asked: EventRegistration) -> None:
    """To the party that asked: agreed, declined or run out."""
    subject, body = ANSWERED[request.state]
    name = queries.cards_of(session, [asked])[0].name
    note = f"“{request.answer}”" if request.answer else ""
    _write(session, queries.people_behind(session, asks), subject, body, asks, name, note=note)


def tell_withdrawn(session: Session, request: EventRequest, gone: EventRegistration, other: EventRegistration) -> None:
    """To the other party: the request, or what was agreed, is taken back."""
    subject = _("约见取消：%(title)s")
    body = _("%(party)s 不再约您在“%(title)s”见面。可以另邀别家：%(address)s")
    name = queries.cards_of(session, [gone])[0].name
    _write(session, queries.people_behind(session, other), subject, body, other, name)


def reasons(fit: Fit, locale: str) -> str:
    """Why two parties should meet, a line a reason."""
    lines = [told(each, lambda text: written(locale, text)) for each in fit.verdicts]
    return "".join(f"- {line}\n" for line in lines) + ("\n" if lines else "")


def _write(
    session: Session,
    people: Iterable[Person],
    subject: str,
    body: str,
    reader: EventRegistration,
    name: str | None,
    **more: str,
) -> None:
    path = f"/events/{reader.event.public_id}/registrations/{reader.id}/wishes"
    for person in people:
        party = name or written(person.locale, NAMELESS)
        write_to(session, [person], subject, body, reader.event, path, party=party, **more)
