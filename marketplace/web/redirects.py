"""Where to go next, never out of the house."""

from urllib.parse import urlsplit


def inside(target: str | None, otherwise: str) -> str:
    """The target when it is a path of our own, else the other: no open redirect."""
    if not target or any(ord(character) < 32 or character == "\\" for character in target):
        return otherwise
    try:
        parts = urlsplit(target)
    except ValueError:
        return otherwise
    ours = not parts.scheme and not parts.netloc and target.startswith("/") and not target.startswith("//")
    return target if ours else otherwise
