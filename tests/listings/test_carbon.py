"""The arithmetic of carbon claims, by example and by property; the database computes the same."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from marketplace.listings import carbon
from marketplace.listings.content import CarbonClaim, ClaimLine, EmissionFactor
from marketplace.listings.factors import emission
from marketplace.taxonomy.terms import EvidenceGrade
from tests.factories import content, make_listing

amounts = st.floats(min_value=0, max_value=1e9, allow_nan=False)
claims = st.builds(
    CarbonClaim,
    functional_unit=st.just("u"),
    boundary=st.just("b"),
    baseline=st.just("l"),
    baseline_emissions=amounts,
    project_emissions=amounts,
    leakage_emissions=amounts,
    removals=amounts,
    uncertainty_percent=st.floats(min_value=0, max_value=100),
    grade=st.sampled_from(EvidenceGrade),
)
EXAMPLE = CarbonClaim(
    functional_unit="一年",
    boundary="厂内",
    baseline="直接排放",
    baseline_emissions=100_000,
    project_emissions=33_049,
    leakage_emissions=1_200,
    uncertainty_percent=12,
)


def test_the_net_is_what_the_ledger_says() -> None:
    assert carbon.net(EXAMPLE) == 65_751
    assert carbon.conservative(EXAMPLE) == pytest.approx(57_860.88)


def test_doubt_never_flatters_a_negative_net() -> None:
    worse = replace(EXAMPLE, project_emissions=101_000, leakage_emissions=0)

    assert carbon.conservative(worse) == pytest.approx(-1_120)


@given(claims)
def test_the_conservative_value_is_never_better_than_the_net(claim: CarbonClaim) -> None:
    assert carbon.conservative(claim) <= carbon.net(claim)


@given(claims, st.floats(min_value=0, max_value=1e6))
def test_more_project_emissions_never_help(claim: CarbonClaim, more: float) -> None:
    dirtier = replace(claim, project_emissions=claim.project_emissions + more)

    assert carbon.net(dirtier) <= carbon.net(claim)


@given(claims)
def test_without_doubt_the_conservative_value_is_the_net(claim: CarbonClaim) -> None:
    sure = replace(claim, uncertainty_percent=0)

    assert carbon.conservative(sure) == carbon.net(sure)


@given(claims, st.lists(st.tuples(st.sampled_from(sorted(carbon.SIDES)), st.floats(0, 1e7)), max_size=8))
def test_totals_from_lines_always_agree_with_them(claim: CarbonClaim, rows: list[tuple[str, float]]) -> None:
    lines = tuple(ClaimLine(side=side, label="x", amount=amount) for side, amount in rows)

    assert carbon.disagreements(carbon.with_totals_from_lines(replace(claim, lines=lines))) == []


def test_a_ledger_that_does_not_add_up_is_named() -> None:
    lines = (ClaimLine(side="PE", label="蒸汽", amount=26_400), ClaimLine(side="PE", label="电力", amount=6_439))

    found = carbon.disagreements(replace(EXAMPLE, lines=lines))

    assert found == [carbon.Disagreement(side="PE", stated=33_049, summed=32_839)]


@given(claims, claims)
def test_an_edited_claim_is_calculated_at_best(before: CarbonClaim, after: CarbonClaim) -> None:
    edited = replace(before, grade=after.grade) != after

    grade = carbon.grade_after(before, after)

    assert grade == (min(after.grade, EvidenceGrade.CALCULATED) if edited else after.grade)


def test_a_factor_times_an_activity_is_tonnes() -> None:
    power = EmissionFactor(name="电力", value=0.5366, unit="tCO₂/MWh")

    assert emission(power, 12_000_000, "kWh") == pytest.approx(6_439.2)
    assert emission(power, 1, "t") is None
    assert emission(EmissionFactor(name="?", value=1, unit="无"), 1, "t") is None


@pytest.mark.parametrize("claim", [EXAMPLE, replace(EXAMPLE, project_emissions=101_000, removals=3.5)])
def test_the_database_computes_the_same(session: Session, claim: CarbonClaim) -> None:
    version = make_listing(session, said=content(claim=claim))
    assert version.claim is not None
    session.refresh(version.claim)

    assert version.claim.net == pytest.approx(carbon.net(claim))
    assert version.claim.conservative == pytest.approx(carbon.conservative(claim))
