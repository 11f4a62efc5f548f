"""The platform in figures: counted from the database, a fixed number of statements, held for a minute a process."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from marketplace.core.clock import now
from marketplace.listings import queries as listings
from marketplace.listings.models import AchievementVersion, CarbonClaim
from marketplace.listings.rules import VISIBLE
from marketplace.needs import queries as needs
from marketplace.taxonomy.catalogue import catalogue
from marketplace.taxonomy.terms import CarbonClass, EvidenceGrade

HELD = timedelta(minutes=1)
TESTED = (EvidenceGrade.TESTED, EvidenceGrade.VERIFIED, EvidenceGrade.MEASURED)  # E2 and above


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What the public can find, as of a moment. `conservative` in tCO2e a year; `matrix` by sector and class."""

    at: datetime
    results: int
    owners: int
    needs: int
    tested: int
    conservative: float
    matrix: dict[tuple[str, CarbonClass], int]

    def row(self, sector: str) -> list[int]:
        return [self.matrix.get((sector, kind), 0) for kind in CarbonClass]

    @property
    def sectors(self) -> list[str]:
        return list(catalogue().sectors)


def figures(session: Session) -> Figures:
    """The figures, at most a minute old."""
    held: Figures | None = current_app.extensions.get("figures")
    if held is None or not now() - HELD < held.at <= now():
        held = current_app.extensions["figures"] = count_figures(session)
    return held


def count_figures(session: Session) -> Figures:
    """Count everything anew."""
    totals = listings.totals(session)
    return Figures(
        at=now(),
        results=totals.results,
        owners=totals.owners,
        needs=needs.count_open(session),
        tested=_tested(session),
        conservative=totals.conservative,
        matrix=listings.counts_by_sector_and_class(session),
    )


def _tested(session: Session) -> int:
    """Published results whose claim was tested by a third party or better."""
    counted = (
        select(func.count(CarbonClaim.id))
        .join(AchievementVersion, AchievementVersion.id == CarbonClaim.version_id)
        .where(AchievementVersion.state.in_(VISIBLE), CarbonClaim.grade.in_(TESTED))
    )
    return session.scalar(counted) or 0
