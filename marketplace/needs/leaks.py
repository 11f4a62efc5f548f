"""What the public text of a need gives away: contacts, links and, for an anonymous need, whose it is. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from marketplace.needs.content import NeedContent

PATTERNS = (
    re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)"),  # mobile numbers
    re.compile(r"(?<!\d)0\d{2,3}[-－ ]\d{7,8}(?!\d)"),  # landlines
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII),
    re.compile(r"https?://\S+|www\.\S+", re.IGNORECASE),
)
LEGAL_FORMS = re.compile(r"(?:（[^）]*）|\([^)]*\)|股份|集团|有限|责任|公司|总厂|厂)+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """A telling piece of text and the field it stands in."""

    field: str
    found: str


def find_leaks(content: NeedContent, owner_names: Iterable[str] = ()) -> tuple[Leak, ...]:
    """Contacts and links in the public text; of an anonymous need also its owner's names and its contact."""
    telling = _identity(content, owner_names) if content.anonymous else ()
    return tuple(
        Leak(field=field, found=found)
        for field, text in public_text(content).items()
        for found in _found_in(text, telling)
    )


def public_text(content: NeedContent) -> Mapping[str, str]:
    """What everybody may read, by field."""
    return {
        "title": content.title,
        "problem": content.problem,
        "indicators": content.indicators,
        "goal": content.goal,
        "keywords": " ".join(content.keywords),
        "constraints": " ".join(f"{each.parameter} {each.unit}" for each in content.constraints),
        "capacity": content.capacity,
        "already_tried": content.already_tried,
        "site_limits": content.site_limits,
    }


def _identity(content: NeedContent, owner_names: Iterable[str]) -> tuple[str, ...]:
    contact = (content.contact_name, content.contact_phone, content.contact_email)
    names = [name.strip() for name in (*owner_names, *contact)]
    short = [LEGAL_FORMS.sub("", name) for name in names]
    return tuple(dict.fromkeys(name for name in (*names, *short) if len(name) >= 2))


def _found_in(text: str, telling: Iterable[str]) -> list[str]:
    lowered = text.lower()
    named = [name for name in telling if name.lower() in lowered]
    patterned = [match.group() for pattern in PATTERNS for match in pattern.finditer(text)]
    return list(dict.fromkeys([*named, *patterned]))
