"""What is done to every text before it is embedded, indexed or asked: guard it, cut it into tokens, tell its language."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from operator import add

import numpy as np
from numpy.typing import NDArray

MAX_CHARACTERS = 4_000  # more than any encoder reads

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f々〇"
_LETTER = rf"[^\W_{_HAN}]"  # or digit, of any other script
_WORD = rf"{_LETTER}(?:{_LETTER}|(?<=\d)[.,](?=\d))*"
_TOKEN = re.compile(rf"(?P<han>[{_HAN}]+)|(?P<word>{_WORD}(?:[/·•∙*^-]{_WORD})*)")
_PART = re.compile(r"[/·•∙*^-]")
_NUMBER_AND_UNIT = re.compile(r"^(\d+(?:\.\d+)*)([^\W\d_]+\d?)$")
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ENGLISH_WORD = re.compile(r"\b[A-Za-z]{2,}\b")
_SPACE = re.compile(r"\s+")


@lru_cache(maxsize=128)  # a document's texts are guarded for its vectors, its tokens and its stored words
def guard(text: str, limit: int = MAX_CHARACTERS) -> str:
    """Make any text safe and canonical: compatibility forms folded (ＣＯ₂ is CO2), no NUL or lone surrogates, one space, capped.

    The text is capped before it is folded as well: a single character can fold into eighteen.
    """
    folded = unicodedata.normalize("NFKC", _UNSAFE.sub(" ", text[: 4 * limit]))
    return _SPACE.sub(" ", folded).strip()[:limit].rstrip()


def is_blank(text: str) -> bool:
    """Has a guarded text nothing to look for: no letter, digit or character?"""
    return _TOKEN.search(text) is None


def tokens(text: str) -> list[str]:
    """Tokens of any text, in order, repeated as they occur: Chinese uni- and bigrams, Latin words and numbers whole."""
    found: list[str] = []
    for match in _TOKEN.finditer(guard(text).lower()):
        if run := match["han"]:
            found.extend(run)
            found.extend(map(add, run, run[1:]))
        else:
            found.extend(_word_tokens(match["word"].replace(",", "")))
    return found


def is_english(text: str) -> bool:
    """Is it a question in English words? A formula, an acronym and a Chinese text with units in it are not."""
    return re.search(f"[{_HAN}]", text) is None and len(_ENGLISH_WORD.findall(text)) >= 2


def question_parts(question: str) -> tuple[str, ...]:
    """What of a question may be highlighted: runs of Chinese between function words, whole Latin words and numbers."""
    parts: dict[str, None] = {}
    for match in _TOKEN.finditer(guard(question, _MARKED_CHARACTERS).lower()):
        pieces = _FUNCTION_CHARACTER.split(match["han"]) if match["han"] else [match["word"]]
        parts |= dict.fromkeys(piece for piece in pieces if len(piece) > 1)
    return tuple(parts)


def shared_terms(parts: tuple[str, ...], text: str) -> tuple[str, ...]:
    """The words of a question's parts that a guarded text holds: the longest shared pieces of Chinese, whole Latin words.

    No dictionary: a segmenter would cost each web process 30 MB and miss the new terms that results are about.
    """
    return terms_shared_with_each(parts, [text])[0]


def terms_shared_with_each(parts: tuple[str, ...], texts: Sequence[str]) -> list[tuple[str, ...]]:
    """`shared_terms` of several texts at once."""
    lines = _BETWEEN.join(texts).lower()
    starts: dict[str, list[tuple[int, int]]] = {}
    for which, part in enumerate(parts):
        for at in range(len(part) - 1):
            starts.setdefault(part[at : at + 2], []).append((which, at))
    return [
        _shared_terms(parts, sorted(place for pair in held for place in starts[pair]), text)
        for text, held in zip(lines.split(_BETWEEN), _pairs_held(sorted(starts), lines), strict=True)
    ][: len(texts)]


def _pairs_held(pairs: list[str], lines: str) -> list[set[str]]:
    """Which of these pairs of characters each line holds: all lines are looked through in one go."""
    held: list[set[str]] = [set() for _ in range(lines.count(_BETWEEN) + 1)]
    if not pairs:
        return held
    codes, (first, second) = _codes(lines), _codes("".join(pairs)).reshape(-1, 2).T
    known = np.zeros(max(int(first.max()), int(second.max())) + 2, np.bool_)
    known[first] = known[second] = True
    inside = known[np.minimum(codes, len(known) - 1)]
    at = np.flatnonzero(inside[:-1] & inside[1:])
    found, wanted = codes[at] << 32 | codes[at + 1], first << 32 | second
    which = np.minimum(np.searchsorted(wanted, found), len(wanted) - 1)
    right = wanted[which] == found
    owners = np.searchsorted(np.flatnonzero(codes == ord(_BETWEEN)), at[right])
    for owner, pair in zip(owners.tolist(), which[right].tolist(), strict=True):
        held[owner].add(pairs[pair])
    return held


def _codes(text: str) -> NDArray[np.int64]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)


def _shared_terms(parts: tuple[str, ...], starts: list[tuple[int, int]], text: str) -> tuple[str, ...]:
    """The longest pieces from left to right, given in which parts and where pairs start that the text holds."""
    found: dict[str, None] = {}
    reached = (0, 0)
    for which, start in starts:
        if (which, start) >= reached:
            part, end = parts[which], start + 2
            while end < len(part) and part[start : end + 1] in text:
                end += 1
            reached = (which, end)
            piece = part[start:end]
            if piece == part or not part.isascii():
                found[piece] = None
    return tuple(term for term in found if term not in _FILLER)[:_MOST_TERMS]


def _word_tokens(word: str) -> list[str]:
    """The word; its parts when it is joined (GJ/t, CO2-EOR); number and unit when they are written together (2.6GJ)."""
    parts = [part for part in _PART.split(word) if part]
    found = list(dict.fromkeys([word, *parts]))
    for part in parts:
        if apart := _NUMBER_AND_UNIT.match(part):
            found.extend(apart.groups())
    return found


_MARKED_CHARACTERS = 160
_BETWEEN = "\x1e"  # no guarded text holds it
_MOST_TERMS = 24
_FUNCTION_CHARACTER = re.compile("[的了与及是我你您他它们这那哪吗呢吧把或也就都而但其之想要请将从于很]")
_FILLER = frozenset(
    [
        "一种",
        "一个",
        "一些",
        "可以",
        "能够",
        "需要",
        "需求",
        "希望",
        "如何",
        "怎么",
        "怎样",
        "什么",
        "没有",
        "是否",
        "以及",
        "进行",
        "通过",
        "采用",
        "使用",
        "用于",
        "由于",
        "因此",
        "如果",
        "以上",
        "以下",
        "左右",
        "目前",
        "现有",
        "方面",
        "问题",
        "解决",
        "寻找",
        "寻求",
        "企业",
        "工厂",
        "the",
        "and",
        "for",
        "with",
        "from",
        "that",
        "this",
        "are",
        "what",
        "how",
        "which",
        "can",
        "our",
        "to",
        "of",
        "in",
        "on",
        "is",
        "we",
        "an",
        "by",
        "at",
        "or",
        "as",
        "it",
        "be",
        "do",
        "need",
        "want",
        "looking",
        "find",
    ]
)
