"""Read words of closed vocabularies: stages, levels, carbon classes, modes, TRL."""

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import yaml
from rapidfuzz import fuzz, process

from ingest.normalise.numbers import chinese_number
from ingest.normalise.reading import Reading, error, warning
from ingest.normalise.text import half_width, is_empty
from ingest.records import Doubt, Message
from marketplace.taxonomy.terms import TrlScale

VOCABULARY = Path(__file__).parents[1] / "vocabulary.yaml"
PARTS = re.compile(r"[、，,；;\n/|+]+|以及|或者|或|和|与|及")
BRACKET = re.compile(r"许可[(（]([^)）]*)[)）]")
TRL_NUMBER = re.compile(
    r"^(?:TRL|技术成熟度|技术就绪度|成熟度|第|level)*\s*[:=\-]?\s*(\d{1,3}|[一二三四五六七八九十]{1,3})\s*(?:级|级别|level)?"
    r"(?:\s*(?:~|-|—+|至|到)\s*(?:TRL)?\s*(\d{1,3}|[一二三四五六七八九十]{1,3})\s*(?:级|级别)?)?(?:[(（].*[)）])?$",
    re.IGNORECASE,
)
BLANKS_AND_STOP = re.compile(r"[\s。.]+$|^\s+|\s")
THIRTEEN = re.compile(r"(?:13|十三)\s*级制\s*第?\s*(\d{1,2})\s*级?|(\d{1,2})\s*/\s*13$")
MAXIMUM = {TrlScale.NINE: 9, TrlScale.THIRTEEN: 13}
LIKELY = 80


@lru_cache(maxsize=1)
def vocabulary() -> dict[str, dict[str, list[str]]]:
    """Load the one file of words: {vocabulary: {value: [word, ...]}}."""
    loaded: dict[str, dict[str, list[str]]] = yaml.safe_load(VOCABULARY.read_text(encoding="utf-8"))
    return loaded


@lru_cache(maxsize=32)
def _table(name: str) -> dict[str, str]:
    return {_plain(str(word)): str(value) for value, words in vocabulary()[name].items() for word in (*words, value)}


