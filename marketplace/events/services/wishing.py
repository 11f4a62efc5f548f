"""What parties say of meeting each other."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now
from marketplace.core.errors import Conflict
from marketplace.events import policies, queries
from marketplace.events.asking.rules import RequestMode
from marketplace.events.models import EventRegistration, EventWish
from marketplace.events.rules import TAKES_WISHES, RegistrationAction, RegistrationState, Saying, Side


def _(text: str) -> str:
    """Mark a msgid."""
    return text


ELSEWHERE = {
    RequestMode.REQUESTS: _("这个专场要对方同意才约见，请发邀约。"),
    RequestMode.HOST: _("这个专场的约见由主办方安排。有想见的，请告诉主办方。"),
}


def save_wishes(session: Session, actor: Actor, number: int, said: Mapping[int, Saying | None]) -> EventRegistration:
    """Keep what a party says of each party of the other side; the organiser may say it for them."""
    registration = queries.get_registration_to_wish(session, actor, number)
    event = queries.get_event_held(session, actor, registration.event.public_id)
    if event.state not in TAKES_WISHES or registration.state is not RegistrationState.ACCEPTED:
        raise Conflict("现在不能再改约见。有变动请与主办方联系。")
    if event.request_mode is not RequestMode.WISHES and not policies.can_manage(actor, event):
        raise Conflict(ELSEWHERE[event.request_mode])
    others = {party.id for party in queries.accepted_of(session, event) if party.side is not registration.side}
    known = queries.wishes_of(session, registration)
    for other, word in said.items():
        if other in others and (word is not None or other in known):
            _say(session, registration, other, known.get(other), word)
    record_act(session, actor, RegistrationAction.WISH, registration)
    return registration


def _say(
    session: Session, registration: EventRegistration, other: int, wish: EventWish | None, word: Saying | None
) -> None:
    provides = registration.side is Side.PROVIDER
    if wish is None:
        provider, seeker = (registration.id, other) if provides else (other, registration.id)
        wish = EventWish(event_id=registration.event_id, provider_id=provider, seeker_id=seeker)
        session.add(wish)
    if provides:
        wish.provider_says = word
    else:
        wish.seeker_says = word
    wish.updated_at = now()
