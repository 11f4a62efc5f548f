"""The judged texts that lie beside the project and are never copied into it."""

import os
from pathlib import Path

from bench.registry import Unmeasured
from search.evaluate import Judged, read_test_set

_FOLDER = Path(os.environ.get("SHARED_DATA", "../shared/data"))


def read_shared(name: str) -> Judged:
    """Corpus, queries and judgements of a folder of the shared data."""
    folder = _FOLDER / name
    if not folder.is_dir():
        raise Unmeasured(f"{folder} is not there; set SHARED_DATA to the folder that holds {name}/")
    return read_test_set(folder / "corpus.jsonl", folder / "queries.jsonl", folder / "qrels.tsv")
