"""The arithmetic of a carbon claim: net, conservative value, ledger sums, evidence grade. Pure; amounts in tCO2e a year."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from marketplace.listings.content import CarbonClaim, ClaimLine
from marketplace.taxonomy.terms import EvidenceGrade

SIDES = {
    "BE": "baseline_emissions",
    "PE": "project_emissions",
    "LE": "leakage_emissions",
    "RE": "removals",
}
TOLERANCE = 0.005  # of the total: ledger lines are often rounded one by one


def net(claim: CarbonClaim) -> float:
    """BE − PE − LE + RE."""
    return claim.baseline_emissions - claim.project_emissions - claim.leakage_emissions + claim.removals


def conservative(claim: CarbonClaim) -> float:
    """The net less its uncertainty; a negative net moves away from zero, so that doubt never flatters."""
    amount, doubt = net(claim), claim.uncertainty_percent / 100
    return amount * (1 + doubt) if amount < 0 else amount * (1 - doubt)


def sums(lines: Iterable[ClaimLine]) -> dict[str, float]:
    """The amounts of the lines, added up by side; a side without lines is absent."""
    totals: dict[str, float] = {}
    for line in lines:
        totals[line.side] = totals.get(line.side, 0.0) + line.amount
    return totals


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A side whose lines do not add up to its stated total."""

    side: str
    stated: float
    summed: float


def disagreements(claim: CarbonClaim) -> list[Disagreement]:
    """Where the ledger does not add up, beyond rounding."""
    return [
        Disagreement(side=side, stated=stated, summed=summed)
        for side, summed in sums(claim.lines).items()
        if abs(summed - (stated := getattr(claim, SIDES[side]))) > max(1.0, TOLERANCE * abs(stated))
    ]


def with_totals_from_lines(claim: CarbonClaim) -> CarbonClaim:
    """The claim with each side that has lines set to their sum."""
    totals: dict[str, Any] = {SIDES[side]: round(total, 6) for side, total in sums(claim.lines).items()}
    return replace(claim, **totals)


def grade_after(before: CarbonClaim | None, after: CarbonClaim) -> EvidenceGrade:
    """The grade that a claim keeps when it is edited: evidence for other figures is none for these.

    With edited inputs a claim is calculated at best; a stated one stays stated.
    """
    if before is None or _inputs(before) == _inputs(after):
        return after.grade
    return min(after.grade, EvidenceGrade.CALCULATED)


def _inputs(claim: CarbonClaim) -> CarbonClaim:
    """What the figures rest on: everything but the grade."""
    return replace(claim, grade=EvidenceGrade.STATED)
