"""The installation of discovery's tests: published records and a real index."""

from tests.discovery.conftest import index, publish

__all__ = ["index", "publish"]
