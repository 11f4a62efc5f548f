"""The contract of searching: fit, filters, counts, sorting, paging, scopes."""

from collections.abc import Callable

import pytest

from search.ports import Reader
from search.types import Mode, Query, Range, Scope, Sort
from tests.search.conftest import PUBLIC, make_document

Fill = Callable[..., None]
OTHER = Scope(tokens=frozenset({"org:1"}))
BOTH = Scope(tokens=frozenset({"public", "org:1"}))


def ids(reader: Reader, query: Query, scope: Scope = PUBLIC) -> list[str]:
    return [hit.id for hit in reader.search(query, scope).hits]


@pytest.fixture
def plants(filled: Fill) -> None:
    """Four results on waste heat, two on other subjects."""
    rows = [
        ("a", "烧结余热回收", ("steel",), ("grant", "license"), {"trl": 9.0, "co2": 100.0}),
        ("b", "水泥窑余热发电", ("building",), ("license",), {"trl": 7.0, "co2": 300.0}),
        ("c", "空压机余热利用", ("steel",), ("grant",), {"trl": 7.0}),
        ("d", "余热锅炉", ("energy",), ("grant",), {"trl": 4.0, "co2": 50.0}),
        ("e", "秸秆炭化还田", ("agriculture",), (), {"trl": 5.0}),
        ("f", "氢燃料电池", ("energy",), ("license",), {"trl": 6.0}),
    ]
    filled(
        *(
            make_document(id_, title, facets={"sector": sector, "mode": mode}, numbers=numbers, version=at)
            for at, (id_, title, sector, mode, numbers) in enumerate(rows)
        )
    )


@pytest.mark.usefixtures("plants")
@pytest.mark.parametrize("mode", list(Mode))
def test_the_best_match_comes_first(reader: Reader, mode: Mode) -> None:
    answer = reader.search(Query(text="水泥窑余热发电", mode=mode), PUBLIC)

    assert answer.hits[0].id == "b"
    assert answer.total == len(answer.hits)
    assert [hit.score for hit in answer.hits] == sorted((hit.score for hit in answer.hits), reverse=True)


def test_a_hit_tells_its_words_and_passage(reader: Reader, filled: Fill) -> None:
    filled(make_document("a", "烟气净化", "脱硫脱硝一体化", "蒸汽消耗低于二点六", keywords=("除尘",)))

    hybrid = reader.search(Query(text="蒸汽消耗 除尘"), PUBLIC).hits[0]
    lexical = reader.search(Query(text="蒸汽消耗 除尘", mode=Mode.LEXICAL), PUBLIC).hits[0]

    assert (hybrid.kind, hybrid.terms, hybrid.passage) == ("achievement", ("蒸汽消耗", "除尘"), "part1")
    assert (lexical.terms, lexical.passage) == (("蒸汽消耗", "除尘"), None)


@pytest.mark.usefixtures("plants")
def test_browsing_shows_everything_newest_first(reader: Reader) -> None:
    answer = reader.search(Query(), PUBLIC)

    assert [hit.id for hit in answer.hits] == ["f", "e", "d", "c", "b", "a"]
    assert {(hit.terms, hit.passage) for hit in answer.hits} == {((), None)}


@pytest.mark.usefixtures("plants")
def test_sorting_by_a_number_puts_the_unknown_last_and_breaks_ties_by_fit_then_id(reader: Reader) -> None:
    assert ids(reader, Query(sort=Sort(number="co2"))) == ["b", "a", "d", "c", "e", "f"]
    assert ids(reader, Query(sort=Sort(number="co2", descending=False))) == ["d", "a", "b", "c", "e", "f"]
    assert ids(reader, Query(sort=Sort(number="trl"), text="空压机余热利用", everything=True))[1:3] == ["c", "b"]
    assert ids(reader, Query(sort=Sort(number="unheard of"))) == ["a", "b", "c", "d", "e", "f"]


@pytest.mark.usefixtures("plants")
def test_facets_are_ored_inside_and_anded_between(reader: Reader) -> None:
    steel_or_energy = {"sector": frozenset({"steel", "energy"})}

    assert ids(reader, Query(facets=steel_or_energy)) == ["f", "d", "c", "a"]
    assert ids(reader, Query(facets={**steel_or_energy, "mode": frozenset({"license"})})) == ["f", "a"]
    assert ids(reader, Query(facets={"sector": frozenset()})) == ["f", "e", "d", "c", "b", "a"]
    assert ids(reader, Query(facets={"sector": frozenset({"unheard of"})})) == []
    assert ids(reader, Query(facets={"unheard of": frozenset({"steel"})})) == []


@pytest.mark.usefixtures("plants")
def test_ranges_are_closed_and_leave_out_the_unknown(reader: Reader) -> None:
    assert ids(reader, Query(ranges={"trl": Range(minimum=7)})) == ["c", "b", "a"]
    assert ids(reader, Query(ranges={"trl": Range(minimum=5, maximum=6)})) == ["f", "e"]
    assert ids(reader, Query(ranges={"co2": Range()})) == ["d", "b", "a"]
    assert ids(reader, Query(ranges={"trl": Range(minimum=9, maximum=1)})) == []


@pytest.mark.usefixtures("plants")
@pytest.mark.parametrize("text", ["", "余热回收", "余热"])
def test_a_count_is_what_one_gets_by_choosing_it(reader: Reader, text: str) -> None:
    chosen = Query(
        text=text,
        facets={"sector": frozenset({"steel"})},
        ranges={"trl": Range(minimum=5)},
        count_facets=("sector", "mode"),
        count_numbers=("trl",),
    )
    answer = reader.search(chosen, PUBLIC)

    for name, counts in answer.facets.items():
        for value, count in counts.items():
            facets = {**chosen.facets, name: frozenset({value})}
            assert reader.search(Query(text=text, facets=facets, ranges=chosen.ranges), PUBLIC).total == count
    for value, count in answer.numbers["trl"].items():
        exactly = {"trl": Range(minimum=value, maximum=value)}
        assert reader.search(Query(text=text, facets=chosen.facets, ranges=exactly), PUBLIC).total == count


@pytest.mark.usefixtures("plants")
def test_counts_ignore_their_own_choice_and_leave_out_zero(reader: Reader) -> None:
    query = Query(
        facets={"sector": frozenset({"steel"})},
        count_facets=("sector", "mode", "unheard of"),
        count_numbers=("trl", "unheard of"),
    )

    answer = reader.search(query, PUBLIC)

    assert answer.facets == {
        "sector": {"energy": 2, "steel": 2, "agriculture": 1, "building": 1},
        "mode": {"grant": 2, "license": 1},
        "unheard of": {},
    }
    assert answer.numbers == {"trl": {7: 1, 9: 1}, "unheard of": {}}


@pytest.mark.usefixtures("plants")
def test_pages_part_the_answer(reader: Reader) -> None:
    whole = ids(reader, Query(text="余热"))
    pages = [ids(reader, Query(text="余热", offset=at, limit=2)) for at in range(0, len(whole) + 2, 2)]

    assert [id_ for page in pages for id_ in page] == whole
    assert reader.search(Query(text="余热", offset=90), PUBLIC).total == len(whole)
    assert ids(reader, Query(limit=0)) == []


def test_kinds_and_ids_can_be_asked_for(reader: Reader, filled: Fill) -> None:
    filled(make_document("a", "余热回收"), make_document("n", "求余热回收", kind="need"))

    assert ids(reader, Query(text="余热回收", kinds=frozenset({"need"}))) == ["n"]
    assert ids(reader, Query(text="余热回收", everything=True, among=frozenset({"n", "x"}))) == ["n"]


@pytest.mark.usefixtures("plants")
def test_a_title_beside_a_text_is_scored_on_its_own(reader: Reader) -> None:
    long_text = "我们的工厂有很多空压机，运行时发热。" * 3

    assert ids(reader, Query(title="水泥窑余热发电", text=long_text, everything=True))[0] == "b"
    assert ids(reader, Query(title="水泥窑余热发电"))[0] == "b"


