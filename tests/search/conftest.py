"""Every engine under the same contract: an engine is added to ENGINES and has to pass everything here."""

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from search.engines.elasticsearch.engine import ElasticsearchEngine
from search.factory import open_engine
from search.ports import Engine, Reader, Writer
from search.types import Document, Passage, Scope
from tests.elasticsearch import ElasticsearchNode
from tests.search.hashing import HashingEmbedder

ON_A_CLUSTER = pytest.param(
    "elasticsearch", marks=[pytest.mark.elasticsearch, pytest.mark.xdist_group("elasticsearch")]
)
ENGINES = ["embedded", ON_A_CLUSTER]
PUBLIC = Scope(tokens=frozenset({"public"}))


@pytest.fixture
def embedder() -> HashingEmbedder:
    return HashingEmbedder()


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "embedded":
        yield open_engine(request.param, tmp_path / "index")
        return
    node: ElasticsearchNode = request.getfixturevalue("elasticsearch_node")
    opened = ElasticsearchEngine(node.settings, uuid.uuid4().hex)
    yield opened
    opened.remove()


@pytest.fixture
def writer(engine: Engine, embedder: HashingEmbedder) -> Iterator[Writer]:
    opened = engine.writer(embedder)
    yield opened
    opened.close()


@pytest.fixture
def reader(engine: Engine, embedder: HashingEmbedder) -> Iterator[Reader]:
    opened = engine.reader(embedder)
    yield opened
    opened.close()


@pytest.fixture
def filled(writer: Writer) -> Callable[..., None]:
    """Put documents and commit."""

    def fill(*documents: Document) -> None:
        writer.put(documents)
        writer.commit()

    return fill


def make_document(
    id_: str,
    title: str = "",
    *texts: str,
    kind: str = "achievement",
    facets: dict[str, tuple[str, ...]] | None = None,
    numbers: dict[str, float] | None = None,
    scopes: frozenset[str] = PUBLIC.tokens,
    version: int = 1,
    keywords: tuple[str, ...] = (),
) -> Document:
    return Document(
        id=id_,
        kind=kind,
        title=title,
        passages=tuple(Passage(name=f"part{at}", text=text) for at, text in enumerate(texts)),
        keywords=keywords,
        facets=facets or {},
        numbers=numbers or {},
        scopes=scopes,
        version=version,
    )
