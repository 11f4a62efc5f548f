"""Makes typed text safe and canonical without changing how it reads; folding it for search is the engine's affair. Pure."""

import re

_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_SPACES = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r" ?\n[ \n]*")


def tidy(text: str, limit: int) -> str:
    """No control characters or lone surrogates, one space or line break at a time, at most `limit` characters."""
    plain = _UNSAFE.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _BREAKS.sub("\n", _SPACES.sub(" ", plain)).strip()[:limit].rstrip()
