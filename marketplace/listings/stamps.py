"""Short stamps of what each field said when a form was opened: they tell whose change is whose. Pure."""

import hashlib

from marketplace.listings.content import AchievementContent
from marketplace.listings.flat import flatten

LENGTH = 8


def stamps(content: AchievementContent) -> str:
    """field:stamp pairs by blanks, for a hidden input."""
    return " ".join(f"{name}:{_stamp(value)}" for name, value in flatten(content).items())


def touched(seen: str, typed: AchievementContent) -> frozenset[str]:
    """The fields in which what was typed is not what the form showed at first; all of them when that is not known."""
    before = dict(entry.partition(":")[::2] for entry in seen.split())
    return frozenset(name for name, value in flatten(typed).items() if before.get(name) != _stamp(value))


def _stamp(value: object) -> str:
    return hashlib.blake2b(repr(value).encode("utf8", "surrogatepass"), digest_size=LENGTH // 2).hexdigest()
