"""English questions to Chinese results: the sample data in a database and an index of their own."""

import json
import tempfile
from pathlib import Path

from sqlalchemy import select

from bench.registry import measurement
from marketplace.cli import upgrade_database
from marketplace.core.db import Database
from marketplace.discovery.indexing import rebuild
from marketplace.listings.models import Achievement
from marketplace.samples import reading
from marketplace.samples.loading import load_samples
from search.embedding.cache import CachedEmbedder
from search.factory import open_bulk_embedder, open_engine
from search.measures import reciprocal_rank
from search.ports import Embedder
from search.types import Query, Scope

_CACHE = Path("var/cache/vectors")


@measurement(name="search_english_mrr10", unit="MRR@10", bar=0.70, better="higher")
def english_questions() -> float:
    """Twenty-five questions of our own, asked as a visitor of the page asks them."""
    bulk = open_bulk_embedder()
    try:
        return _measure(CachedEmbedder(bulk, _CACHE))
    finally:
        bulk.close()


def _measure(embedder: Embedder) -> float:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/samples.sqlite3"
        upgrade_database(url)
        database = Database(url)
        load_samples(database, lambda _line: None)
        with database.reading() as session:
            named = session.execute(select(Achievement.public_id, Achievement.source_key))
            keys = {row.public_id: row.source_key for row in named}
        engine = open_engine("embedded", Path(folder) / "index")
        writer = engine.writer(embedder)
        for _ in rebuild(database, writer):
            pass
        writer.close()
        reader = engine.reader(embedder)
        scope = Scope(tokens=frozenset({"public"}))
        ranks = []
        for asked in reading.questions():
            query = Query(text=asked["question"], kinds=frozenset({"achievement"}), limit=10)
            found = [keys[hit.id] or "" for hit in reader.search(query, scope).hits]
            ranks.append(reciprocal_rank(found, dict.fromkeys(asked["answers"], 1)))
        print("    " + json.dumps([round(rank, 2) for rank in ranks]))
        return sum(ranks) / len(ranks)
