"""What a public text gives away: contacts, links, numbers of rights, brands, names that the caller knows. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What kind of thing is given away."""

    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    LINK = "link"
    PATENT = "patent"
    BRAND = "brand"


CONTACTS = frozenset({Kind.PHONE, Kind.EMAIL, Kind.LINK})
PATTERNS: dict[Kind, re.Pattern[str]] = {
    Kind.PHONE: re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}[-－\s]?\d{7,8})(?!\d)"),
    Kind.EMAIL: re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII),
    Kind.LINK: re.compile(r"https?://\S+|www\.\S+|(?<![\w@.])[\w-]+\.(?:com|cn|org|net|edu)\b", re.I | re.ASCII),
    Kind.PATENT: re.compile(
        r"(?<![A-Za-z])(?:ZL|CN)\s?\d[\d .]{6,}[\dXx]?|(?<!\d)20\d{2}\s?[123]0?\s?\d{7}\.[\dXx]", re.I
    ),
    Kind.BRAND: re.compile(r"[\w-]+\s?[®™]|“[^“”]{1,12}”牌|[\u4e00-\u9fff]{2,4}牌(?!照|号|匾|坊|子)"),
}
LEGAL_FORMS = re.compile(r"(?:（[^）]*）|\([^)]*\)|股份|集团|有限|责任|公司|总厂|厂)+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A telling piece of text."""

    kind: Kind
    text: str


def leaks_in(text: str, names: Iterable[str] = (), kinds: Iterable[Kind] = tuple(PATTERNS)) -> tuple[Found, ...]:
    """The names first, then what has the form of a contact, a link, a number or a brand; each once."""
    lowered = text.lower()
    named = [Found(kind=Kind.NAME, text=name) for name in names if name.lower() in lowered]
    wanted = [kind for kind in PATTERNS if kind in set(kinds)]
    formed = [Found(kind=kind, text=hit.group().strip()) for kind in wanted for hit in PATTERNS[kind].finditer(text)]
    return tuple(dict.fromkeys([*named, *formed]))


def telling_names(names: Iterable[str]) -> tuple[str, ...]:
    """The names to look for: as they stand, and without their legal form; single characters tell nothing."""
    whole = [name.strip() for name in names]
    return tuple(
        dict.fromkeys(name for name in (*whole, *(LEGAL_FORMS.sub("", name) for name in whole)) if len(name) >= 2)
    )
