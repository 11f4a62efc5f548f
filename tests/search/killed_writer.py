"""A writer that commits for ever until it is killed; says which commit it finished. Run as a process by test_crashes."""

import sys
from pathlib import Path

from search.factory import open_engine
from tests.search.conftest import make_document
from tests.search.hashing import HashingEmbedder

ROUND = 6


def main() -> None:
    """Every commit replaces all documents of a fixed set by the version of the commit, so that a mixture would show."""
    writer = open_engine("embedded", Path(sys.argv[1])).writer(HashingEmbedder())
    version = int(sys.argv[2])
    while True:
        version += 1
        if version % 7 == 0:
            writer.clear()
        writer.put([make_document(f"d{at}", f"第{version}版余热", "烟气", version=version) for at in range(ROUND)])
        writer.commit()
        print(version, flush=True)


if __name__ == "__main__":
    main()
