"""Is this organisation here already? Names compared without what nearly every name carries."""

import re
import unicodedata
from collections.abc import Iterable

from rapidfuzz import fuzz

LIKE_ENOUGH = 86.0  # of 100; 武汉理工大学 and 武汉工程大学 stay apart at 83
COMMON = re.compile(r"(股份|有限|责任|集团|总)*公司$|[（(].*?[)）]|\s+")


def core_of(name: str) -> str:
    """The name without company form, brackets and spaces, in one width and case."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return COMMON.sub("", plain) or plain


def alike(name: str, known: Iterable[tuple[int, str, str]], limit: int = 5) -> list[int]:
    """The ids of `known` (id, Chinese name, English name) whose name is nearly this one, the likest first."""
    wanted = core_of(name)
    scored = [
        (max(fuzz.ratio(wanted, core_of(chinese)), fuzz.ratio(wanted, core_of(english)) if english else 0.0), number)
        for number, chinese, english in known
    ]
    near = sorted((-score, number) for score, number in scored if score >= LIKE_ENOUGH)
    return [number for _score, number in near[:limit]]
