"""What a need asks for, from a record or from a text: words to search by, limits to judge by."""

from dataclasses import dataclass

from marketplace.matching.judge import limits_of_need
from marketplace.matching.reader.reading import Limit
from marketplace.needs.content import Constraint
from marketplace.needs.mapping import constraint_of
from marketplace.needs.models import Need
from marketplace.taxonomy.terms import Priority

LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A need as the matcher sees it."""

    title: str
    text: str
    limits: tuple[Limit, ...]
    sector: str = ""
    minimum_trl: int | None = None

    @property
    def words(self) -> str:
        return f"{self.title}。{self.text}"


def asked_by(need: Need) -> Asked:
    """What a recorded need asks: the limits that its owner confirmed, or those in its words if there are none."""
    text = "\n".join(part for part in (need.problem, need.indicators, need.goal) if part)
    confirmed = tuple(_limit(constraint_of(row)) for row in need.constraints)
    read = tuple(limits_of_need(need.title, "\n".join((need.indicators, need.goal))))
    return Asked(
        title=need.title, text=text, limits=confirmed or read, sector=need.sector, minimum_trl=need.minimum_trl
    )


def asked_in(text: str) -> Asked:
    """What a text asks: its first line is the title when it is short enough for one."""
    first, _break, rest = text.strip().partition("\n")
    title, body = (first.strip(), rest.strip()) if rest and len(first) <= LONGEST_TITLE else ("", text.strip())
    return Asked(title=title, text=body, limits=tuple(limits_of_need(title, body)))


def _limit(constraint: Constraint) -> Limit:
    return Limit(
        parameter=constraint.parameter,
        operator=constraint.operator.value,
        value=constraint.value,
        value2=constraint.value2,
        unit=constraint.unit,
        wish=constraint.priority is Priority.WANT,
    )
