"""Cards of achievements: columns instead of records, in two statements for any number of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, Row, Select, bindparam, select, union_all
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation
from marketplace.core.actor import Actor
from marketplace.listings import policies
from marketplace.listings.cards import ListingCard
from marketplace.listings.models import Achievement, AchievementVersion, CarbonClaim, VersionTransferMode
from marketplace.listings.rules import VISIBLE
from marketplace.taxonomy.terms import TransferMode

V = AchievementVersion
WANTED: BindParameter[Any] = bindparam("wanted", expanding=True)
SHOWN = (
    Achievement.public_id, V.title, V.teaser, V.problem, V.principle, V.advantage, V.timing, V.keywords,
    Organisation.name.label("owner"), V.sector, V.key_technology, V.carbon_class, V.stage, V.trl, V.trl_scale,
    V.price_mode, V.price, CarbonClaim.conservative, CarbonClaim.grade, V.published_at,
)  # fmt: skip
NAMES = tuple(column.key for column in SHOWN)


def cards(session: Session, actor: Actor, public_ids: Sequence[str]) -> dict[str, ListingCard]:
    """The visible versions of these records by public id."""
    if not public_ids:
        return {}
    rows = session.connection().execute(_by_public_id(), {"wanted": list(public_ids)}).all()  # columns need no mapper
    return {card.public_id: card for card in _read(session, rows)}


def owners_of(session: Session, public_ids: Sequence[str]) -> dict[str, int]:
    """Who owns those of these records that everybody may see, by public id."""
    if not public_ids:
        return {}
    rows = session.connection().execute(_owners(), {"wanted": list(public_ids)})
    return {row[0]: row[1] for row in rows}


def latest_published(session: Session, actor: Actor, limit: int = 5) -> list[ListingCard]:
    """What was published last: the newest of each visible state by the index, and of these the newest."""
    newest = (V.published_at.desc(), V.id.desc())
    of_each = (select(V.id).where(V.state == state).order_by(*newest).limit(limit) for state in sorted(VISIBLE))
    found = union_all(*(select(each.subquery().c.id) for each in of_each))
    chosen = _cards().where(V.id.in_(found)).order_by(*newest).limit(limit)
    return _read(session, session.execute(chosen).all())


@lru_cache  # composing and comparing so wide a statement costs as much as running it
def _by_public_id() -> Select[*tuple[object, ...]]:
    return _cards().where(Achievement.public_id.in_(WANTED), policies.is_public())


@lru_cache
def _owners() -> Select[str, int]:
    owned = select(Achievement.public_id, Achievement.owner_id).select_from(V).join(V.achievement)
    return owned.where(Achievement.public_id.in_(WANTED), policies.is_public())


@lru_cache
def _modes_of() -> Select[int, TransferMode]:
    mode = VersionTransferMode
    return select(mode.version_id, mode.mode).where(mode.version_id.in_(WANTED)).order_by(mode.position)


def _cards() -> Select[*tuple[object, ...]]:
    return select(V.id, *SHOWN).join(V.achievement).join(Achievement.owner).outerjoin(V.claim)


def _read(session: Session, rows: Sequence[Row[*tuple[object, ...]]]) -> list[ListingCard]:
    modes = _modes(session, [row.id for row in rows])
    return [_card(row, modes[row.id]) for row in rows]


def _modes(session: Session, versions: Iterable[int]) -> defaultdict[int, tuple[TransferMode, ...]]:
    """The ways of transfer of each version, in its own order."""
    found: defaultdict[int, tuple[TransferMode, ...]] = defaultdict(tuple)
    for version, way in session.connection().execute(_modes_of(), {"wanted": list(versions)}):
        found[version] += (way,)
    return found


def _card(row: Row[*tuple[object, ...]], modes: tuple[TransferMode, ...]) -> ListingCard:
    said: dict[str, Any] = dict(zip(NAMES, row[1:], strict=True))
    return ListingCard(**said | {"keywords": tuple(said["keywords"])}, transfer_modes=modes)
