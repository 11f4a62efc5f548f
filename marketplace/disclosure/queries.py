"""Reading grants, agreements and the log, each limited to those whom they concern."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.errors import Forbidden, NotFound
from marketplace.core.paging import Page
from marketplace.disclosure import policies
from marketplace.disclosure.models import Access, Grant, Nda
from marketplace.disclosure.rules import UNSIGNED, AccessKind, GrantState, NdaState
from marketplace.listings.models import Achievement
from marketplace.listings.queries.records import UNKNOWN
from marketplace.matching.models import Approach
from marketplace.matching.rules import ApproachKind, ApproachState

Row = TypeVar("Row", Grant, Nda, Access)
PAGE_SIZE = 20
MOST_LINES = 10_000  # of the log in a file


def get_grant(session: Session, actor: Actor, public_id: str, lock: bool = False) -> Grant:
    """A request, for who made it and for those who decide it."""
    query = select(Grant).where(Grant.public_id == public_id)
    if lock:
        query = query.with_for_update(of=Grant).execution_options(populate_existing=True)
    grant = session.scalar(query)
    if grant is None or not policies.sees_grant(actor, grant):
        raise NotFound("没有这份申请。")
    return grant


def get_nda(session: Session, actor: Actor, public_id: str, lock: bool = False) -> Nda:
    """An agreement, for its two sides."""
    query = select(Nda).where(Nda.public_id == public_id)
    if lock:
        query = query.with_for_update(of=Nda).execution_options(populate_existing=True)
    nda = session.scalar(query)
    if nda is None or not policies.parties_of(actor, nda):
        raise NotFound("没有这份协议。")
    return nda


def get_owned(session: Session, actor: Actor, public_id: str) -> Achievement:
    """The record whose access the actor decides; unknown to others unless the public reads it."""
    achievement = session.scalar(select(Achievement).where(Achievement.public_id == public_id))
    if achievement is None:
        raise NotFound(UNKNOWN, id=public_id)
    if not policies.decides(actor, achievement):
        shown = any(version.published_at is not None for version in achievement.versions)
        if shown:
            raise Forbidden("只有成果方和受它委托答复的人可以管理查看权限。")
        raise NotFound(UNKNOWN, id=public_id)
    return achievement


def grants_on(session: Session, achievement: Achievement, number: int = 1) -> Page[Grant]:
    """A page of all requests for a record: those that wait first, then those in force, then the latest."""
    found = select(Grant).where(Grant.achievement_id == achievement.id)
    return _page(session, _by_turn(found), number)


def asked_by(session: Session, actor: Actor, number: int = 1) -> Page[Grant]:
    """A page of what the person asked for."""
    return _page(session, _by_turn(select(Grant).where(Grant.person_id == actor.person_id)), number)


def asked_of(session: Session, actor: Actor, number: int = 1) -> Page[Grant]:
    """A page of what the actor's side was asked for."""
    found = select(Grant).join(Achievement, Grant.achievement_id == Achievement.id).where(policies.decided_by(actor))
    return _page(session, _by_turn(found), number)


def ndas_of(session: Session, actor: Actor, number: int = 1) -> Page[Nda]:
    """A page of the agreements of the actor's organisations: those to sign first."""
    own = sorted(actor.current)
    mine = select(Nda).where(or_(Nda.discloser_id.in_(own), Nda.recipient_id.in_(own)))
    return _page(session, mine.order_by(Nda.state.in_(UNSIGNED).desc(), Nda.id.desc()), number)


def latest_of(session: Session, actor: Actor, achievement_id: int) -> Grant | None:
    """The person's newest request for a record: one that waits, else one in force, else the last."""
    if not actor.signed_in:
        return None
    found = select(Grant).where(Grant.person_id == actor.person_id, Grant.achievement_id == achievement_id)
    return session.scalar(_by_turn(found).limit(1))


def nda_of(session: Session, achievement_id: int, recipient_id: int) -> Nda | None:
    """The agreement that counts between the owner and an organisation: in force, else to be signed."""
    between = select(Nda).where(Nda.achievement_id == achievement_id, Nda.recipient_id == recipient_id)
    counts = between.where(or_(policies.agreed(), Nda.state.in_(UNSIGNED)))
    return session.scalar(counts.order_by((Nda.state == NdaState.IN_FORCE).desc(), Nda.id.desc()).limit(1))


