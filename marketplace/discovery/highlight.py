"""Marks the words of a question in a text and cuts the passage worth showing. Pure; escaping is the template's."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

Marked = list[tuple[str, bool]]
_SENTENCE = re.compile(r"[^。！？；!?;\n]*[。！？；!?;\n]?")
EXCERPT = 64


class Highlighter:
    """Finds the words of one question; (text, is a hit) pairs join to the text again."""

    def __init__(self, terms: Iterable[str]) -> None:
        folded = {_fold(term)[0].strip() for term in terms}
        words = sorted((word for word in folded if word), key=lambda word: (-len(word), word))
        self._pattern = re.compile("|".join(_whole_word(word) for word in words)) if words else None

    def mark(self, text: str) -> Marked:
        """The text in pieces, each with whether it is one of the words."""
        if self._pattern is None or not text:
            return [(text, False)] if text else []
        folded, origin = _fold(text)
        pieces: Marked = []
        done = 0
        for match in self._pattern.finditer(folded):
            start, end = (
                (match.start(), match.end()) if origin is None else (origin[match.start()], _end(origin, match))
            )
            if start < done:
                continue
            if start > done:
                pieces.append((text[done:start], False))
            pieces.append((text[start:end], True))
            done = end
        if done < len(text):
            pieces.append((text[done:], False))
        return pieces

    def hits(self, text: str) -> int:
        """How many different words occur in the text."""
        return 0 if self._pattern is None else len(set(self._pattern.findall(_fold(text)[0])))

    def words(self, *texts: str) -> list[str]:
        """The words as they are written in the texts, each once, in the order met."""
        found: dict[str, str] = {}
        for text in texts:
            for piece, hit in self.mark(text):
                if hit:
                    found.setdefault(piece.lower(), piece)
        return list(found.values())

    def excerpt(self, text: str, length: int = EXCERPT) -> Marked:
        """The sentence that holds most of the words, cut to a length."""
        sentences = [part.strip() for part in _SENTENCE.findall(text) if part.strip()]
        if not sentences:
            return []
        best = max(range(len(sentences)), key=lambda at: (self.hits(sentences[at]), -at))
        return self.mark(_cut(sentences[best], self._first(sentences[best]), length))

    def _first(self, text: str) -> int:
        at = 0
        for piece, hit in self.mark(text):
            if hit:
                return at
            at += len(piece)
        return 0


def _cut(text: str, around: int, length: int) -> str:
    """At most `length` characters that hold the place `around`, with ellipses where something is left out."""
    if len(text) <= length:
        return text
    start = max(0, min(around - length // 3, len(text) - length))
    cut = text[start : start + length].strip()
    return ("…" if start else "") + cut + ("…" if start + length < len(text) else "")


def _whole_word(word: str) -> str:
    """Latin words and numbers match whole; Chinese words anywhere."""
    before = r"(?<![a-z0-9])" if re.match(r"[a-z0-9]", word) else ""
    after = r"(?![a-z0-9])" if re.search(r"[a-z0-9]$", word) else ""
    return before + re.escape(word) + after


class _Folded(dict[str, str]):
    """Characters in their compatibility form and lower case, each worked out once."""

    def __missing__(self, character: str) -> str:
        plain = self[character] = unicodedata.normalize("NFKC", character).lower()
        return plain


_FOLDED = _Folded()
_WIDE = [(mark, unicodedata.normalize("NFKC", mark)) for mark in "，；：！？（）％～"]  # what Chinese texts are full of


@lru_cache(maxsize=512)  # a page folds each of its texts several times: to mark it, to count in it, to cut it
def _fold(text: str) -> tuple[str, list[int] | None]:
    """Compatibility forms folded, lower case; and for each character where it came from, None when nothing moved."""
    plain = text
    for wide, narrow in _WIDE:
        plain = plain.replace(wide, narrow)
    if unicodedata.is_normalized("NFKC", plain) and len(lower := plain.lower()) == len(text):
        return lower, None
    parts = [_FOLDED[character] for character in text]
    folded = "".join(parts)
    if len(folded) == len(text) and all(parts):
        return folded, None
    return folded, [at for at, plain in enumerate(parts) for _ in plain]


def _end(origin: list[int], match: re.Match[str]) -> int:
    return origin[match.end() - 1] + 1
