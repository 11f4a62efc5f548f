"""What the trimmed vocabulary costs: the same retrieval by meaning with the full one."""

from pathlib import Path

import numpy as np

from bench.registry import Unmeasured, measurement
from bench.shared_data import read_shared
from search.embedding.bulk import BulkEmbedder
from search.embedding.cache import CachedEmbedder
from search.embedding.catalogue import models_folder, wanted_model
from search.embedding.install import InstallFailed, install_model
from search.evaluate import Judged, evaluate
from search.types import Mode

_CACHE = Path("var/cache/vectors")


@measurement(name="search_vocabulary_difference", unit="nDCG@10, the larger of two sets", bar=0.003, better="lower")
def vocabulary_difference() -> float:
    """Dense only, as words would hide a difference; on the judged needs and on the abstracts."""
    needs, abstracts = read_shared("need_matching"), read_shared("title_to_abstract")
    found = []
    for full in (False, True):
        try:
            folder = install_model(wanted_model(), models_folder(), print, full_vocabulary=full)
        except InstallFailed as failure:
            raise Unmeasured(str(failure)) from failure
        found.append([_ndcg(folder, needs, judged_only=True), _ndcg(folder, abstracts, judged_only=False)])
    trimmed, whole = np.array(found)
    return float(np.abs(trimmed - whole).max())


def _ndcg(folder: Path, judged: Judged, *, judged_only: bool) -> float:
    embedder = BulkEmbedder(folder)
    try:
        return evaluate(judged, CachedEmbedder(embedder, _CACHE), "embedded", Mode.DENSE, judged_only=judged_only)[
            "ndcg@10"
        ]
    finally:
        embedder.close()
