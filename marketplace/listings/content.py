"""What an achievement (成果) says, as plain values: the one shape that forms, imports and samples hand to the services."""

from dataclasses import dataclass, field
from datetime import date

from marketplace.taxonomy.terms import (
    CarbonClass,
    ClaimMethod,
    DisclosureTier,
    EvidenceGrade,
    IpKind,
    IpStatus,
    Level,
    PriceMode,
    Stage,
    TransferMode,
    TrlScale,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A measured value or range; one of `minimum` and `maximum` may be missing."""

    name: str
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""
    conditions: str = ""
    evidence: str = ""
    comparator_value: float | None = None  # the same quantity of what it replaces, same unit
    tier: DisclosureTier = DisclosureTier.PUBLIC


@dataclass(frozen=True, slots=True, kw_only=True)
class IntellectualProperty:
    kind: IpKind
    title: str = ""
    number: str = ""
    status: IpStatus = IpStatus.PENDING
    holder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """应用案例: where it runs and what was measured there."""

    user: str
    place: str = ""
    year: int | None = None
    scale: str = ""
    measured_result: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmissionFactor:
    name: str
    value: float
    unit: str
    source: str = ""
    year: int | None = None
    region: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimLine:
    """One term of a side of the ledger: `side` is BE, PE, LE or RE; `amount` in tCO2e a year."""

    side: str
    label: str
    formula: str = ""
    amount: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CarbonClaim:
    """减碳量. BE, PE, LE, RE in tCO2e a year, each at least 0; the net is computed, never given."""

    functional_unit: str
    boundary: str
    baseline: str
    lifetime_years: float | None = None
    annual_output: str = ""
    baseline_emissions: float = 0.0
    project_emissions: float = 0.0
    leakage_emissions: float = 0.0
    removals: float = 0.0
    uncertainty_percent: float = 0.0
    gases: tuple[str, ...] = ("CO2",)
    method: ClaimMethod = ClaimMethod.OWN
    grade: EvidenceGrade = EvidenceGrade.STATED
    factors: tuple[EmissionFactor, ...] = ()
    lines: tuple[ClaimLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AchievementContent:
    """Everything a version of an achievement says. Money in 万元, regions by GB/T 2260, industries by GB/T 4754."""

    title: str = ""
    teaser: str = ""
    problem: str = ""  # 要解决的问题
    principle: str = ""  # 怎样做到
    advantage: str = ""  # 好在哪里
    timing: str = ""  # 为何是现在
    keywords: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    inventors: tuple[str, ...] = ()
    department: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    registration_number: str = ""
    project_source: str = ""
    stage: Stage | None = None
    level: Level = Level.UNASSESSED
    trl: int | None = None
    trl_scale: TrlScale = TrlScale.NINE
    trl_evidence: str = ""
    sector: str = ""  # code of the taxonomy: frontier, energy, chemical, steel, automotive, building, agriculture
    key_technology: str = ""  # leaf code: F1 ... G4
    carbon_class: CarbonClass | None = None
    ipc: tuple[str, ...] = ()
    cpc_y02: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()  # GB/T 4754 codes, such as C30, D44
    parameters: tuple[Parameter, ...] = ()
    comparator: str = ""  # what it replaces
    comparator_value: str = ""
    comparator_cost: str = ""
    capex: float | None = None  # 万元
    opex: float | None = None  # 万元 a year
    payback_years: float | None = None
    scale: str = ""
    ip: tuple[IntellectualProperty, ...] = ()
    transfer_modes: tuple[TransferMode, ...] = ()
    price_mode: PriceMode | None = None
    price: float | None = None  # 万元
    price_note: str = ""
    claim: CarbonClaim | None = None
    cases: tuple[Case, ...] = ()
    valid_until: date | None = None
    extra: dict[str, str] = field(default_factory=dict)  # columns of an import that no field takes
