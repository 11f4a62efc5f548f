"""What a need (需求) says, as plain values: the one shape that forms, imports and samples hand to the services."""

from dataclasses import dataclass, field
from datetime import date

from marketplace.taxonomy.terms import HandlingTrack, Operator, Priority, SolutionMode


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """A limit that a solution must or should keep; `value2` closes a `between`."""

    parameter: str
    operator: Operator
    value: float
    value2: float | None = None
    unit: str = ""
    priority: Priority = Priority.MUST
    quote: str = ""  # the words that it was read from


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedContent:
    """Everything a need says. Money in 万元, region by GB/T 2260 code."""

    title: str = ""
    problem: str = ""  # 主要问题, <= 500
    indicators: str = ""  # 关键指标, <= 500
    goal: str = ""  # 预期目标, <= 500
    keywords: tuple[str, ...] = ()
    region: str = ""  # GB/T 2260, six digits
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    sector: str = ""
    key_technology: str = ""
    industries: tuple[str, ...] = ()  # GB/T 4754
    constraints: tuple[Constraint, ...] = ()
    capacity: str = ""  # current process: capacity
    energy_use: float | None = None  # tce/a
    emissions: float | None = None  # tCO2e/a
    target_reduction: float | None = None  # tCO2e/a
    already_tried: str = ""
    minimum_trl: int | None = None
    site_limits: str = ""
    budget: float | None = None  # 万元
    deadline: date | None = None
    solution_modes: tuple[SolutionMode, ...] = ()
    anonymous: bool = False
    track: HandlingTrack = HandlingTrack.DIRECT
    extra: dict[str, str] = field(default_factory=dict)
