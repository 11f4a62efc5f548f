"""Which text of a need is meant: what stands, what is in work beside it, what waits for a curator, what was published before."""

from collections.abc import Callable, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from marketplace.needs.models import Need, NeedRevision, NeedRow, NeedVersion
from marketplace.needs.rules import WAITING

Pick = Callable[[Session, Need, bool], NeedRow]


def find_standing(session: Session, public_id: str, *, held: bool = False) -> Need | None:
    """The need itself. Holding it holds every text of it: two acts at once come one after the other."""
    found = select(Need).where(Need.public_id == public_id)
    if held:
        found = found.with_for_update(of=Need).execution_options(populate_existing=True)
    return session.scalar(found)


def in_work(session: Session, need: Need, held: bool = False) -> NeedRow:
    """What its owner writes on: the revision while there is one."""
    return find_revision(session, need, held) or need


def in_queue(session: Session, need: Need, held: bool = False) -> NeedRow:
    """What curators decide on: the revision while it waits for them."""
    revision = find_revision(session, need, held)
    return revision if revision is not None and revision.state in WAITING else need


def find_revision(session: Session, need: Need, held: bool = False) -> NeedRevision | None:
    found: Select[NeedRevision] = select(NeedRevision).where(NeedRevision.revises_id == need.id)
    if held:
        found = found.with_for_update(of=NeedRevision).execution_options(populate_existing=True)
    return session.scalar(found)


def versions_of(session: Session, need: Need) -> Sequence[NeedVersion]:
    """What was published, the latest first."""
    kept = select(NeedVersion).where(NeedVersion.need_id == need.id)
    return session.scalars(kept.order_by(NeedVersion.number.desc())).all()


def latest_version(session: Session, row: NeedRow) -> NeedVersion | None:
    """The snapshot of the last publication, also of the need that this text revises."""
    kept = select(NeedVersion).where(NeedVersion.need_id == (row.revises_id or row.id))
    return session.scalar(kept.order_by(NeedVersion.number.desc()).limit(1))
