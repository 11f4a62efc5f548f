"""What a need lacks, which values do not hold, and what its text gives away."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.needs.bounds import out_of_bounds
from marketplace.needs.completeness import Weight, assess
from marketplace.needs.content import Constraint, NeedContent
from marketplace.needs.leaks import Leak, find_leaks
from marketplace.needs.wording import constraint_text
from marketplace.taxonomy.terms import Operator
from tests.factories import need_content


def test_an_empty_need_lacks_everything_that_publishing_asks_for() -> None:
    weighed = assess(NeedContent())

    assert [lack.field for lack in weighed.of(Weight.PUBLISH)] == [
        "title", "problem", "indicators", "goal", "region", "contact_name", "contact_phone", "solution_modes",
    ]  # fmt: skip
    assert (weighed.done, weighed.total, weighed.percent) == (0, 8, 0)


def test_a_full_need_may_be_published_and_matched() -> None:
    weighed = assess(need_content())

    assert (weighed.lacks, weighed.publishable, weighed.match_ready, weighed.percent) == ((), True, True, 100)


def test_a_need_without_constraints_may_be_published_but_is_not_match_ready() -> None:
    weighed = assess(need_content(constraints=()))

    assert (weighed.publishable, weighed.match_ready) == (True, False)


@pytest.mark.parametrize("field", ["problem", "indicators", "goal"])
def test_a_long_text_must_be_shortened(field: str) -> None:
    assert assess(need_content(**{field: "长" * 500})).blocking == {}
    assert assess(need_content(**{field: "长" * 501})).blocking == {field: "这一段最多 500 个字，请缩短。"}


def test_a_title_holds_sixty_characters() -> None:
    assert assess(need_content(title="长" * 60)).blocking == {}
    assert assess(need_content(title="长" * 61)).blocking == {"title": "需求名称最多 60 个字，请缩短。"}


@given(st.lists(st.sampled_from(["title", "problem", "indicators", "goal", "contact_name"]), unique=True))
def test_blank_text_counts_as_missing(fields: list[str]) -> None:
    weighed = assess(need_content(**dict.fromkeys(fields, "  ")))

    assert sorted(weighed.blocking) == sorted(fields)
    assert weighed.done == weighed.total - len(fields)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("请致电 13800001234 联系", "13800001234"),
        ("电话 027-87654321", "027-87654321"),
        ("邮箱 chen@example.org", "chen@example.org"),
        ("见 https://example.org/a", "https://example.org/a"),
    ],
)
def test_contacts_and_links_in_public_text_are_found(text: str, found: str) -> None:
    assert find_leaks(need_content(problem=text)) == (Leak(field="problem", found=found),)


@given(st.text(alphabet="余热回收烧结烟气温度0123456789.% ", max_size=10))
def test_short_figures_are_no_leak(text: str) -> None:
    assert find_leaks(need_content(problem=text)) == ()


def test_an_anonymous_need_must_not_name_its_owner_nor_the_short_form_of_the_name() -> None:
    told = need_content(anonymous=True, problem="楚垣钢铁二号烧结机", goal="请找陈工")

    assert find_leaks(told, ("楚垣钢铁集团有限公司",)) == (
        Leak(field="problem", found="楚垣钢铁"),
        Leak(field="goal", found="陈工"),
    )
    assert sorted(assess(told, ("楚垣钢铁集团有限公司",)).blocking) == ["goal", "problem"]


def test_a_named_need_may_name_its_owner() -> None:
    assert assess(need_content(problem="楚垣钢铁二号烧结机"), ("楚垣钢铁",)).lacks == ()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"region": "999999"}, "region"),
        ({"sector": "space"}, "sector"),
        ({"key_technology": "Z9"}, "key_technology"),
        ({"sector": "steel", "key_technology": "F1"}, "key_technology"),
        ({"industries": ("X00",)}, "industries"),
        ({"budget": -1.0}, "budget"),
        ({"emissions": float("nan")}, "emissions"),
        ({"minimum_trl": 10}, "minimum_trl"),
        ({"contact_email": "nobody"}, "contact_email"),
        ({"title": "长" * 121}, "title"),
        ({"goal": "a\x00b"}, "goal"),
    ],
)
def test_what_cannot_be_stored_is_named(changes: dict[str, object], field: str) -> None:
    assert list(out_of_bounds(need_content(**changes))) == [field]


@pytest.mark.parametrize(
    ("constraint", "part"),
    [
        (Constraint(parameter=" ", operator=Operator.EQUAL, value=1), "parameter"),
        (Constraint(parameter="x", operator=Operator.BETWEEN, value=1), "value2"),
        (Constraint(parameter="x", operator=Operator.BETWEEN, value=3, value2=1), "value2"),
        (Constraint(parameter="x", operator=Operator.AT_MOST, value=1, value2=2), "value2"),
        (Constraint(parameter="x", operator=Operator.AT_MOST, value=float("inf")), "value"),
        (Constraint(parameter="x", operator=Operator.AT_MOST, value=1, unit="u" * 41), "unit"),
    ],
)
def test_a_constraint_that_does_not_hold_is_named_by_row_and_part(constraint: Constraint, part: str) -> None:
    good = Constraint(parameter="热耗", operator=Operator.AT_MOST, value=2.6, unit="GJ/t")

    assert list(out_of_bounds(need_content(constraints=(good, constraint)))) == [f"constraints-1-{part}"]


@given(st.floats(allow_nan=False, allow_infinity=False, width=32), st.text(string.ascii_letters, max_size=5))
def test_a_constraint_is_written_with_a_true_minus_and_without_loose_ends(value: float, unit: str) -> None:
    written = constraint_text(Constraint(parameter="热耗", operator=Operator.AT_MOST, value=value, unit=unit))

    assert written.startswith("热耗 ≤ ")
    assert written == written.strip()
    assert float(written.removeprefix("热耗 ≤ ").removesuffix(unit).strip().replace("−", "-").lower()) == pytest.approx(
        value, rel=1e-6
    )


def test_a_range_is_written_with_both_ends() -> None:
    between = Constraint(parameter="温度", operator=Operator.BETWEEN, value=-5, value2=180, unit="℃")

    assert constraint_text(between) == "温度 −5～180 ℃"
