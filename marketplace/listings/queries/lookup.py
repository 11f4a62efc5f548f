"""Published achievements looked up in the database alone, for the time in which the search engine does not answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Text, case, cast, func, literal, or_, select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation
from marketplace.core.actor import Actor
from marketplace.core.paging import Page
from marketplace.listings.cards import ListingCard
from marketplace.listings.models import Achievement, AchievementVersion, CarbonClaim, VersionTransferMode
from marketplace.listings.policies import is_public
from marketplace.listings.queries.cards import _cards, _read

V = AchievementVersion
Values = frozenset[str]

FACETS: Mapping[str, Callable[[Values], ColumnElement[bool]]] = {
    "sector": lambda values: V.sector.in_(values),
    "technology": lambda values: V.key_technology.in_(values),
    "carbon_class": lambda values: V.carbon_class.in_(values),
    "stage": lambda values: V.stage.in_(values),
    "grade": lambda values: CarbonClaim.grade.in_(values),
    "mode": lambda values: V.id.in_(select(VersionTransferMode.version_id).where(VersionTransferMode.mode.in_(values))),
    "owner": lambda values: Organisation.code.in_(values),
    "owner_kind": lambda values: Organisation.kind.in_(values),
    "region": lambda values: or_(*(Organisation.region.startswith(_stem(value), autoescape=True) for value in values)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """What is looked up: any of the words in title or keywords, or a number of a record; facets of `FACETS`."""

    words: Sequence[str] = ()
    facets: Mapping[str, Values] = field(default_factory=dict)
    least_reduction: float | None = None
    most_reduction: float | None = None
    by_reduction: bool = False
    page: int = 1
    size: int = 20


def look_up(session: Session, actor: Actor, wanted: Lookup) -> Page[ListingCard]:
    """A page of what the public may see: most words first, then the newest."""
    conditions = [is_public(), *(FACETS[name](values) for name, values in wanted.facets.items())]
    if wanted.least_reduction is not None:
        conditions.append(CarbonClaim.conservative >= wanted.least_reduction)
    if wanted.most_reduction is not None:
        conditions.append(CarbonClaim.conservative <= wanted.most_reduction)
    said = [_says(word) for word in wanted.words]
    if said:
        conditions.append(or_(*said))
    total = session.scalar(_cards().with_only_columns(func.count(V.id)).where(*conditions)) or 0
    number = max(1, min(wanted.page, -(-total // wanted.size)))
    chosen = _cards().where(*conditions).order_by(*_order(wanted, said))
    rows = session.execute(chosen.limit(wanted.size).offset((number - 1) * wanted.size)).all()
    return Page(items=_read(session, rows), total=total, number=number, size=wanted.size)


def _order(wanted: Lookup, said: Sequence[ColumnElement[bool]]) -> list[ColumnElement[Any]]:
    newest: list[ColumnElement[Any]] = [V.published_at.desc(), V.id.desc()]
    if wanted.by_reduction:
        return [CarbonClaim.conservative.desc().nulls_last(), *newest]
    held = sum((case((each, 1), else_=0) for each in said), literal(0))
    return [held.desc(), *newest] if said else newest


def _says(word: str) -> ColumnElement[bool]:
    columns = (V.title, cast(V.keywords, Text))
    named = Achievement.public_id == word.upper()
    return or_(named, *(column.icontains(word, autoescape=True) for column in columns))


def _stem(region: str) -> str:
    """A province stands for its cities."""
    return region.removesuffix("00").removesuffix("00")
