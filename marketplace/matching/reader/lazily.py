"""Patterns compiled at their first use: most processes never read a limit, and these patterns take half a second and 4 MB."""

import re
from functools import cached_property
from typing import Any, cast


class _Lazy:
    """Stands for the pattern and hands every question on to it."""

    def __init__(self, pattern: str) -> None:
        self._written = pattern

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self._written)

    def __getattr__(self, name: str) -> Any:
        """Only what is not found here comes here: the pattern's own methods and attributes."""
        return getattr(self._compiled, name)


def lazily(pattern: str) -> re.Pattern[str]:
    """A pattern to be used like a compiled one; a mistake in it shows at the first use."""
    return cast(re.Pattern[str], _Lazy(pattern))
