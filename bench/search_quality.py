"""How well search finds: judged needs, titles and abstracts."""

from pathlib import Path

from bench.registry import measurement
from bench.shared_data import read_shared
from search.embedding.cache import CachedEmbedder
from search.evaluate import Report, evaluate
from search.factory import open_bulk_embedder
from search.types import Mode

_CACHE = Path("var/cache/vectors")


@measurement(name="search_need_matching_ndcg10", unit="nDCG@10", bar=0.70, better="higher")
def need_matching() -> float:
    """Real needs against their judged achievements: hybrid, title and text scored separately, judged only."""
    return _measure("need_matching", judged_only=True)["ndcg@10"]


@measurement(name="search_title_to_abstract_mrr10", unit="MRR@10", bar=0.99, better="higher")
def title_to_abstract() -> float:
    """Titles of papers against all abstracts: hybrid."""
    return _measure("title_to_abstract", judged_only=False)["mrr@10"]


def _measure(name: str, *, judged_only: bool) -> Report:
    judged = read_shared(name)
    embedder = open_bulk_embedder()
    try:
        return evaluate(judged, CachedEmbedder(embedder, _CACHE), "embedded", Mode.HYBRID, judged_only=judged_only)
    finally:
        embedder.close()
