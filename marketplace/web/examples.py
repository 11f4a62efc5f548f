"""A good and a bad example of how a field is written; every text is a msgid."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """How it reads well, how it does not, and why not."""

    good: str
    bad: str
    why: str
