"""A deal as boards and lists show it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from marketplace.core.clock import now, today
from marketplace.deals.rules import STAGES, DealState, Pipeline, Stage, Turn, next_stage


@dataclass(frozen=True, slots=True, kw_only=True)
class DealCard:
    """`value` in 万元, `tco2e` a year, `lock` for the forms on the card."""

    id: int
    public_id: str
    title: str
    provider: str
    seeker: str
    broker: str | None
    pipeline: Pipeline
    stage: Stage
    state: DealState
    probability: int
    value: Decimal | None
    tco2e: float | None
    expected_close: date | None
    turn: Turn
    next_step: str
    next_due: date | None
    turn_since: datetime
    lock: int

    @property
    def days_late(self) -> int:
        """Days since the next step was due; 0 or less when it is not late."""
        return (today() - self.next_due).days if self.next_due else 0

    @property
    def days_waiting(self) -> int:
        return (now() - self.turn_since).days

    @property
    def earlier(self) -> Stage | None:
        way = STAGES[self.pipeline]
        place = way.index(self.stage)
        return way[place - 1] if place else None

    @property
    def later(self) -> Stage | None:
        return next_stage(self.pipeline, self.stage)

    @property
    def is_mine(self) -> bool:
        """The broker's turn."""
        return self.turn is Turn.BROKER


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Sums over deals: number, 万元 in full and weighted, tCO2e a year in full and weighted."""

    count: int = 0
    value: Decimal = Decimal(0)
    weighted: Decimal = Decimal(0)
    tco2e: float = 0.0
    weighted_tco2e: float = 0.0

    def __add__(self, other: "Totals") -> "Totals":
        return Totals(
            count=self.count + other.count,
            value=self.value + other.value,
            weighted=self.weighted + other.weighted,
            tco2e=round(self.tco2e + other.tco2e, 6),
            weighted_tco2e=round(self.weighted_tco2e + other.weighted_tco2e, 6),
        )
