"""Questions and their addresses, both ways."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.discovery.question import FACETS, ORDERS, Kind, Order, Question, address
from marketplace.discovery.reading import known_values, read_number, read_question
from marketplace.discovery.tidying import tidy
from search.types import Range


def ask(query: str) -> tuple[Question, list[str]]:
    question, remarks = read_question(parse_qsl(query, keep_blank_values=True))
    return question, [remark.message % remark.params for remark in remarks]


def values_of(kind: Kind, facet: str) -> st.SearchStrategy[frozenset[str]]:
    known = known_values(kind, facet) or {"UNI-DEMO", "ENT-DEMO"}
    return st.frozensets(st.sampled_from(sorted(known)), min_size=1, max_size=4)


limits = st.one_of(st.none(), st.integers(-(10**9), 10**9).map(float), st.floats(0.5, 1e6).map(lambda x: round(x, 2)))


@st.composite
def questions(draw: st.DrawFn) -> Question:
    kind = draw(st.sampled_from(Kind))
    names = draw(st.lists(st.sampled_from(FACETS[kind]), unique=True, max_size=4))
    ranges = {}
    if kind is Kind.ACHIEVEMENT and draw(st.booleans()):
        low, high = sorted(draw(st.tuples(st.integers(2, 8), st.integers(2, 8))))
        ranges["trl"] = Range(minimum=float(low), maximum=float(high))
    if kind is Kind.ACHIEVEMENT:
        low_high = draw(st.tuples(limits, limits))
        low, high = low_high if None in low_high else sorted(low_high)
        if low is not None or high is not None:
            ranges["reduction"] = Range(minimum=low, maximum=high)
    return Question(
        text=tidy(draw(st.text(max_size=60)), 60),
        document=draw(st.sampled_from(["", "0123456789abcdef01234567"])),
        like=draw(st.sampled_from(["", "R-2026-0001"])),
        kind=kind,
        facets={name: draw(values_of(kind, name)) for name in names},
        ranges=ranges,
        order=draw(st.sampled_from(ORDERS[kind])),
        page=draw(st.integers(1, 500)),
        size=draw(st.integers(1, 50)),
    )


@settings(deadline=None)  # the first example reads the catalogue
@given(questions())
def test_a_question_survives_its_address(question: Question) -> None:
    found, remarks = ask(urlsplit(address(question)).query)

    assert (found, remarks) == (question, [])


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["q", "kind", "trl_min", "reduction_max", "sector", "sort", "page", "x"]), st.text())
    )
)
def test_rubbish_makes_a_question_with_a_stable_address(parameters: list[tuple[str, str]]) -> None:
    question, _remarks = read_question(parameters)

    again, remarks = ask(urlsplit(address(question)).query)

    assert (again, remarks) == (question, [])


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("10,000", 10000.0),
        ("１００００", 10000.0),
        ("1万", 10000.0),
        (" TRL 6 ", 6.0),
        ("−2.5", -2.5),
        ("1，200 tCO₂e/a", 1200.0),
        ("", None),
        ("很多", None),
        ("1e999", None),
        ("nan", None),
    ],
)
def test_numbers_are_read_as_people_type_them(typed: str, value: float | None) -> None:
    assert read_number(typed) == value


def test_unknown_values_are_set_aside_with_a_sentence() -> None:
    question, remarks = ask("q=x&sector=steel&sector=nonsense&kind=person&trl_min=high&page=-3&size=9999&sort=price")

    assert question == Question(text="x", facets={"sector": frozenset({"steel"})}, size=50)
    assert remarks == [
        "没有看懂“person”，已忽略。",
        "没有看懂“price”，已忽略。",
        "没有看懂“nonsense”，已忽略。",
        "没有看懂“high”，已忽略。",
    ]


def test_limits_in_the_wrong_order_are_exchanged() -> None:
    question, remarks = ask("reduction_min=20000&reduction_max=100")

    assert question.ranges == {"reduction": Range(minimum=100.0, maximum=20000.0)}
    assert remarks == ["下限比上限大，已对调。"]


def test_the_whole_scale_is_no_condition() -> None:
    assert ask("trl_min=1&trl_max=9")[0] == Question()


def test_leaving_out_a_filter_goes_back_to_the_first_page() -> None:
    question = Question(text="x", facets={"sector": frozenset({"steel"})}, ranges={"trl": Range(minimum=6.0)}, page=4)

    assert address(question.without("sector")) == "/search?q=x&trl_min=6"
    assert address(question.without("trl")) == "/search?q=x&sector=steel"
    assert address(question.cleared()) == "/search?q=x"
    assert list(question.conditions()) == ["sector", "trl"]


def test_the_other_kind_keeps_what_it_understands() -> None:
    question = Question(
        text="x",
        facets={"sector": frozenset({"steel"}), "mode": frozenset({"equity"}), "grade": frozenset({"E2"})},
        ranges={"trl": Range(minimum=6.0)},
        order=Order.TRL,
    )

    assert question.of_kind(Kind.NEED) == Question(text="x", kind=Kind.NEED, facets={"sector": frozenset({"steel"})})


def test_addresses_are_the_same_for_the_same_question() -> None:
    one, _ = ask("sector=steel&sector=energy&q=x&page=1&size=20")
    other, _ = ask("q=x&sector=energy&sector=steel&trl_min=&sort=fit")

    assert address(one) == address(other) == "/search?q=x&sector=energy&sector=steel"
