"""What may be told of many without telling of one: counts of organisations, in bands, none under three. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from marketplace.core.clock import CHINA

FEWEST = 3  # organisations behind any figure that is shown
BANDS = (3, 6, 11, 21)  # where a band begins; the last is open


@dataclass(frozen=True, slots=True)
class Told:
    """A kind and how many organisations stand behind it: from `least` to `most`, None for no upper end."""

    kind: str
    least: int
    most: int | None


def told(seen: Iterable[tuple[str, int]]) -> list[Told]:
    """Kinds with at least three organisations behind each, the widest band first, then by name.

    `seen` are kinds with the id of an organisation; one that comes several times under a kind counts once. Bands instead
    of figures: one organisation more or less shows only at the edge of a band. No total and no remainder is told, from
    which what is held back could be reckoned.
    """
    behind: dict[str, set[int]] = {}
    for kind, organisation in seen:
        behind.setdefault(kind, set()).add(organisation)
    shown = [_band(kind, len(organisations)) for kind, organisations in behind.items() if len(organisations) >= FEWEST]
    return sorted(shown, key=lambda each: (-each.least, each.kind))


def counted_until(moment: datetime) -> datetime:
    """The beginning of the week in China: what happens during a week is told with the next, many at once."""
    local = moment.astimezone(CHINA)
    monday = local.date() - timedelta(days=local.weekday())
    return datetime.combine(monday, time(), CHINA).astimezone(moment.tzinfo)


def _band(kind: str, count: int) -> Told:
    place = max(index for index, least in enumerate(BANDS) if least <= count)
    following: Sequence[int] = BANDS[place + 1 :]
    return Told(kind, BANDS[place], following[0] - 1 if following else None)
