"""An achievement as lists show it: what everybody may read, and only what a card needs of it."""

from dataclasses import dataclass
from datetime import datetime

from marketplace.taxonomy.terms import CarbonClass, EvidenceGrade, PriceMode, Stage, TransferMode, TrlScale


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingCard:
    """The visible version of one achievement; `owner` is a name, `conservative` tCO2e a year, None without a claim."""

    public_id: str
    title: str
    teaser: str
    problem: str
    principle: str
    advantage: str
    timing: str
    keywords: tuple[str, ...]
    owner: str
    sector: str
    key_technology: str
    carbon_class: CarbonClass | None
    stage: Stage | None
    trl: int | None
    trl_scale: TrlScale
    transfer_modes: tuple[TransferMode, ...]
    price_mode: PriceMode | None
    price: float | None
    conservative: float | None
    grade: EvidenceGrade | None
    published_at: datetime | None
