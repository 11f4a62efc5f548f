"""What the address of the queue says: conditions and order, and back again."""

from enum import StrEnum
from typing import Any, TypeVar

from werkzeug.datastructures import MultiDict

from marketplace.curation.queries.waiting import QueueFilter
from marketplace.curation.rules import HeldBy, Kind, Nature, QueueSort, Waited

Word = TypeVar("Word", bound=StrEnum)


def read_filter(args: MultiDict[str, str]) -> QueueFilter:
    """What the address asks for; what does not hold is left out."""
    return QueueFilter(
        kind=_one_of(Kind, args.get("kind_of")),
        sector=args.get("sector", "")[:20],
        owner=args.get("owner", "")[:60],
        text=args.get("text", "").strip()[:200],
        held=_one_of(HeldBy, args.get("held")),
        nature=_one_of(Nature, args.get("nature")),
        waited=_one_of(Waited, args.get("waited")),
        sort=_one_of(QueueSort, args.get("sort")) or QueueSort.LONGEST,
    )


def kept(wanted: QueueFilter) -> dict[str, Any]:
    """The filter as arguments of an address; what narrows nothing is left out."""
    values = {
        "kind_of": wanted.kind,
        "sector": wanted.sector,
        "owner": wanted.owner,
        "text": wanted.text,
        "held": wanted.held,
        "nature": wanted.nature,
        "waited": wanted.waited,
        "sort": "" if wanted.sort is QueueSort.LONGEST else wanted.sort,
    }
    return {name: str(value) for name, value in values.items() if value}


def _one_of(kind: type[Word], value: str | None) -> Word | None:
    return kind(value) if value in set(kind) else None
