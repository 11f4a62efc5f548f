"""Templates that share the application's globals."""

from collections.abc import MutableMapping
from typing import Any

from flask.templating import Environment
from jinja2.bccache import Bucket, BytecodeCache


class SharedCode(BytecodeCache):
    """Compiled templates of this process: an application made after the first (tests make hundreds) compiles none anew."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key, bucket.checksum] = bucket.code


class SharingEnvironment(Environment):
    """A template without globals of its own takes the application's as they are.

    Jinja chains an empty mapping before them, and then searches the chain key by key at every page and every import of macros.
    """

    _codes = SharedCode()

    def __init__(self, *positional: Any, **options: Any) -> None:
        super().__init__(*positional, **{"bytecode_cache": self._codes} | options)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals
