"""The two engines give the same answers over real texts: the same top ten, the same counts, the same visibility."""

import json
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.engines.elasticsearch.engine import ElasticsearchEngine
from search.factory import open_engine
from search.ports import Reader
from search.types import Answer, Document, Mode, Passage, Query, Range, Scope, Sort
from tests.conftest import SHARED_DATA
from tests.elasticsearch import ElasticsearchNode
from tests.search.hashing import HashingEmbedder

pytestmark = [pytest.mark.elasticsearch, pytest.mark.xdist_group("elasticsearch")]

TEXTS = SHARED_DATA / "title_to_abstract"
PUBLIC = Scope(tokens=frozenset({"public"}))
MEMBER = Scope(tokens=frozenset({"public", "org:1"}))
SECTORS = ("energy", "steel", "building", "chemical", "agriculture")
QUESTIONS = 60
CLOSE = 2e-3  # scores nearer than this are ties: one engine rounds to eight bits where the other does not

Pair = tuple[Reader, Reader]


def _lines(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (TEXTS / name).read_text("utf-8").splitlines()]


def _document(number: int, line: dict[str, str]) -> Document:
    return Document(
        id=line["id"],
        kind="need" if number % 7 == 0 else "achievement",
        title=line["title"],
        passages=(Passage(name="text", text=line["text"]),),
        facets={
            "sector": (SECTORS[number % 5],),
            "mode": tuple(m for m in ("license", "sale") if (number >> (m == "sale")) % 3),
        },
        numbers={"trl": float(number % 9 + 1)} if number % 11 else {},
        scopes=frozenset({"org:1"} if number % 13 == 0 else {"public"}),
        version=number,
    )


@pytest.fixture(scope="module")
def readers(elasticsearch_node: ElasticsearchNode, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Both engines over the same two thousand abstracts."""
    embedder = HashingEmbedder(dimension=64)
    engines = (
        open_engine("embedded", Path(tmp_path_factory.mktemp("agree")) / "index"),
        ElasticsearchEngine(elasticsearch_node.settings, uuid.uuid4().hex),
    )
    documents = [_document(number, line) for number, line in enumerate(_lines("corpus.jsonl"))]
    for engine in engines:
        writer = engine.writer(embedder)
        assert writer.put(documents) == len(documents)
        writer.commit()
        writer.close()
    opened = engines[0].reader(embedder), engines[1].reader(embedder)
    yield opened
    for reader in opened:
        reader.close()
    engines[1].remove()


def _questions() -> list[str]:
    return [line["title"] for line in _lines("queries.jsonl")[:QUESTIONS]]


def _agree(one: Answer, other: Answer) -> bool:
    """The same hits in the same order, except that those with scores as good as equal may stand the other way round."""
    scores = {hit.id: hit.score for hit in one.hits}
    for ours, theirs in zip(one.hits[:10], other.hits[:10], strict=True):
        if ours.id != theirs.id and abs(ours.score - scores.get(theirs.id, theirs.score)) > CLOSE:
            return False
    return True


@pytest.mark.parametrize("mode", list(Mode))
def test_the_top_ten_of_every_question_is_the_same(readers: Pair, mode: Mode) -> None:
    differing = []
    for text in _questions():
        query = Query(text=text, mode=mode, everything=True, limit=10)
        if not _agree(readers[0].search(query, PUBLIC), readers[1].search(query, PUBLIC)):
            differing.append(text)

    assert differing == []


def test_words_and_passages_of_the_hits_are_the_same(readers: Pair) -> None:
    for text in _questions()[:10]:
        query = Query(text=text, limit=5)
        one, other = (
            {hit.id: (hit.kind, hit.terms, hit.passage) for hit in reader.search(query, PUBLIC).hits}
            for reader in readers
        )
        shared = one.keys() & other.keys()
        assert len(shared) >= 4
        assert {id_: one[id_] for id_ in shared} == {id_: other[id_] for id_ in shared}


@pytest.mark.parametrize("scope", [PUBLIC, MEMBER, Scope(tokens=frozenset({"org:1"}))], ids=["public", "member", "own"])
@pytest.mark.parametrize(
    "chosen",
    [
        Query(),
        Query(kinds=frozenset({"need"})),
        Query(facets={"sector": frozenset({"steel", "energy"})}, ranges={"trl": Range(minimum=4)}),
        Query(facets={"sector": frozenset({"steel"}), "mode": frozenset({"sale"})}, sort=Sort(number="trl")),
        Query(ranges={"trl": Range()}, sort=Sort(number="trl", descending=False), offset=40),
    ],
    ids=["all", "kind", "facet and range", "two facets sorted", "far down"],
)
def test_lists_and_counts_are_the_same_under_every_choice_and_scope(readers: Pair, scope: Scope, chosen: Query) -> None:
    asked = Query(
        kinds=chosen.kinds,
        facets=chosen.facets,
        ranges=chosen.ranges,
        sort=chosen.sort,
        offset=chosen.offset,
        count_facets=("sector", "mode"),
        count_numbers=("trl",),
    )
    one, other = (reader.search(asked, scope) for reader in readers)

    assert one.total > 0
    assert [hit.id for hit in one.hits] == [hit.id for hit in other.hits]
    assert (one.total, one.facets, one.numbers) == (other.total, other.facets, other.numbers)


def test_an_answer_ends_at_the_same_place_and_counts_alike(readers: Pair) -> None:
    """Where fit ends is a cut between scores; rounding may move a document over it, never many."""
    for text in _questions()[:30]:
        one, other = (reader.search(Query(text=text, count_facets=("sector",)), PUBLIC) for reader in readers)
        allowed = max(3, one.total // 20)
        assert abs(one.total - other.total) <= allowed, text
        for sector in SECTORS:
            assert abs(one.facets["sector"].get(sector, 0) - other.facets["sector"].get(sector, 0)) <= allowed, text


def test_suggestions_are_the_same(readers: Pair) -> None:
    for text in ("基于", "研究 ", "co", "能源"):
        one, other = (set(reader.suggest(text, MEMBER, limit=50)) for reader in readers)
        assert one == other or min(len(one), len(other)) == 50
