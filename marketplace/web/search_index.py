"""The search engine as web and worker open it: readers after the fork, one embedder a process."""

import os
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import cast

from flask import Flask, current_app

from marketplace.config import Settings
from marketplace.web.state import settings
from marketplace.web.timing import TimedEmbedder
from search.factory import index_name, open_bulk_embedder, open_engine, open_query_embedder
from search.ports import Embedder, Engine, Reader, SearchRefused, SearchUnavailable, Writer
from search.types import Query, Scope


def engine_of(chosen: Settings) -> Engine:
    """The engine over the index that fits the installed model; a new model or format begins an empty one."""
    folder = chosen.index_dir / index_name(query_embedder(chosen).model_id)
    return open_engine(chosen.search_engine, folder, chosen.elasticsearch)


@lru_cache(maxsize=2)
def _query_embedder(model: str, folder: Path, _process: int) -> Embedder:
    return open_query_embedder(model, folder)


def query_embedder(chosen: Settings) -> Embedder:
    """The encoder of questions; loaded once a process, never shared across a fork."""
    return _query_embedder(chosen.embedding_model, chosen.model_dir, os.getpid())


def open_writer(chosen: Settings) -> Writer:
    """The one writer of the index, encoding documents on every core."""
    return engine_of(chosen).writer(open_bulk_embedder(chosen.embedding_model, chosen.model_dir))


def reader() -> Reader:
    """The reader of this process. Tests may put one of their own into `search_readers` under their process id."""
    held = cast("dict[int, Reader]", current_app.extensions.setdefault("search_readers", {}))
    if os.getpid() not in held:
        held[os.getpid()] = engine_of(settings()).reader(TimedEmbedder(query_embedder(settings())))
    return held[os.getpid()]


def index_is_empty(chosen: Settings) -> bool:
    """Whether nothing was ever indexed here."""
    opened = engine_of(chosen).reader(query_embedder(chosen))
    try:
        return opened.count() == 0
    finally:
        opened.close()


def index_is_healthy() -> bool:
    """Can the index be read now? Without a model it cannot."""
    try:
        return engine_of(settings()).healthy()
    except SearchRefused:
        return False


def warm(app: Flask) -> None:
    """Load the model, map the index and answer a question, so that the first person waits for none of it.

    Without them the pages that need no search are still served, and the search page says what is wrong.
    """
    with app.app_context(), suppress(SearchRefused, SearchUnavailable):
        query_embedder(settings()).encode_queries(["预热"])  # an empty index would encode nothing
        reader().search(Query(text="预热"), Scope(tokens=frozenset({"public"})))
