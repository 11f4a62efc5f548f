"""Finds what is new for what people follow: by the same search and the same pairs as their pages, as the person they are now."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Person
from marketplace.accounts.queries import actor_for
from marketplace.core.actor import Actor
from marketplace.core.clock import now
from marketplace.core.errors import NotFound
from marketplace.core.outbox import OutboxEntry
from marketplace.discovery.finding import query_of, read_records
from marketplace.discovery.question import Kind, Order, Question
from marketplace.following.models import Watch, WatchFind
from marketplace.following.queries import question_of
from marketplace.following.rules import WatchKind
from marketplace.listings import queries as listings
from marketplace.listings.models import Achievement, AchievementVersion
from marketplace.matching.models import MatchPair
from marketplace.needs.models import Need
from marketplace.needs.queries import get_need
from search.ports import Reader
from search.types import Scope

LOOKED_THROUGH = 200  # of an answer, best first: what stands farther down is no news
SLACK = timedelta(minutes=2)  # the index shows a change a little later than the database


@dataclass(frozen=True, slots=True)
class New:
    """A record to note as found."""

    kind: Kind
    record: str


def new_for(session: Session, reader: Reader, watch: Watch) -> list[New]:
    """What came out since the person began to follow and was not found yet."""
    person = session.get(Person, watch.person_id)
    if person is None or not person.active:
        return []
    actor = actor_for(person)
    found = (
        _by_search(session, reader, actor, watch)
        if watch.kind is WatchKind.SEARCH
        else _by_pairs(session, actor, watch)
    )
    known = set(session.scalars(select(WatchFind.record).where(WatchFind.watch_id == watch.id)))
    return [each for each in found if each.record not in known]


def news_until(session: Session) -> datetime:
    """Up to which moment everything that came out is in the index and judged: the oldest promise that waits, or now."""
    oldest = session.scalar(select(func.min(OutboxEntry.created_at)))
    return min(oldest or now(), now()) - SLACK


def latest_news(session: Session) -> datetime | None:
    """When a record came out or a pair was found last."""
    moments = (
        session.scalar(select(func.max(AchievementVersion.published_at))),
        session.scalar(select(func.max(Need.published_at))),
        session.scalar(select(func.max(MatchPair.found_at))),
    )
    return max((each for each in moments if each is not None), default=None)


def unchecked(session: Session, latest: datetime, limit: int) -> Sequence[int]:
    """The ids of watches that were not looked through since the latest news, the longest waiting first."""
    waits = Watch.deleted_at.is_(None) & (Watch.checked_at <= latest)
    return session.scalars(select(Watch.id).where(waits).order_by(Watch.checked_at, Watch.id).limit(limit)).all()


def _by_search(session: Session, reader: Reader, actor: Actor, watch: Watch) -> list[New]:
    """The search page's answer, of which what was published later is new; without words, the newest that pass the filters."""
    question = question_of(watch)
    if not (question.asks or watch.text):
        question = question.ordered(Order.NEWEST)
    text = " ".join(part for part in (question.text, watch.text) if part)
    query = replace(query_of(_whole(question), text), count_facets=(), count_numbers=(), offset=0, limit=LOOKED_THROUGH)
    hits = reader.search(query, Scope(tokens=actor.scope_tokens())).hits
    records = read_records(session, actor, question.kind, [hit.id for hit in hits])
    return [
        New(question.kind, hit.id)
        for hit in hits
        if (record := records.get(hit.id)) and record.published_at and record.published_at > watch.created_at
    ]


def _whole(question: Question) -> Question:
    return replace(question, page=1, document="")


def _by_pairs(session: Session, actor: Actor, watch: Watch) -> list[New]:
    """Pairs found later that break no must, of a record that the person still sees."""
    if not _still_seen(session, actor, watch):
        return []
    pairs = select(Achievement.public_id, Need.public_id).select_from(MatchPair)
    pairs = pairs.join(Need, MatchPair.need_id == Need.id).join(Achievement, MatchPair.achievement_id == Achievement.id)
    own = (
        MatchPair.need_id == watch.need_id
        if watch.kind is WatchKind.NEED
        else MatchPair.achievement_id == watch.achievement_id
    )
    rows = session.execute(
        pairs.where(own, MatchPair.broken.is_(False), MatchPair.found_at > watch.created_at).order_by(
            MatchPair.score.desc(), MatchPair.id
        )
    ).all()
    kind, place = (Kind.ACHIEVEMENT, 0) if watch.kind is WatchKind.NEED else (Kind.NEED, 1)
    ids = [row[place] for row in rows]
    seen = read_records(session, actor, kind, ids)
    return [New(kind, each) for each in ids if each in seen]


def _still_seen(session: Session, actor: Actor, watch: Watch) -> bool:
    try:
        if watch.need is not None:
            get_need(session, actor, watch.need.public_id)
            return True
    except NotFound:
        return False
    return watch.achievement is not None and bool(listings.cards(session, actor, [watch.achievement.public_id]))
