"""Read one value at a time: each function takes the text of a cell and gives a `Reading`, never an exception."""

from ingest.normalise.reading import Reading

__all__ = ["Reading"]
