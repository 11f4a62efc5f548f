"""What the field's English words are called in Chinese, so that an English question meets Chinese records."""

import re
from dataclasses import dataclass

from search.lexicon.entries import Branch, entries
from search.lexicon.forms import forms
from search.text import MAX_CHARACTERS, is_english

_ONE_WORD = re.compile(r"\s*[A-Za-z][a-z]{3,}\W*")  # "perovskite", but no acronym
_WORD = re.compile(r"[^\W_]+")
_JOINT = re.compile(r"(?:['’]s)?[\s/‐‑‒–—-]*")  # what may stand between the words of one term


@dataclass(frozen=True, slots=True, kw_only=True)
class Gloss:
    """An English term where it stands in the question, `text[start:end]`, and its Chinese terms, the best first."""

    english: str
    chinese: tuple[str, ...]
    start: int
    end: int


def gloss(text: str) -> tuple[Gloss, ...]:
    """The known terms of an English question in reading order: each word in one term at most, the longest term wins.

    A text that is not English has none; a single plain word counts as English, an acronym does not. Only the first MAX_CHARACTERS are read.
    """
    text = text[:MAX_CHARACTERS]
    if not is_english(text) and not _ONE_WORD.fullmatch(text):
        return ()
    words = list(_WORD.finditer(text))
    root = entries()
    found: list[Gloss] = []
    at = 0
    while at < len(words):
        after, chinese = _longest(root, text, words, at)
        if chinese:
            start, end = words[at].start(), words[after - 1].end()
            found.append(Gloss(english=text[start:end], chinese=chinese, start=start, end=end))
        at = max(after, at + 1)
    return tuple(found)


def with_chinese(text: str) -> str:
    """The question followed by the Chinese terms of its English words; any other text as it is."""
    terms = dict.fromkeys(term for found in gloss(text) for term in found.chinese)
    return " ".join((text, *terms))


def _longest(branch: Branch, text: str, words: list[re.Match[str]], at: int) -> tuple[int, tuple[str, ...]]:
    """The longest term that goes on from this branch with the words from `at`: where it ends, and its Chinese, if any."""
    best = at, branch.chinese
    for form in forms(words[at].group()):
        if onward := branch.next.get(form):
            goes_on = onward.next and _joined(text, words, at)
            after, chinese = _longest(onward, text, words, at + 1) if goes_on else (at + 1, onward.chinese)
            if chinese and after > best[0]:
                best = after, chinese
    return best


def _joined(text: str, words: list[re.Match[str]], at: int) -> bool:
    """Does another word follow with nothing but a blank, a hyphen or a slash between?"""
    return at + 1 < len(words) and _JOINT.fullmatch(text, words[at].end(), words[at + 1].start()) is not None
