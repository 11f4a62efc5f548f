"""How fast documents are embedded and indexed on all cores, against one core's bare encoder and against torch."""

import itertools
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

from bench.generated import documents
from bench.registry import measurement
from search.embedding.bulk import BulkEmbedder
from search.embedding.serving import OnnxEmbedder, installed_folder
from search.engines.embedded.records import texts_to_embed
from search.factory import open_engine
from search.types import Document, Passage

_INDEXED = 240
_BARE = 80
_TORCH = 48
_CHARACTERS = 300


@measurement(name="search_indexing_over_one_core", unit="x one core's bare encoder", bar=1.8, better="higher")
def over_one_core() -> float:
    """Embed and index on all cores, over the bare encoder on one core."""
    rates = _rates()
    return rates["indexed"] / rates["bare"]


@measurement(name="search_indexing_over_torch", unit="x sentence-transformers on torch", bar=1.5, better="higher")
def over_torch() -> float:
    """Embed and index on all cores, over sentence-transformers on torch with all cores."""
    rates = _rates()
    return rates["indexed"] / rates["torch"]


@cache
def _rates() -> dict[str, float]:
    """Documents a second, each twice in turn and the better taken, so that one disturbed moment does not decide."""
    found = {"bare": 0.0, "indexed": 0.0, "torch": 0.0}
    encode_with_torch = _torch_encoder()
    bare = OnnxEmbedder(installed_folder())
    bare.encode_documents(["预热"])
    for _ in range(2):
        found["bare"] = max(found["bare"], _rate(_BARE, lambda: bare.encode_documents(_texts(_BARE))))
        found["indexed"] = max(found["indexed"], _index())
        found["torch"] = max(found["torch"], _rate(_TORCH, lambda: encode_with_torch(_texts(_TORCH))))
    print("    " + ", ".join(f"{name} {rate:.1f} documents/s" for name, rate in found.items()))
    return found


def _index() -> float:
    """The processes are started before the clock: an import of a thousand rows does not notice them."""
    embedder = BulkEmbedder(installed_folder())
    embedder.start()
    with tempfile.TemporaryDirectory() as folder:
        writer = open_engine("embedded", Path(folder)).writer(embedder)

        def put() -> None:
            writer.put(_long_documents(_INDEXED))
            writer.commit()

        try:
            return _rate(_INDEXED, put)
        finally:
            writer.close()
            embedder.close()


def _torch_encoder() -> Callable[[list[str]], object]:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(installed_folder()), device="cpu")
    model.encode(["预热"])
    return lambda texts: model.encode(["passage: " + text for text in texts], batch_size=16, normalize_embeddings=True)


def _texts(count: int) -> list[str]:
    return [text for document in _long_documents(count) for text in texts_to_embed(document)]


def _long_documents(count: int) -> list[Document]:
    """Documents whose one text, title and passage together, has 300 characters."""
    made = []
    for document in itertools.islice(documents(10 * count, seed=5), count):
        text = "".join(passage.text for passage in document.passages) * 2
        passage = Passage(name="text", text=text[: _CHARACTERS - len(document.title) - 1])
        made.append(
            Document(
                id=document.id, kind=document.kind, title=document.title, passages=(passage,), scopes=document.scopes
            )
        )
    return made


def _rate(count: int, act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return count / (time.perf_counter() - started)
