"""Names of files as they are kept and offered again: a name only, never a path, with the suffix of what the file is. Pure."""

import re
import unicodedata
from pathlib import PurePosixPath

LONGEST = 120
UNNAMED = "file"
FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]')


def safe_name(given: str, suffix: str) -> str:
    """The last part of a path without what could mislead, ending in `suffix`."""
    stem = _stem(given)
    return f"{stem[: LONGEST - len(suffix)].rstrip('. ') or UNNAMED}{suffix}"


def title_from(given: str) -> str:
    """The name without its suffix, as the first title of a file."""
    return _stem(given)[:LONGEST]


def _stem(given: str) -> str:
    name = PurePosixPath(unicodedata.normalize("NFC", given).replace("\\", "/")).name
    clean = FORBIDDEN.sub("", name).strip(". ")
    stem, dot, suffix = clean.rpartition(".")
    known = dot and 0 < len(suffix) <= 5 and suffix.isascii()
    return (stem if known else clean).strip(". ") or UNNAMED
