"""python -m search.embedding install: put the embedding model in place."""

import argparse
import sys

from search.embedding.catalogue import models_folder, wanted_model
from search.embedding.install import InstallFailed, install_model


def main() -> int:
    """Run the command; 0 when the model is in place, 1 with a sentence when it cannot be."""
    parser = argparse.ArgumentParser(prog="python -m search.embedding", description="The embedding model.")
    install = parser.add_subparsers(dest="command", required=True).add_parser("install", help="put the model in place")
    install.add_argument("--model", default=wanted_model(), help="name, hub id or folder (default: EMBEDDING_MODEL)")
    install.add_argument("--full-vocabulary", action="store_true", help="do not trim the vocabulary (for measurements)")
    arguments = parser.parse_args()
    try:
        install_model(arguments.model, models_folder(), _say, full_vocabulary=arguments.full_vocabulary)
    except InstallFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    return 0


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
