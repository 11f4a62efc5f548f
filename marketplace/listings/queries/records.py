"""Reading achievements, each function limited to what the actor may see."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, raiseload, selectinload

from marketplace.core.actor import Actor
from marketplace.core.errors import Forbidden, NotFound
from marketplace.listings import policies
from marketplace.listings.models import Achievement, AchievementVersion, CarbonClaim, Picture
from marketplace.listings.rules import VISIBLE, ListingState

V = AchievementVersion
IN_WORK = frozenset({ListingState.DRAFT, ListingState.SUBMITTED, ListingState.RETURNED})
CAME_OUT = VISIBLE | {ListingState.EXPIRED, ListingState.WITHDRAWN}
GONE = frozenset({ListingState.WITHDRAWN, ListingState.EXPIRED})
UNKNOWN = "没有编号为“%(id)s”的成果。它可能已被移走，或编号有误。"
WHOLE = (
    selectinload(V.parameters),
    selectinload(V.ip),
    selectinload(V.cases),
    selectinload(V.attachments),
    selectinload(V.pictures).selectinload(Picture.renditions),
    joinedload(V.claim).options(selectinload(CarbonClaim.factors), selectinload(CarbonClaim.lines)),
)


def get_listing(session: Session, actor: Actor, public_id: str) -> AchievementVersion:
    """The version that the public reads, with all its parts; NotFound when there is none."""
    version = session.scalar(_of(public_id).where(V.state.in_(VISIBLE)).options(*WHOLE))
    if version is None:
        raise NotFound(UNKNOWN, id=public_id)
    return version


def get_version(session: Session, actor: Actor, public_id: str, number: int) -> AchievementVersion:
    """A version by its number; drafts only for those who may see them, old versions only while the record is public."""
    version = session.scalar(_of(public_id).where(V.number == number).options(*WHOLE))
    if version is None or not policies.can_see(actor, version):
        raise NotFound(UNKNOWN, id=public_id)
    if version.state is ListingState.SUPERSEDED and not policies.sees_all(actor, version):
        get_listing(session, actor, public_id)
    return version


def get_to_decide(session: Session, actor: Actor, public_id: str, *, lock: bool = False) -> AchievementVersion:
    """The version in work, or else the newest, for a curator; remarks included. `lock` holds its row."""
    version = session.scalar(_foremost(public_id, lock))
    if version is None or not policies.can_see(actor, version):
        raise NotFound(UNKNOWN, id=public_id)
    if not policies.is_curator(actor):
        raise Forbidden("只有审核员可以审核成果。")
    return version


def handed_in(session: Session, public_ids: Sequence[str]) -> Sequence[AchievementVersion]:
    """The versions of these records that wait for a curator, whole, in a few statements."""
    waits = (
        select(V).join(V.achievement).where(Achievement.public_id.in_(public_ids), V.state == ListingState.SUBMITTED)
    )
    return session.scalars(waits.options(*WHOLE)).all() if public_ids else []


def get_to_edit(session: Session, actor: Actor, public_id: str, *, lock: bool = False) -> AchievementVersion:
    """The version in work, or else the newest; for the owner's members. `lock` holds its row until the commit."""
    version = session.scalar(_foremost(public_id, lock))
    if version is None or not policies.can_see(actor, version):
        raise NotFound(UNKNOWN, id=public_id)
    if not policies.can_edit(actor, version.achievement):
        raise Forbidden("只有成果所属单位的成员可以修改它。")
    return version


def get_to_look_after(session: Session, actor: Actor, public_id: str, *, lock: bool = False) -> AchievementVersion:
    """The version that came out: visible, expired or taken off; for the owner's side and the curators."""
    query = _of(public_id).where(V.state.in_(CAME_OUT)).order_by(V.number.desc()).limit(1)
    query = query.options(joinedload(V.withdrawal)).execution_options(populate_existing=lock)
    version = session.scalar(query.with_for_update(of=V) if lock else query)
    if version is None or not policies.can_see(actor, version):
        raise NotFound(UNKNOWN, id=public_id)
    if not policies.can_look_after(actor, version.achievement):
        raise Forbidden("只有成果所属单位的成员和审核员可以这样做。")
    return version


def find_gone(session: Session, public_id: str) -> AchievementVersion | None:
    """The withdrawn or expired version of a record that no longer shows: its tombstone."""
    gone = _of(public_id).where(V.state.in_(GONE)).order_by(V.number.desc()).limit(1)
    return session.scalar(gone.options(joinedload(V.withdrawal)))


def find_successor(session: Session, version: AchievementVersion) -> str:
    """The public id of the visible record that stands in the place of a withdrawn one; blank when there is none."""
    named = version.withdrawal.successor if version.withdrawal else ""
    if not named:
        return ""
    shown = select(Achievement.public_id).join(Achievement.versions)
    return session.scalar(shown.where(Achievement.public_id == named, V.state.in_(VISIBLE))) or ""


def get_history_subject(session: Session, actor: Actor, public_id: str) -> AchievementVersion:
    """The newest version of a record, for those who may read its history: the owner's side and the curators."""
    newest = _of(public_id).order_by(V.number.desc()).limit(1)
    version = session.scalar(newest.options(raiseload("*"), joinedload(V.achievement).joinedload(Achievement.owner)))
    if version is None or not policies.can_see(actor, version):
        raise NotFound(UNKNOWN, id=public_id)
    if not policies.sees_all(actor, version):
        raise Forbidden("只有成果所属单位的成员和审核员可以看它的经过。")
    return version


def versions_of(session: Session, actor: Actor, public_id: str) -> Sequence[AchievementVersion]:
    """The versions of a record that the actor may see, newest first, without their parts."""
    query = _of(public_id).options(raiseload("*"), joinedload(V.achievement).joinedload(Achievement.owner))
    return [version for version in session.scalars(query.order_by(V.number.desc())) if policies.can_see(actor, version)]


def find_imported(session: Session, source_system: str, source_key: str) -> Achievement | None:
    """The record that an import made before."""
    return session.scalar(
        select(Achievement).where(Achievement.source_system == source_system, Achievement.source_key == source_key)
    )


def _of(public_id: str) -> Select[AchievementVersion]:
    return select(V).join(V.achievement).where(Achievement.public_id == public_id)


def _foremost(public_id: str, lock: bool) -> Select[AchievementVersion]:
    """The version in work, or else the newest, whole; locked rows are read anew."""
    query = _of(public_id).order_by(V.state.in_(IN_WORK).desc(), V.number.desc()).limit(1)
    query = query.options(*WHOLE, selectinload(V.remarks), joinedload(V.withdrawal)).execution_options(
        populate_existing=lock
    )
    return query.with_for_update(of=V) if lock else query
