"""A record of either kind as the curators' room sees it: what decides who may act, and since when it waits."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.errors import Forbidden
from marketplace.curation.rules import Kind, Nature
from marketplace.listings import policies as listing_policies
from marketplace.listings import queries as listing_queries
from marketplace.listings.models import AchievementVersion
from marketplace.listings.rules import ListingState
from marketplace.needs import policies as need_policies
from marketplace.needs import queries as need_queries
from marketplace.needs.models import NeedRow
from marketplace.needs.rules import WAITING, NeedState


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A record that was handed in."""

    kind: Kind
    record: AchievementVersion | NeedRow
    waits: bool
    nature: Nature
    due: datetime | None

    @property
    def public_id(self) -> str:
        return self.record.public_id

    @property
    def submitted_at(self) -> datetime | None:
        return self.record.submitted_at


def get_subject(session: Session, actor: Actor, kind: Kind, public_id: str) -> Subject:
    """For reading; NotFound for whoever must not know of it."""
    if kind == Kind.NEED:
        return _need(need_queries.get_need_in_queue(session, actor, public_id))
    return _listing(listing_queries.get_to_decide(session, actor, public_id))


def get_subject_to_decide(session: Session, actor: Actor, kind: Kind, public_id: str) -> Subject:
    """Held for a curator who may decide on it; Forbidden for one who takes part in it."""
    if kind == Kind.NEED:
        return _need(need_queries.get_need_to_decide(session, actor, public_id))
    version = listing_queries.get_to_decide(session, actor, public_id, lock=True)
    if not listing_policies.can_decide(actor, version):
        raise Forbidden("送审人和成果所属单位的成员不能审核它，请由另一位审核员处理。")
    return _listing(version)


def may_decide(actor: Actor, subject: Subject) -> bool:
    if isinstance(subject.record, NeedRow):
        return need_policies.can_decide(actor, subject.record)
    return listing_policies.can_decide(actor, subject.record)


def _need(need: NeedRow) -> Subject:
    nature = Nature.AGAIN if need.decided_by is not None else Nature.NEW
    if need.revises_id is not None:
        nature = Nature.REVISION
    if need.state == NeedState.DIAGNOSIS:
        nature = Nature.DIAGNOSIS
    return Subject(
        kind=Kind.NEED, record=need, waits=need.state in WAITING, nature=nature, due=need.response_due_at
    )  # fmt: skip


def _listing(version: AchievementVersion) -> Subject:
    nature = Nature.AGAIN if version.decided_by is not None else Nature.NEW
    if version.number > 1:
        nature = Nature.REVISION
    waits = version.state is ListingState.SUBMITTED
    return Subject(kind=Kind.ACHIEVEMENT, record=version, waits=waits, nature=nature, due=None)
