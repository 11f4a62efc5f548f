"""Build the carbon claim that a row states: grade E0, nothing extrapolated."""

from ingest.assemble.row import RowReader
from ingest.normalise import words
from ingest.normalise.carbon import read_tonnes
from ingest.normalise.numbers import shown
from ingest.normalise.reading import warning
from ingest.records import Message
from marketplace.listings.content import CarbonClaim, ClaimLine
from marketplace.taxonomy.terms import ClaimMethod, EvidenceGrade

SIDES = {"claim_be": "BE", "claim_pe": "PE", "claim_le": "LE", "claim_re": "RE"}
STATED = "导入表中自报的年减碳量"
TOLERANCE = 0.01  # of the stated net


def build_claim(row: RowReader) -> CarbonClaim | None:
    """A claim from BE, PE, LE, RE, or from a stated net, which then is the whole of BE; None when nothing is stated."""
    if not any(field in row.cells for field in (*SIDES, "annual_reduction")):
        return None
    sides = {side: _tonnes(row, field) if field in row.cells else None for field, side in SIDES.items()}
    net = _tonnes(row, "annual_reduction")
    amounts = {side: amount or 0.0 for side, amount in sides.items()}
    lines: tuple[ClaimLine, ...] = ()
    if any(amount is not None for amount in sides.values()):
        _compare(row, amounts, net)
    elif net:
        amounts["BE"] = net
        lines = (ClaimLine(side="BE", label=STATED, amount=net),)
    else:
        return None
    method = words.find_word("claim_method", row.text("claim_method"))
    return CarbonClaim(
        functional_unit=row.text("claim_functional_unit"),
        boundary=row.text("claim_boundary"),
        baseline=row.text("claim_baseline"),
        lifetime_years=row.years("claim_lifetime"),
        annual_output=row.text("claim_annual_output"),
        baseline_emissions=amounts["BE"],
        project_emissions=amounts["PE"],
        leakage_emissions=amounts["LE"],
        removals=amounts["RE"],
        uncertainty_percent=row.percent("claim_uncertainty") or 0.0,
        gases=row.items("claim_gases") or ("CO2",),
        method=ClaimMethod(method) if method else ClaimMethod.OWN,
        grade=EvidenceGrade.STATED,
        lines=lines,
    )


def _tonnes(row: RowReader, field: str) -> float | None:
    return row.take(field, read_tonnes(row.text(field), row.unit(field))) if row.has(field) else None


def _compare(row: RowReader, amounts: dict[str, float], net: float | None) -> None:
    """The net is always computed; a stated one that differs is said."""
    computed = amounts["BE"] - amounts["PE"] - amounts["LE"] + amounts["RE"]
    if net is None or abs(computed - net) <= max(1.0, abs(net) * TOLERANCE):
        return
    reason = Message("与 BE − PE − LE + RE = %(value)s 不符，以计算值为准", value=shown(computed))
    row.note("annual_reduction", warning("net_differs", reason, Message("核对四项排放量")))
