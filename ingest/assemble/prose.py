"""Distribute descriptions over the parts of a record: by their own labels, else at sentence borders."""

import re
from dataclasses import dataclass

from ingest import headings
from ingest.records import Kind

PART = 500  # characters of a part
LABEL = re.compile(
    r"(?:^|(?<=[\n。；;!！?？]))[ \t]*(?:[（(]?[一二三四五六七八九十\d]{1,2}[）).、．][ \t]*)?[【\[]?([\u4e00-\u9fff]{2,12})[】\]]?[ \t]*[：:]"
)
SENTENCE = re.compile(r".+?(?:[。！？!?；;](?:[”」』）)])?|\n|$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Spread:
    """Parts filled, what no part took, and whether a border had to be chosen."""

    parts: dict[str, str]
    rest: str = ""
    overflowed: bool = False


def labelled_parts(text: str, kind: Kind, allowed: frozenset[str]) -> dict[str, str]:
    """Cut a text at labels such as 考核指标：; what stands before the first one has the key ""."""
    cuts = []
    for match in LABEL.finditer(text) if "：" in text or ":" in text else ():
        found = headings.lookup(kind).get(headings.plain(match[1]))
        if found in allowed:
            cuts.append((match.start(), match.end(), found))
    parts: dict[str, str] = {}
    ends = [*(start for start, _, _ in cuts[1:]), len(text)] if cuts else []
    before = text[: cuts[0][0]].strip() if cuts else text.strip()
    if before:
        parts[""] = before
    for (_, start, field), end in zip(cuts, ends, strict=True):
        parts[field] = join(parts.get(field, ""), text[start:end].strip())
    return parts


def spread(text: str, order: tuple[str, ...], taken: dict[str, str]) -> Spread:
    """Put a text into the first part of `order`, and what is too long for it into the free parts that follow."""
    parts = dict(taken)
    first, *others = order
    whole = join(parts.get(first, ""), text)
    parts[first], rest = cut(whole, PART)
    overflowed = bool(rest)
    for part in others:
        if rest and not parts.get(part):
            parts[part], rest = cut(rest, PART)
    return Spread(parts, rest, overflowed)


def cut(text: str, length: int) -> tuple[str, str]:
    """Split a text after the last whole sentence that fits; nothing is lost."""
    if len(text) <= length:
        return text, ""
    end = 0
    for match in SENTENCE.finditer(text):
        if match.end() > length or match.end() == match.start():
            break
        end = match.end()
    if end < length // 4:
        comma = max(text.rfind(mark, 0, length) for mark in "，,、 ")
        end = comma + 1 if comma >= length // 4 else length
    return text[:end].strip(), text[end:].strip()


def join(first: str, second: str) -> str:
    """Put two texts below each other, without saying the same twice."""
    if not first or first == second or first in second:
        return second
    return first if not second or second in first else f"{first}\n{second}"


def leading_sentences(text: str, length: int, unfit: re.Pattern[str]) -> str:
    """The whole sentences that a text starts with, up to a length, passing over unfit ones."""
    chosen = ""
    for match in SENTENCE.finditer(text):
        sentence = match[0]
        if unfit.search(sentence):
            continue
        if len(chosen) + len(sentence.rstrip()) > length:
            break
        chosen += sentence
    return " ".join(chosen.split("\n")).strip()