@lru_cache(maxsize=32)
def _words_inside(name: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The words that are looked for inside a text, longest first, and the characters that they begin with."""
    words = sorted((word for word in _table(name) if len(word) >= 2 and not word.isascii()), key=len, reverse=True)
    return tuple(words), frozenset(word[0] for word in words)


@lru_cache(maxsize=1)
def _no_mode() -> frozenset[str]:
    return frozenset(_plain(word) for word in vocabulary()["no_mode"])


def _plain(text: str) -> str:
    return BLANKS_AND_STOP.sub("", half_width(text).lower())


@lru_cache(maxsize=8192)
def find_word(name: str, text: str) -> str | None:
    """Find the value whose word is the text, or else the longest word inside it."""
    table, plain = _table(name), _plain(text)
    if plain in table:
        return table[plain]
    words, beginnings = _words_inside(name)
    if beginnings.isdisjoint(plain):
        return None
    return next((table[word] for word in words if word in plain), None)


@lru_cache(maxsize=8192)
def read_word(name: str, text: str, labels: tuple[str, ...]) -> Reading[str]:
    """Read one value of a vocabulary; `labels` are the official words, which the remedy lists."""
    if is_empty(text):
        return Reading()
    value = find_word(name, text)
    if value is not None:
        return Reading(value)
    close = process.extractOne(_plain(text), _table(name).keys(), scorer=fuzz.ratio, score_cutoff=LIKELY)
    fix = _label_of(name, _table(name)[close[0]], labels) if close else None
    return Reading(None, (_unknown_word(labels, fix),))


def _label_of(name: str, value: str, labels: tuple[str, ...]) -> str | None:
    return next((label for label in labels if find_word(name, label) == value), None)


def _unknown_word(labels: tuple[str, ...], fix: str | None) -> Doubt:
    listed = "、".join(labels)
    if fix:
        return warning("unknown_word", Message("不在规定的词之内"), Message("改为“%(value)s”", value=fix), fix)
    return warning("unknown_word", Message("不在规定的词之内"), Message("选用：%(words)s", words=listed))


@lru_cache(maxsize=4096)
def read_carbon_class(text: str) -> Reading[str]:
    """Read one of the four classes; a near word (节能) is offered as a fix."""
    if is_empty(text):
        return Reading()
    value = find_word("carbon_class", text)
    if value is not None:
        return Reading(value)
    labels = {"low": "低碳", "zero": "零碳", "negative": "负碳", "sink": "增汇"}
    likely = find_word("carbon_class_likely", text)
    if likely is None:
        return Reading(None, (_unknown_word(tuple(labels.values()), None),))
    fix = labels[likely]
    doubt = warning("unknown_class", Message("不在四类之内"), Message("改为“%(value)s”", value=fix), fix)
    return Reading(None, (doubt,))


@lru_cache(maxsize=8192)
def read_modes(name: str, text: str) -> Reading[tuple[str, ...]]:
    """Read several modes from one cell: `许可/合作；面谈`; words that name no mode (面谈) are passed over."""
    if is_empty(text):
        return Reading()
    plain = half_width(text)
    found: list[str] = []
    for inner in BRACKET.findall(plain):
        found += [value for part in PARTS.split(inner) if (value := find_word(name, part))]
    plain = BRACKET.sub("" if found else "许可", plain)
    unknown = []
    for part in PARTS.split(plain):
        value = find_word(name, part)
        if value:
            found.append(value)
        elif _plain(part) and _plain(part) not in _no_mode():
            unknown.append(part.strip())
    return Reading(tuple(dict.fromkeys(found)) or None, tuple(_unknown_modes(unknown)))


def _unknown_modes(parts: Iterable[str]) -> list[Doubt]:
    listed = "、".join(parts)
    if not listed:
        return []
    remedy = Message("选用：转让、许可、作价入股、合作开发、技术服务、技术咨询等")
    return [warning("unknown_mode", Message("没有认出“%(word)s”", word=listed[:60]), remedy)]


@lru_cache(maxsize=4096)
def read_trl(text: str, scale: TrlScale = TrlScale.NINE) -> Reading[tuple[int, TrlScale]]:
    """Read a TRL as a number; above the scale it is offered as a level of the thirteen."""
    if is_empty(text):
        return Reading()
    plain = half_width(text)
    thirteen = THIRTEEN.search(plain)
    if thirteen:
        return _level(int(thirteen[1] or thirteen[2]), TrlScale.THIRTEEN)
    match = TRL_NUMBER.match(plain)
    if match is None:
        return Reading(None, (_no_trl(),))
    low = _count(match[1])
    reading = _level(low, scale)
    if match[2] and reading.value and _count(match[2]) != low:
        level = min(low, _count(match[2]))
        doubt = warning(
            "trl_range", Message("是一个范围，先按 %(n)s 级记", n=level), Message("填写一级"), f"TRL {level}"
        )
        return Reading((level, scale), (doubt,))
    return reading


def _count(text: str) -> int:
    return int(text) if text.isdigit() else int(chinese_number(text) or 0)


def _level(level: int, scale: TrlScale) -> Reading[tuple[int, TrlScale]]:
    if 1 <= level <= MAXIMUM[scale]:
        return Reading((level, scale))
    if scale is TrlScale.NINE and 10 <= level <= 13:
        return Reading(
            None,
            (
                error(
                    "trl_scale",
                    Message("9 级制最高为 9"),
                    Message("若为 13 级制，改为“13级制第%(n)s级”", n=level),
                    f"13级制第{level}级",
                ),
            ),
        )
    return Reading(None, (_no_trl(),))


def _no_trl() -> Doubt:
    return error("not_a_trl", Message("不是技术成熟度等级"), Message("填写 TRL 1 到 TRL 9，或“13级制第10级”的样子"))


def level_of_word(text: str) -> int | None:
    """The TRL that a word such as 中试 stands for."""
    value = find_word("maturity_level", text)
    return int(value) if value else None