def ndas_between(session: Session, pairs: Sequence[tuple[int, int]]) -> dict[tuple[int, int], Nda]:
    """The agreement that counts for each (achievement, recipient), in one statement."""
    if not pairs:
        return {}
    named = [
        and_(Nda.achievement_id == achievement, Nda.recipient_id == recipient) for achievement, recipient in set(pairs)
    ]
    counts = select(Nda).where(or_(*named), or_(policies.agreed(), Nda.state.in_(UNSIGNED)))
    found = session.scalars(counts.order_by((Nda.state == NdaState.IN_FORCE).asc(), Nda.id))
    return {(nda.achievement_id, nda.recipient_id): nda for nda in found}


def nda_signed(session: Session, achievement_id: int, recipient_id: int) -> Nda | None:
    """The agreement in force between the owner of a result and an organisation: the fact of a deal's stage NDA40."""
    between = select(Nda).where(Nda.achievement_id == achievement_id, Nda.recipient_id == recipient_id)
    return session.scalar(between.where(policies.agreed()).order_by(Nda.id.desc()).limit(1))


def grants_between(session: Session, achievement_id: int, organisation_id: int) -> Sequence[Grant]:
    """What people of an organisation asked for and were given of a result: for the page of their deal."""
    found = select(Grant).where(Grant.achievement_id == achievement_id, Grant.organisation_id == organisation_id)
    return session.scalars(_by_turn(found).limit(PAGE_SIZE)).all()


def waiting_grants(session: Session, actor: Actor, limit: int) -> Sequence[Grant]:
    """Requests that wait for a decision of the actor's side, the longest waiting first."""
    found = select(Grant).join(Achievement, Grant.achievement_id == Achievement.id).where(policies.decided_by(actor))
    return session.scalars(found.where(Grant.state == GrantState.ASKED).order_by(Grant.id).limit(limit)).all()


def ndas_to_sign(session: Session, actor: Actor, limit: int) -> list[Nda]:
    """Agreements that wait for the actor to sign for an organisation they manage."""
    own = sorted(actor.manages)
    if not own:
        return []
    mine = select(Nda).where(Nda.state.in_(UNSIGNED), or_(Nda.discloser_id.in_(own), Nda.recipient_id.in_(own)))
    found = session.scalars(mine.order_by(Nda.id).limit(limit))
    return [nda for nda in found if policies.signs_for(actor, nda) is not None]


def accesses_to(
    session: Session, achievement: Achievement, number: int = 1, kind: AccessKind | None = None
) -> Page[Access]:
    """A page of the log of a record, the latest first."""
    return _page(session, _log(achievement, kind), number)


def all_accesses(session: Session, achievement: Achievement) -> Sequence[Access]:
    """The log of a record for a file."""
    return session.scalars(_log(achievement, None).limit(MOST_LINES)).all()


def interests_on(session: Session, achievement: Achievement) -> Sequence[Approach]:
    """The accepted interests by which other organisations read T2."""
    held = select(Approach).where(Approach.achievement_id == achievement.id, Approach.kind == ApproachKind.INTEREST)
    return session.scalars(
        held.where(Approach.state == ApproachState.ACCEPTED, Approach.shut_at.is_(None))
        .order_by(Approach.id.desc())
        .limit(50)
    ).all()


def _log(achievement: Achievement, kind: AccessKind | None) -> Select[Access]:
    lines = select(Access).where(Access.achievement_id == achievement.id).order_by(Access.id.desc())
    return lines if kind is None else lines.where(Access.kind == kind)


def _by_turn(found: Select[Grant]) -> Select[Grant]:
    waits, holds = Grant.state == GrantState.ASKED, Grant.state == GrantState.GRANTED
    return found.order_by(waits.desc(), holds.desc(), Grant.id.desc())


def _page(session: Session, query: Select[Row], number: int) -> Page[Row]:
    total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    number = min(max(number, 1), max(1, -(-total // PAGE_SIZE)))
    rows = session.scalars(query.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE))
    return Page(items=list(rows), total=total, number=number, size=PAGE_SIZE)
