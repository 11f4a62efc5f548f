"""Templates that share the application's globals."""

from collections.abc import MutableMapping
from typing import Any

from flask.templating import Environment


class SharingEnvironment(Environment):
    """A template without globals of its own takes the application's as they are.

    Jinja chains an empty mapping before them, and then searches the chain key by key at every page and every import of macros.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals
