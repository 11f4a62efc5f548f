"""From a published achievement to the document that search holds: only what everybody may read."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from marketplace.core.clock import CHINA
from marketplace.listings.maturity import on_nine
from marketplace.listings.models import Achievement, AchievementVersion, Parameter
from marketplace.listings.policies import is_public
from marketplace.listings.rules import VISIBLE
from marketplace.taxonomy.catalogue import catalogue
from marketplace.taxonomy.terms import DisclosureTier
from search.types import Document, Passage

V = AchievementVersion
KIND = "achievement"
SHORT = 260  # passages are joined up to about this many characters: an embedded text is paid for one by one
EPOCH = date(1970, 1, 1)


def project(session: Session, public_ids: Sequence[str]) -> list[Document]:
    """The documents of those records that are published; the same few statements for any number."""
    if not public_ids:
        return []
    query = (
        select(V)
        .join(V.achievement)
        .where(Achievement.public_id.in_(public_ids), is_public())
        .options(joinedload(V.claim), selectinload(V.parameters), selectinload(V.cases))
    )
    return [document_of(version) for version in session.scalars(query)]


def searchable_ids(session: Session) -> list[str]:
    """The public ids of everything that search should hold."""
    query = select(Achievement.public_id).join(Achievement.versions).where(V.state.in_(VISIBLE))
    return list(session.scalars(query.order_by(Achievement.public_id)))


def document_of(version: AchievementVersion) -> Document:
    """What search knows of a version."""
    return Document(
        id=version.public_id,
        kind=KIND,
        title=version.title,
        passages=tuple(_joined(_passages(version))),
        keywords=tuple(version.keywords),
        facets={name: values for name, values in _facets(version).items() if values},
        numbers={name: value for name, value in _numbers(version).items() if value is not None},
        scopes=frozenset({"public"}),
        version=_version(version),
    )


def _passages(version: AchievementVersion) -> Iterator[Passage]:
    yield Passage(name="teaser", text=version.teaser.strip())
    for name in ("problem", "principle", "advantage", "timing"):
        yield Passage(name=name, text=getattr(version, name).strip())
    shown = (_described(entry) for entry in version.parameters if entry.tier is DisclosureTier.PUBLIC)
    yield Passage(name="parameters", text="；".join(filter(None, shown)))
    cases = (
        "，".join(filter(None, (entry.user, entry.place, entry.scale, entry.measured_result)))
        for entry in version.cases
    )
    yield Passage(name="cases", text="；".join(filter(None, cases)))


def _joined(passages: Iterator[Passage]) -> Iterator[Passage]:
    """Leave out blanks; join neighbours that stay short together, under the name of the first. The teaser stands alone."""
    held: Passage | None = None
    for passage in passages:
        if not passage.text:
            continue
        if held and held.name != "teaser" and len(held.text) + len(passage.text) <= SHORT:
            held = Passage(name=held.name, text=f"{held.text}\n{passage.text}")
            continue
        if held:
            yield held
        held = passage
    if held:
        yield held


def _described(entry: Parameter) -> str:
    """再生能耗 2.35-2.45 GJ/tCO2."""
    low, high = entry.minimum, entry.maximum
    if low is None and high is None:
        return ""
    if low is None or high is None:
        value = f"≤{high:g}" if low is None else f"≥{low:g}"
    else:
        value = f"{low:g}" if low == high else f"{low:g}-{high:g}"
    return f"{entry.name} {value} {entry.unit}".strip()


def _facets(version: AchievementVersion) -> dict[str, tuple[str, ...]]:
    owner, claim = version.achievement.owner, version.claim
    province = catalogue().province_of(owner.region)
    return {
        "sector": _given(version.sector),
        "technology": _given(version.key_technology),
        "carbon_class": _given(version.carbon_class),
        "stage": _given(version.stage),
        "mode": tuple(mode.value for mode in version.transfer_modes),
        "region": tuple(dict.fromkeys(filter(None, (province, owner.region)))),
        "owner_kind": (owner.kind.value,),
        "owner": (owner.code,),
        "grade": _given(claim.grade if claim else None),
        "level": _given(version.level),
        "industry": tuple(version.industries),
    }


def _numbers(version: AchievementVersion) -> dict[str, float | None]:
    trl = on_nine(version.trl, version.trl_scale)
    return {
        "trl": None if trl is None else float(trl),
        "reduction": version.claim.conservative if version.claim else None,
        "published": _days(version.published_at),
        "price": version.price,
    }


def _days(moment: datetime | None) -> float | None:
    """Days since 1970, by the Chinese calendar."""
    return None if moment is None else float((moment.astimezone(CHINA).date() - EPOCH).days)


def _version(version: AchievementVersion) -> int:
    """Rises with every change of what is published: milliseconds of the last one."""
    return int(max(version.updated_at, version.published_at or version.updated_at).timestamp() * 1000)


def _given(value: object) -> tuple[str, ...]:
    return (str(value),) if value else ()
