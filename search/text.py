"""What is done to every text before it is embedded, indexed or asked: guard it, cut it into tokens, tell its language."""

import re
import unicodedata
from collections.abc import Iterable

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
            found.extend(run[at : at + 2] for at in range(len(run) - 1))
        else:
            found.extend(_word_tokens(match["word"].replace(",", "")))
    return found


def is_english(text: str) -> bool:
    """Is it a question in English words? A formula, an acronym and a Chinese text with units in it are not."""
    return re.search(f"[{_HAN}]", text) is None and len(_ENGLISH_WORD.findall(text)) >= 2


def highlight_terms(text: str, limit: int = 24) -> tuple[str, ...]:
    """The words of a question worth marking in a result: segmented Chinese words of two characters and more, Latin words."""
    words = dict.fromkeys(word for word in _segment(text) if _worth_marking(word))
    return tuple(words)[:limit]


def found_terms(terms: Iterable[str], text: str) -> tuple[str, ...]:
    """Those terms that occur in a guarded text, in the question's order."""
    folded = text.lower()
    return tuple(term for term in terms if term in folded)


def _word_tokens(word: str) -> list[str]:
    """The word; its parts when it is joined (GJ/t, CO2-EOR); number and unit when they are written together (2.6GJ)."""
    parts = [part for part in _PART.split(word) if part]
    found = list(dict.fromkeys([word, *parts]))
    for part in parts:
        if apart := _NUMBER_AND_UNIT.match(part):
            found.extend(apart.groups())
    return found


def _segment(text: str) -> list[str]:
    import rjieba  # 30 MB of dictionary: only who shows highlights pays for it

    words: list[str] = []
    for match in _TOKEN.finditer(guard(text).lower()):
        words.extend(rjieba.cut(match["han"], False) if match["han"] else [match["word"]])
    return words


def _worth_marking(word: str) -> bool:
    return len(word) >= 2 and word not in _STOP


_STOP = frozenset(
    [
        "我们",
        "你们",
        "他们",
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
        "哪些",
        "有没有",
        "是否",
        "以及",
        "或者",
        "并且",
        "进行",
        "通过",
        "采用",
        "使用",
        "用于",
        "对于",
        "关于",
        "由于",
        "因此",
        "但是",
        "如果",
        "以上",
        "以下",
        "左右",
        "目前",
        "现有",
        "方面",
        "问题",
        "解决",
        "想要",
        "寻找",
        "寻求",
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