@pytest.mark.usefixtures("plants")
def test_more_like_this_leaves_itself_out(reader: Reader) -> None:
    found = ids(reader, Query(like="a"))

    assert found
    assert "a" not in found
    assert ids(reader, Query(like="unheard of")) == []


def test_what_is_out_of_scope_leaks_nowhere(reader: Reader, filled: Fill) -> None:
    filled(
        make_document("open", "余热回收", facets={"sector": ("steel",)}, numbers={"trl": 9.0}),
        make_document(
            "hidden", "余热回收秘方", facets={"sector": ("secret",)}, numbers={"trl": 3.0}, scopes=OTHER.tokens
        ),
        make_document("nobody", "余热回收无主", scopes=frozenset()),
    )

    for text, everything in (("", False), ("余热回收秘方", False), ("余热回收", True)):
        query = Query(text=text, everything=everything, count_facets=("sector",), count_numbers=("trl",))
        answer = reader.search(query, PUBLIC)
        assert [hit.id for hit in answer.hits] == ["open"]
        assert (answer.total, answer.facets, answer.numbers) == (1, {"sector": {"steel": 1}}, {"trl": {9: 1}})
    assert ids(reader, Query(among=frozenset({"hidden"}))) == []
    assert ids(reader, Query(like="hidden")) == []
    assert ids(reader, Query(like="open")) == []
    assert reader.suggest("余热", PUBLIC) == ("余热回收",)
    assert reader.suggest("余热", BOTH) == ("余热回收", "余热回收秘方")
    assert ids(reader, Query(text="余热"), OTHER) == ["hidden"]
    assert ids(reader, Query(text="余热"), Scope(tokens=frozenset())) == []
    assert reader.search(Query(), Scope(tokens=frozenset())).total == 0


def test_suggestions_complete_what_is_typed(reader: Reader, filled: Fill) -> None:
    filled(
        make_document("a", "低温余热 ORC 发电"),
        make_document("b", "CO2 捕集 capture 装置"),
        make_document("c", "余热锅炉"),
    )

    assert reader.suggest("余热", PUBLIC) == ("余热锅炉", "低温余热 ORC 发电")
    assert reader.suggest("余热 or", PUBLIC) == ("低温余热 ORC 发电",)
    assert reader.suggest("capt", PUBLIC) == ("CO2 捕集 capture 装置",)
    assert reader.suggest("余热", PUBLIC, limit=1) == ("余热锅炉",)
    assert reader.suggest("", PUBLIC) == reader.suggest("?!", PUBLIC) == reader.suggest("钢", PUBLIC) == ()


ODD = {
    "operators": '+余热 -回收 "发电" (AND) OR NOT ~2 ^3 title:x [1 TO 2] {a} * ? : \\ / &&',
    "long": "余热" * 5_000,
    "emoji": "👩‍🔬🔥♻️",
    "punctuation": "？！。，……———",
    "ligature": "\ufdfa" * 100,
    "nul": "余热\0回收",
    "surrogate": "\ud800余热",
    "blank": " \t\n",
    "nonsense": "asdfgh",
    "one word": "x" * 10_000,
    "quotes": "' OR 1=1; --",
    "direction": "\u202e余热\u200b",
}


@pytest.mark.usefixtures("plants")
@pytest.mark.parametrize("name", list(ODD))
@pytest.mark.parametrize("mode", list(Mode))
def test_odd_questions_never_fail_and_answer_alike_twice(reader: Reader, name: str, mode: Mode) -> None:
    query = Query(text=ODD[name], mode=mode, count_facets=("sector",))

    assert reader.search(query, PUBLIC) == reader.search(query, PUBLIC)
    reader.suggest(ODD[name], PUBLIC)
    reader.search(Query(like=ODD[name], among=frozenset({ODD[name]})), PUBLIC)


@pytest.mark.usefixtures("plants")
def test_a_question_without_letters_finds_nothing(reader: Reader) -> None:
    assert ids(reader, Query(text="？！")) == []
    assert len(ids(reader, Query(text="  \n"))) == 6
