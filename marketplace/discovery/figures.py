"""The platform in figures: a worker counts them every minute, the pages read what it counted last."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from marketplace.core.clock import now
from marketplace.discovery.models import CountedFigures
from marketplace.listings import queries as listings
from marketplace.listings.models import AchievementVersion, CarbonClaim
from marketplace.listings.rules import VISIBLE
from marketplace.needs import queries as needs
from marketplace.taxonomy.catalogue import catalogue
from marketplace.taxonomy.terms import CarbonClass, EvidenceGrade

COUNTED_EVERY = timedelta(minutes=1)  # by a worker: over 100,000 results it takes .3 s of a core
HELD = timedelta(seconds=30)  # by each process
LATE = timedelta(minutes=3)  # no worker counts: the page does
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
    """The figures, four minutes old at most; a process that has just read them does not ask again."""
    held: tuple[datetime, Figures] | None = current_app.extensions.get("figures")
    if held is None or not now() - HELD < held[0] <= now():
        held = current_app.extensions["figures"] = (now(), _last_counted(session) or count_figures(session))
    return held[1]


def keep_figures(session: Session, figures: Figures) -> None:
    """Put down what was counted, for every page of every process."""
    counted = asdict(figures)
    del counted["at"]
    counted["matrix"] = [[sector, kind, count] for (sector, kind), count in figures.matrix.items()]
    session.merge(CountedFigures(id=1, at=figures.at, counted=counted))


def _last_counted(session: Session) -> Figures | None:
    kept = session.get(CountedFigures, 1)
    if kept is None or not now() - LATE < kept.at <= now():
        return None
    counted: dict[str, Any] = dict(kept.counted)
    matrix = {(sector, CarbonClass(kind)): count for sector, kind, count in counted.pop("matrix")}
    return Figures(at=kept.at, matrix=matrix, **counted)


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
