"""Asking another party for a meeting, and answering in time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from marketplace.core.actor import SYSTEM, Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, InvalidInput, NotFound
from marketplace.events import queries
from marketplace.events.asking import letters
from marketplace.events.asking.rules import IN_HAND, REQUEST, RequestAction, RequestMode, RequestState, expires_at
from marketplace.events.models import Event, EventRegistration, EventRequest, EventWish
from marketplace.events.rules import TAKES_WISHES, RegistrationState, Saying, Side

MOST_WORDS = 300


def _(text: str) -> str:
    """Mark a msgid."""
    return text


TOO_LONG = _("最多 300 字，请缩短。")
ASK_TO_MEET = _("请选必见或愿见。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """How much a party wants the meeting, and a word to the other."""

    word: Saying = Saying.WANT
    message: str = ""


def ask(session: Session, actor: Actor, number: int, other: int, command: Ask) -> EventRequest:
    """Ask a party of the other side; asked by both sides, the meeting is agreed."""
    registration, event, met = _pair(session, actor, number, other)
    _refuse(command.word, command.message)
    wish = queries.wishes_of(session, registration).get(other)
    request = queries.find_request(session, wish)
    if request is not None and request.from_id != registration.id and request.state is RequestState.REQUESTED:
        return _accept(session, actor, event, registration, request, command.word)
    if queries.count_asked(session, registration) >= event.most_requests:
        raise Conflict("已经发出 %(n)s 个邀约，到了上限。撤回一个再发。", n=event.most_requests)
    if wish is not None and Saying.NO in (wish.provider_says, wish.seeker_says):
        raise Conflict("这场约见已经谢绝，不能再邀。")
    if wish is None:
        ends = (registration.id, other) if registration.side is Side.PROVIDER else (other, registration.id)
        wish = EventWish(event_id=event.id, provider_id=ends[0], seeker_id=ends[1])
        session.add(wish)
        session.flush()
    if request is None:
        request = EventRequest(wish_id=wish.id, wish=wish)
        session.add(request)
    else:
        request.state = REQUEST.next_state(request.state, RequestAction.ASK)
    moment = now()
    request.side, request.word, request.message = registration.side, command.word, command.message.strip()
    request.asked_at, request.asked_by = moment, actor.person_id
    request.expires_at = expires_at(moment, event.request_hours, event.wishes_close)
    request.answered_at, request.answer, request.state = None, "", RequestState.REQUESTED
    session.flush()
    record_act(session, actor, RequestAction.ASK, registration, party=other)
    letters.tell_asked(session, request, registration, met)
    return request


def accept(session: Session, actor: Actor, number: int, other: int, word: Saying = Saying.WANT) -> EventRequest:
    """Agree to meet: from here both words count in the timetable."""
    registration, event, _met = _pair(session, actor, number, other)
    _refuse(word, "")
    request = _request(session, registration, other)
    if request.to_id != registration.id:
        raise Conflict("这是您发出的邀约，要等对方答复。")
    if request.expires_at <= now():
        raise Conflict("这个邀约已过期。想见可以由您来邀。")
    return _accept(session, actor, event, registration, request, word)


def _accept(
    session: Session, actor: Actor, event: Event, registration: EventRegistration, request: EventRequest, word: Saying
) -> EventRequest:
    _answer(session, actor, registration, request, RequestAction.ACCEPT)
    _say(request.wish, request.side, request.word)
    _say(request.wish, registration.side, word)
    asks = queries.get_registration_of(session, event, request.from_id)
    letters.tell_answered(session, request, asks, registration)
    return request


def decline(session: Session, actor: Actor, number: int, other: int, why: str = "") -> EventRequest:
    """Do not meet, with a reason if one wants to give it; also what was agreed before."""
    registration, _event, met = _pair(session, actor, number, other)
    _refuse(Saying.WANT, why)
    request = _request(session, registration, other)
    if request.to_id != registration.id:
        raise Conflict("这是您发出的邀约，不想见可以撤回。")
    _answer(session, actor, registration, request, RequestAction.DECLINE, why.strip())
    _say(request.wish, request.side, request.word)
    _say(request.wish, registration.side, Saying.NO)
    letters.tell_answered(session, request, met, registration)
    return request


def withdraw_request(session: Session, actor: Actor, number: int, other: int) -> EventRequest:
    """Take back what one asked, also when it was agreed."""
    registration, _event, met = _pair(session, actor, number, other)
    request = _request(session, registration, other)
    if request.from_id != registration.id:
        raise Conflict("这是对方发来的邀约，不想见可以谢绝。")
    _answer(session, actor, registration, request, RequestAction.WITHDRAW)
    _unsay(request.wish)
    letters.tell_withdrawn(session, request, registration, met)
    return request


def expire_requests(session: Session, moment: datetime) -> int:
    """What nobody answered in time runs out; gives how many did."""
    return sum(
        _expire(session, event, queries.open_requests(session, event, moment))
        for event in queries.events_with_overdue(session, moment)
    )


def close_requests(session: Session, event: Event) -> int:
    """Wishes are closed: what is still open runs out."""
    return _expire(session, event, queries.open_requests(session, event))


def withdraw_with(session: Session, registration: EventRegistration) -> int:
    """A party leaves the session: its requests go with it, and those who count on them are told."""
    gone = [each for each in queries.requests_of(session, registration).values() if each.state in IN_HAND]
    parties = queries.parties_by_id(session, registration.event) if gone else {}
    for request in gone:
        other = request.to_id if request.from_id == registration.id else request.from_id
        _answer(session, SYSTEM, registration, request, RequestAction.WITHDRAW)
        if registration.event.state in TAKES_WISHES:
            _unsay(request.wish)
        letters.tell_withdrawn(session, request, registration, parties[other])
    return len(gone)


def _expire(session: Session, event: Event, overdue: Sequence[EventRequest]) -> int:
    parties = queries.parties_by_id(session, event) if overdue else {}
    for request in overdue:
        asks, asked = parties[request.from_id], parties[request.to_id]
        _answer(session, SYSTEM, asks, request, RequestAction.EXPIRE)
        letters.tell_answered(session, request, asks, asked)
    return len(overdue)


def _pair(
    session: Session, actor: Actor, number: int, other: int
) -> tuple[EventRegistration, Event, EventRegistration]:
    """Both parties of a session that works by requests, while it takes them."""
    registration = queries.get_registration_to_wish(session, actor, number)
    event = queries.get_event_held(session, actor, registration.event.public_id)
    session.refresh(registration, ["state"])
    met = queries.parties_by_number(session, event, [other]).get(other)
    if met is None or met.side is registration.side:
        raise NotFound("对面没有这家单位。")
    if event.request_mode is not RequestMode.REQUESTS:
        raise Conflict("这个专场不用邀约，请在“选约见”里说想见谁。")
    here = registration.state is met.state is RegistrationState.ACCEPTED
    if event.state not in TAKES_WISHES or not here:
        raise Conflict("现在不能再改约见。有变动请与主办方联系。")
    return registration, event, met


def _request(session: Session, registration: EventRegistration, other: int) -> EventRequest:
    request = queries.find_request(session, queries.wishes_of(session, registration).get(other))
    if request is None:
        raise NotFound("没有这个邀约。")
    return request


def _answer(
    session: Session,
    actor: Actor,
    registration: EventRegistration,
    request: EventRequest,
    action: RequestAction,
    why: str = "",
) -> None:
    request.state = REQUEST.next_state(request.state, action)
    request.answered_at, request.answer = now(), why
    session.flush()
    record_act(session, actor, action, registration, wish=request.wish_id)


def _say(wish: EventWish, side: Side, word: Saying) -> None:
    if side is Side.PROVIDER:
        wish.provider_says = word
    else:
        wish.seeker_says = word
    wish.updated_at = now()


def _unsay(wish: EventWish) -> None:
    wish.provider_says = wish.seeker_says = None
    wish.updated_at = now()


def _refuse(word: Saying, text: str) -> None:
    if word is Saying.NO:
        raise InvalidInput(ASK_TO_MEET, {"word": ASK_TO_MEET})
    if len(text.strip()) > MOST_WORDS:
        raise InvalidInput(TOO_LONG, {"text": TOO_LONG})
