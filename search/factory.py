"""Engines and embedders by plain arguments: what web and worker call."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from search.embedding.bulk import BulkEmbedder
from search.embedding.catalogue import wanted_device
from search.embedding.gpu import TorchEmbedder
from search.embedding.serving import OnnxEmbedder, installed_folder
from search.engines.embedded.engine import EmbeddedEngine
from search.engines.embedded.state import FORMAT
from search.ports import Engine, SearchRefused

ENGINES = ("embedded", "elasticsearch")


def open_engine(name: str, folder: Path, environ: Mapping[str, str] | None = None, *, patient: bool = False) -> Engine:
    """The engine of a name; `folder` is where the embedded one keeps its index, its last part names an index in a cluster.

    `environ` holds ELASTICSEARCH_* (the process's own, if none is given).

    `patient`: a search may take as long as a write, for measuring where no reader waits.
    """
    if name == "embedded":
        return EmbeddedEngine(folder)
    if name == "elasticsearch":
        from search.engines.elasticsearch.cluster import read_cluster
        from search.engines.elasticsearch.engine import ElasticsearchEngine  # the client is slow to import

        chosen = read_cluster(environ)
        if patient:
            chosen = replace(chosen, search_seconds=chosen.write_seconds)
        return ElasticsearchEngine(chosen, folder.name)
    raise SearchRefused(f"There is no engine {name!r}; choose one of: {', '.join(ENGINES)}.")


def index_name(model_id: str) -> str:
    """The folder of an index made in today's format with this model: another format or model starts an index of its own."""
    return f"v{FORMAT}-{hashlib.sha256(model_id.encode()).hexdigest()[:8]}"


def open_query_embedder(model: str = "", models: Path | None = None) -> OnnxEmbedder:
    """For web: encodes questions in this process. Loads with the first question."""
    return OnnxEmbedder(installed_folder(model, models))


def open_bulk_embedder(
    model: str = "", models: Path | None = None, processes: int | None = None
) -> BulkEmbedder | TorchEmbedder:
    """For the worker: encodes documents on every core, or on the device that EMBEDDING_DEVICE names."""
    folder = installed_folder(model, models)
    return TorchEmbedder(folder, wanted_device()) if wanted_device() else BulkEmbedder(folder, processes)
