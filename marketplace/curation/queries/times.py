"""Reading how long records waited, and how long those wait that are not decided; for curators and administrators."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Person
from marketplace.core.actor import Actor
from marketplace.core.clock import CHINA, now, today
from marketplace.core.errors import Forbidden
from marketplace.curation.models import QueueDecision
from marketplace.curation.rules import Kind
from marketplace.curation.times import IN_TIME, Waited, ninetieth
from marketplace.listings.models import AchievementVersion
from marketplace.listings.rules import ListingState
from marketplace.needs.models import NeedRow
from marketplace.needs.rules import WAITING

MONTHS = (3, 12, 24)
FINAL = ("publish", "return", "reject", "keep")  # a diagnosis decides nothing yet


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingNow:
    """How many of a kind wait at this moment; hours since they were handed in, and how many are past 48 hours."""

    kind: Kind
    count: int
    median: float
    ninety: float
    longest: float
    late: int


def waited_since(session: Session, actor: Actor, months: int) -> list[Waited]:
    """The decisions of the last months, the present one among them; one statement."""
    _refuse_others(actor)
    found = (
        select(QueueDecision.kind, QueueDecision.submitted_at, QueueDecision.decided_at, Person.name)
        .outerjoin(Person, Person.id == QueueDecision.person_id)
        .where(QueueDecision.act.in_(FINAL), QueueDecision.decided_at >= _first_moment(months))
        .order_by(QueueDecision.decided_at)
    )
    return [
        Waited(kind=kind, hours=(decided - submitted) / timedelta(hours=1), decided_at=decided, person=name or "")
        for kind, submitted, decided, name in session.execute(found)
    ]


def waiting_now(session: Session, actor: Actor) -> list[WaitingNow]:
    """What waits, of each kind; two statements."""
    _refuse_others(actor)
    listings = select(AchievementVersion.submitted_at).where(AchievementVersion.state == ListingState.SUBMITTED)
    needs = select(NeedRow.submitted_at).where(NeedRow.state.in_(WAITING))
    since = {Kind.ACHIEVEMENT: session.scalars(listings).all(), Kind.NEED: session.scalars(needs).all()}
    return [_now_of(kind, [moment for moment in moments if moment]) for kind, moments in since.items()]


def answers() -> Select[str, datetime, datetime]:
    """For the report on the 48 hours: every need that was decided on, when it was handed in, and when it was decided."""
    decided = select(QueueDecision.subject_id, QueueDecision.submitted_at, QueueDecision.decided_at)
    return decided.where(QueueDecision.kind == Kind.NEED, QueueDecision.act.in_(FINAL))


def _now_of(kind: Kind, since: list[datetime]) -> WaitingNow:
    hours = sorted((now() - moment) / timedelta(hours=1) for moment in since)
    if not hours:
        return WaitingNow(kind=kind, count=0, median=0, ninety=0, longest=0, late=0)
    late = sum(each > IN_TIME for each in hours) if kind == Kind.NEED else 0
    return WaitingNow(
        kind=kind, count=len(hours), median=median(hours), ninety=ninetieth(hours), longest=hours[-1], late=late
    )  # fmt: skip


def _first_moment(months: int) -> datetime:
    """The beginning, in China, of the month that is `months` - 1 before this one."""
    day = today()
    place = day.year * 12 + day.month - months
    return datetime.combine(date(place // 12, place % 12 + 1, 1), datetime.min.time(), tzinfo=CHINA)


def _refuse_others(actor: Actor) -> None:
    if not (actor.is_curator or actor.is_admin):
        raise Forbidden("只有审核员和系统管理员可以看等待时间。")
