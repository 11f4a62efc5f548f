"""Cards of achievements: columns instead of records, in two statements for any number of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation
from marketplace.core.actor import Actor
from marketplace.listings import policies
from marketplace.listings.cards import ListingCard
from marketplace.listings.models import Achievement, AchievementVersion, CarbonClaim, VersionTransferMode
from marketplace.listings.rules import VISIBLE
from marketplace.taxonomy.terms import TransferMode

V = AchievementVersion
SHOWN = (
    Achievement.public_id, V.title, V.teaser, V.problem, V.principle, V.advantage, V.timing, V.keywords,
    Organisation.name.label("owner"), V.sector, V.key_technology, V.carbon_class, V.stage, V.trl, V.trl_scale,
    V.price_mode, V.price, CarbonClaim.conservative, CarbonClaim.grade, V.published_at,
)  # fmt: skip


def cards(session: Session, actor: Actor, public_ids: Sequence[str]) -> dict[str, ListingCard]:
    """The visible versions of these records by public id."""
    if not public_ids:
        return {}
    chosen = _cards().where(Achievement.public_id.in_(public_ids), policies.is_public())
    return {card.public_id: card for card in _read(session, chosen)}


def latest_published(session: Session, actor: Actor, limit: int = 5) -> list[ListingCard]:
    """What was published last."""
    chosen = _cards().where(V.state.in_(VISIBLE)).order_by(V.published_at.desc(), V.id.desc()).limit(limit)
    return _read(session, chosen)


def _cards() -> Select[*tuple[object, ...]]:
    return select(V.id, *SHOWN).join(V.achievement).join(Achievement.owner).outerjoin(V.claim)


def _read(session: Session, chosen: Select[*tuple[object, ...]]) -> list[ListingCard]:
    rows = session.execute(chosen).all()
    modes = _modes(session, [row.id for row in rows])
    return [_card(row, modes[row.id]) for row in rows]


def _modes(session: Session, versions: Iterable[int]) -> defaultdict[int, tuple[TransferMode, ...]]:
    """The ways of transfer of each version, in its own order."""
    mode = VersionTransferMode
    chosen = select(mode.version_id, mode.mode).where(mode.version_id.in_(versions)).order_by(mode.position)
    found: defaultdict[int, tuple[TransferMode, ...]] = defaultdict(tuple)
    for version, way in session.execute(chosen):
        found[version] += (way,)
    return found


def _card(row: Row[*tuple[object, ...]], modes: tuple[TransferMode, ...]) -> ListingCard:
    said = row._asdict()
    del said["id"]
    return ListingCard(**said | {"keywords": tuple(said["keywords"])}, transfer_modes=modes)
