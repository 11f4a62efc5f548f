"""The spellings under which an English word may stand in the lexicon: as written, American, singular, without -ing or -ed."""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_SINGULAR = (("ies", "y"), ("ves", "f"), ("ses", "sis"), ("es", ""), ("s", ""))
_NO_PLURAL = ("ss", "us", "is")
_AMERICAN = (
    ("isation", "ization"),
    ("ising", "izing"),
    ("ised", "ized"),
    ("iser", "izer"),
    ("ise", "ize"),
    ("yser", "yzer"),
    ("yse", "yze"),
    ("our", "or"),
    ("elled", "eled"),
    ("elling", "eling"),
)
_AMERICAN_WORDS = {
    "aluminium": "aluminum",
    "centre": "center",
    "fibre": "fiber",
    "fibreglass": "fiberglass",
    "gauge": "gage",
    "gray": "grey",
    "mold": "mould",
    "molding": "moulding",
    "plow": "plough",
    "plowing": "ploughing",
    "tyre": "tire",
}
_AMERICAN_STEMS = (("sulph", "sulf"),)
_SHORTEST = 3  # a stem of fewer letters is no word: "wing" is not "w", "bus" is not "bu"


@lru_cache(maxsize=8_192)
def forms(word: str) -> tuple[str, ...]:
    """The spellings to look up, the likeliest first; whether one is a word at all is for the lexicon to say."""
    written = unicodedata.normalize("NFKC", word).lower()
    found = dict.fromkeys([american(written)])
    for stem in _stems(written):
        found[american(stem)] = None
    return tuple(found)


def american(word: str) -> str:
    """One spelling for what British and American writers spell differently; words of the lexicon and of questions alike."""
    word = _AMERICAN_WORDS.get(word, word)
    for british, other in _AMERICAN_STEMS:
        word = word.replace(british, other)
    for british, other in _AMERICAN:
        if word.endswith(british) and len(word) - len(british) >= _SHORTEST - 1:
            return word.removesuffix(british) + other
    return word


def _stems(word: str) -> Iterator[str]:
    if word.endswith("s") and not word.endswith(_NO_PLURAL):
        yield from _without(word, _SINGULAR, shortest=2)
    yield from _without(word, (("ing", ""), ("ing", "e"), ("ied", "y"), ("ed", ""), ("ed", "e")), shortest=_SHORTEST)
    for ending in ("ing", "ed"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > _SHORTEST and stem[-1] == stem[-2]:  # shredded
            yield stem[:-1]


def _without(word: str, endings: tuple[tuple[str, str], ...], shortest: int) -> Iterator[str]:
    for ending, instead in endings:
        if word.endswith(ending) and len(word) - len(ending) + len(instead) >= shortest:
            yield word.removesuffix(ending) + instead
