"""Acts on an invitation list: choose, drop, write, remind, and what the invited answer. They never commit."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now, today
from marketplace.core.errors import Conflict, InvalidInput
from marketplace.events import queries as events
from marketplace.events.inviting import letters, queries
from marketplace.events.inviting.models import EventInvitation
from marketplace.events.inviting.rules import LIFECYCLE, MOST, MOST_NOTE, MOST_WORDS, InvitationAction, InvitationState
from marketplace.events.models import Event, EventRegistration
from marketplace.events.rules import BEFORE_THE_DAY, TAKES_REGISTRATIONS, EventState, Side
from marketplace.listings import queries as listings
from marketplace.needs.models import Need
from marketplace.needs.rules import VISIBLE as ASKED

LIST_OPEN = BEFORE_THE_DAY | {EventState.DRAFT}


def _(text: str) -> str:
    """Mark a msgid."""
    return text


NOBODY = _("请先勾选要邀请的单位。")
TOO_LONG = _("附言最多 600 字，请缩短。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """How many organisations were written to, and how many have nobody who reads such letters."""

    written: int
    unreachable: int


def choose(session: Session, actor: Actor, public_id: str, subjects: Sequence[str], theme: str) -> int:
    """Put the owners of these records on the list, each once; gives how many are new."""
    event = events.get_event_to_manage(session, actor, public_id)
    if event.state not in LIST_OPEN:
        raise Conflict("专场已开始、结束或取消，不能再邀请。")
    if not subjects:
        raise InvalidInput(NOBODY, {"pick": NOBODY})
    known, owners = queries.approached(session, event), _owners(session, subjects)
    if len(known | set(owners.values())) > MOST:
        raise Conflict("一场最多邀请 500 家，已报名的也算在内。")
    added = 0
    for subject, (owner, side) in owners.items():
        if (owner, side) in known:
            continue
        known.add((owner, side))
        invitation = EventInvitation(
            event=event, organisation_id=owner, side=side, subject_id=subject, theme=theme[:300],
            chosen_by=actor.person_id,
        )  # fmt: skip
        session.add(invitation)
        session.flush()
        record_act(session, actor, InvitationAction.CHOOSE, invitation, record=subject)
        added += 1
    return added


def _owners(session: Session, subjects: Sequence[str]) -> dict[str, tuple[int, Side]]:
    """Who owns what is published of these, and on which side it would come, in the order given."""
    results = listings.owners_of(session, subjects)
    asked = select(Need.public_id, Need.owner_id).where(Need.public_id.in_(subjects), Need.state.in_(ASKED))
    wanted = {row[0]: row[1] for row in session.execute(asked)}
    found = {key: (owner, Side.PROVIDER) for key, owner in results.items()}
    found |= {key: (owner, Side.SEEKER) for key, owner in wanted.items()}
    return {subject: found[subject] for subject in dict.fromkeys(subjects) if subject in found}


def drop(session: Session, actor: Actor, public_id: str, number: int) -> None:
    """Take somebody off the list who was not written to."""
    event = events.get_event_to_manage(session, actor, public_id)
    invitation = queries.get_invitation(session, event, number)
    if invitation.state is not InvitationState.CHOSEN:
        raise Conflict("邀请已经发出，不能移出名单。")
    record_act(session, actor, InvitationAction.DROP, invitation)
    session.delete(invitation)


def send(session: Session, actor: Actor, public_id: str, words: str = "") -> Sent:
    """Write to everybody who was chosen and not written to yet, with the organiser's own words."""
    event = _open(session, actor, public_id)
    words = words.strip()
    if len(words) > MOST_WORDS:
        raise InvalidInput(TOO_LONG, {"words": TOO_LONG})
    waiting = queries.chosen_of(session, event)
    if not waiting:
        raise Conflict("名单里没有还没发出的邀请。先按主题查找，选入名单。")
    titles = queries.titles_of(session, [each.subject_id for each in waiting])
    written = 0
    for each in waiting:
        if not letters.invite(session, each, titles.get(each.subject_id, each.subject_id), words):
            continue
        each.state = LIFECYCLE.next_state(each.state, InvitationAction.INVITE)
        each.invited_at = now()
        record_act(session, actor, InvitationAction.INVITE, each)
        written += 1
    return Sent(written=written, unreachable=len(waiting) - written)


def remind(session: Session, actor: Actor, public_id: str) -> int:
    """Write once more to those who have been silent for days; gives to how many."""
    event = _open(session, actor, public_id)
    silent = queries.silent_of(session, event)
    titles = queries.titles_of(session, [each.subject_id for each in silent])
    for each in silent:
        letters.remind(session, each, titles.get(each.subject_id, each.subject_id))
        each.reminded_at = now()
        record_act(session, actor, InvitationAction.REMIND, each)
    return len(silent)


def _open(session: Session, actor: Actor, public_id: str) -> Event:
    event = events.get_event_to_manage(session, actor, public_id)
    if event.state not in TAKES_REGISTRATIONS or event.registration_until < today():
        raise Conflict("报名开放期间才能发邀请。名单可以先选好。")
    return event


def note_opened(session: Session, actor: Actor, public_id: str, code: str) -> EventInvitation:
    """Somebody opened the letter's address."""
    invitation = queries.get_by_letter(session, actor, public_id, code)
    if invitation.opened_at is None:
        invitation.opened_at = now()
    return invitation


def decline(session: Session, actor: Actor, public_id: str, code: str, note: str = "") -> EventInvitation:
    """Whoever holds the letter says no; they may still register later."""
    invitation = queries.get_by_letter(session, actor, public_id, code)
    invitation.state = LIFECYCLE.next_state(invitation.state, InvitationAction.DECLINE)
    invitation.answered_at, invitation.note = now(), note.strip()[:MOST_NOTE]
    record_act(session, actor, InvitationAction.DECLINE, invitation)
    return invitation


def note_registered(session: Session, actor: Actor, registration: EventRegistration) -> None:
    """Who registers has answered."""
    invitation = queries.find_invitation(
        session, registration.event_id, registration.organisation_id, registration.side
    )
    if invitation is None or not LIFECYCLE.allows(invitation.state, InvitationAction.ANSWER):
        return
    invitation.state = LIFECYCLE.next_state(invitation.state, InvitationAction.ANSWER)
    invitation.answered_at = now()
    record_act(session, actor, InvitationAction.ANSWER, invitation)
