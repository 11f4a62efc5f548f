"""Reading what people follow: each only their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.errors import NotFound
from marketplace.core.paging import Page
from marketplace.discovery.finding import Record, read_records
from marketplace.discovery.question import Kind, Question
from marketplace.discovery.reading import read_question
from marketplace.following.models import LetterPace, Watch, WatchFind
from marketplace.following.rules import WatchKind

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A record found for what is followed, as this reader may see it; `new` since the last visit."""

    kind: Kind
    record: Record
    found_at: datetime
    new: bool


def question_of(watch: Watch) -> Question:
    """The question that a saved search asks."""
    return read_question(parse_qsl(watch.query))[0]


def watches_of(session: Session, actor: Actor) -> Sequence[Watch]:
    """What the actor follows, the latest first; a person follows so few that they stand on one page."""
    own = _own(actor).where(Watch.deleted_at.is_(None))
    return session.scalars(own.order_by(Watch.id.desc())).all()


def counts_of(session: Session, actor: Actor) -> Mapping[int, tuple[int, int]]:
    """How much was found for each, and how much of it since the last visit; one statement."""
    new = or_(Watch.seen_at.is_(None), WatchFind.found_at > Watch.seen_at)
    rows = session.execute(
        select(WatchFind.watch_id, func.count(), func.sum(case((new, 1), else_=0)))
        .join(Watch, WatchFind.watch_id == Watch.id)
        .where(Watch.person_id == actor.person_id, Watch.deleted_at.is_(None))
        .group_by(WatchFind.watch_id)
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def get_watch(session: Session, actor: Actor, public_id: str, deleted: bool = False) -> Watch:
    """The actor's own; NotFound for everybody else's and, unless asked for, for what was deleted."""
    found = session.scalar(_own(actor).where(Watch.public_id == public_id))
    if found is None or (found.deleted_at is not None and not deleted):
        raise NotFound("没有这项关注。它可能已被删除。")
    return found


def find_watch(session: Session, actor: Actor, kind: WatchKind, record_id: int) -> Watch | None:
    """How the actor follows a need or a result, be it deleted or not."""
    column = Watch.need_id if kind is WatchKind.NEED else Watch.achievement_id
    return session.scalar(_own(actor).where(Watch.kind == kind, column == record_id).limit(1))


def follows(session: Session, actor: Actor, kind: WatchKind, record_id: int) -> Watch | None:
    """How the actor follows a need or a result now."""
    held = find_watch(session, actor, kind, record_id) if actor.signed_in else None
    return held if held is not None and held.deleted_at is None else None


def finds_of(session: Session, actor: Actor, watch: Watch, number: int = 1) -> Page[Found]:
    """A page of what was found, the latest first; what the actor may no longer see is left out."""
    of_it = WatchFind.watch_id == watch.id
    total = session.scalar(select(func.count()).where(of_it)) or 0
    number = min(max(number, 1), max(1, -(-total // PAGE_SIZE)))
    rows = session.scalars(
        select(WatchFind)
        .where(of_it)
        .order_by(WatchFind.found_at.desc(), WatchFind.id.desc())
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    ).all()
    records = seen_by(session, actor, rows)
    since = watch.seen_before
    items = [
        Found(
            kind=row.kind,
            record=records[row.record],
            found_at=row.found_at,
            new=since is None or row.found_at > since,
        )
        for row in rows
        if row.record in records
    ]
    return Page(items=items, total=total, number=number, size=PAGE_SIZE)


def seen_by(session: Session, actor: Actor, finds: Sequence[WatchFind]) -> dict[str, Record]:
    """The records of finds that the actor may see now, by public id."""
    records: dict[str, Record] = {}
    for kind in Kind:
        records.update(read_records(session, actor, kind, [each.record for each in finds if each.kind is kind]))
    return records


def pace_of(session: Session, actor: Actor) -> LetterPace | None:
    """How often the actor wants the letter; None until they follow something."""
    return session.get(LetterPace, actor.person_id) if actor.signed_in else None


def _own(actor: Actor) -> Select[Watch]:
    return select(Watch).where(Watch.person_id == actor.person_id)
