"""What a need asks for, from a record or from a text: words to search by, limits to judge by."""

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.matching.judge import limits_of_need
from marketplace.matching.reader.reading import Limit
from marketplace.needs.content import Constraint
from marketplace.needs.mapping import constraint_of
from marketplace.needs.models import Need
from marketplace.taxonomy.terms import Priority, SolutionMode

LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A need as the matcher sees it."""

    title: str
    text: str
    limits: tuple[Limit, ...]
    sector: str = ""
    key_technology: str = ""
    minimum_trl: int | None = None
    modes: tuple[SolutionMode, ...] = ()
    budget: float | None = None

    @property
    def words(self) -> str:
        return f"{self.title}。{self.text}"


def asked_by(need: Need) -> Asked:
    """What a recorded need asks: the limits that its owner confirmed, or those in its words if there are none."""
    text = "\n".join(part for part in (need.problem, need.indicators, need.goal) if part)
    read = tuple(limits_of_need(need.title, "\n".join((need.indicators, need.goal, need.site_limits))))
    confirmed = tuple(_limit(constraint_of(row), read) for row in need.constraints)
    return Asked(
        title=need.title,
        text=text,
        limits=confirmed or read,
        sector=need.sector,
        key_technology=need.key_technology,
        minimum_trl=need.minimum_trl,
        modes=tuple(row.mode for row in need.modes),
        budget=need.budget,
    )


def asked_in(text: str) -> Asked:
    """What a text asks: its first line is the title when it is short enough for one."""
    first, _break, rest = text.strip().partition("\n")
    title, body = (first.strip(), rest.strip()) if rest and len(first) <= LONGEST_TITLE else ("", text.strip())
    return Asked(title=title, text=body, limits=tuple(limits_of_need(title, body)))


def _limit(constraint: Constraint, read: Sequence[Limit]) -> Limit:
    """A confirmed limit; the conditions that its words set are read again, for the form holds none."""
    said = (constraint.operator.value, constraint.value, constraint.value2, constraint.unit)
    same = next((each for each in read if (each.operator, each.value, each.value2, each.unit) == said), None)
    words = same if constraint.quote else None
    return Limit(
        parameter=constraint.parameter,
        operator=constraint.operator.value,
        value=constraint.value,
        value2=constraint.value2,
        unit=constraint.unit,
        wish=constraint.priority is Priority.WANT,
        conditions=words.conditions if words else (),
        about=words.about if words else False,
        band=words.band if words else False,
    )
