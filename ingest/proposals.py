"""Tell the class that a column states, and propose one by keywords where none is stated."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from ingest.normalise.text import half_width
from ingest.records import Message
from marketplace.taxonomy.catalogue import catalogue

RULES = Path(__file__).with_name("classes.yaml")
IN_TITLE, IN_TEXT, NEEDED = 3, 1, 3
BLANKS_AND_STOPS = re.compile(r"[\s、，,。]")
LOOKED_AT = 600  # characters of the text


@dataclass(frozen=True, slots=True)
class Class:
    """A sector, and perhaps one of its key technologies."""

    sector: str
    key_technology: str = ""


@dataclass(frozen=True, slots=True)
class ProposedClass:
    """A class that keywords point to, and which ones."""

    sector: str
    key_technology: str
    because: Message


@lru_cache(maxsize=1)
def rules() -> dict[str, dict[str, list[str]]]:
    """Load the keyword rules: {sectors: {code: words}, key_technologies: {code: words}}."""
    loaded: dict[str, dict[str, list[str]]] = yaml.safe_load(RULES.read_text(encoding="utf-8"))
    return loaded


@lru_cache(maxsize=4096)
def find_class(text: str) -> Class | None:
    """Find the class that a cell names by code, official name or a usual word; None when it names none."""
    plain = _plain(text)
    technologies = catalogue().key_technologies
    for code, entry in technologies.items():
        if plain in (code.lower(), _plain(entry.name), _plain(entry.english)):
            return Class(entry.parent, code)
    for code, entry in technologies.items():
        if len(plain) >= 4 and _plain(entry.name) in plain:
            return Class(entry.parent, code)
    for part in (plain, *re.split(r"[-/、,;>]", half_width(text).lower())):
        for code, entry in catalogue().sectors.items():
            names = (code, _plain(entry.name), _plain(entry.english), *map(_plain, rules()["sectors"].get(code, ())))
            if part and _plain(part) in names:
                return Class(code)
    return None


@lru_cache(maxsize=1024)
def find_industry(text: str) -> str | None:
    """Find the GB/T 4754 code of an industry by code or name."""
    plain = _plain(text).upper()
    industries = catalogue().industries
    if plain in industries:
        return plain
    if re.fullmatch(r"[A-T]\d{3,4}", plain) and plain[:3] in industries:
        return plain[:3]
    name = _plain(text)
    for code, entry in industries.items():
        if name and name in (_plain(entry.name), _plain(entry.name).removesuffix("业"), _plain(entry.english)):
            return code
    return None


def propose_class(title: str, text: str, sector: str = "") -> ProposedClass | None:
    """Score each key technology by its words in title and text; ties go to the first in the plan's order."""
    in_title = set(_pattern().findall(title.lower()))
    words = in_title | set(_pattern().findall(text[:LOOKED_AT].lower()))
    if not words:
        return None
    scores: dict[str, int] = {}
    for word in words:
        for code in _codes_by_word()[word]:
            if not sector or catalogue().key_technologies[code].parent == sector:
                scores[code] = scores.get(code, 0) + (IN_TITLE if word in in_title else IN_TEXT)
    best = max(scores.items(), key=lambda pair: (pair[1], -_order()[pair[0]]), default=("", 0))
    if best[1] < NEEDED:
        return None
    code = best[0]
    found = sorted(
        (word for word in words if code in _codes_by_word()[word]), key=lambda word: (word not in in_title, word)
    )
    because = Message("文中有“%(words)s”", words="”“".join(found[:3]))
    return ProposedClass(catalogue().key_technologies[code].parent, code, because)


@lru_cache(maxsize=1)
def _codes_by_word() -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for code, words in rules()["key_technologies"].items():
        for word in words if code in catalogue().key_technologies else ():
            table.setdefault(word.lower(), []).append(code)
    return table


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(_codes_by_word(), key=len, reverse=True))))


@lru_cache(maxsize=1)
def _order() -> dict[str, int]:
    return {code: place for place, code in enumerate(catalogue().key_technologies)}


@lru_cache(maxsize=8192)
def _plain(text: str) -> str:
    return BLANKS_AND_STOPS.sub("", half_width(text).lower())
