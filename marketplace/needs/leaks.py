"""What the public text of a need gives away: contacts, links and, for an anonymous need, whose it is. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from marketplace.core.leaks import CONTACTS, leaks_in, telling_names
from marketplace.needs.content import NeedContent


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
    return telling_names((*owner_names, content.contact_name, content.contact_phone, content.contact_email))


def _found_in(text: str, telling: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(found.text for found in leaks_in(text, telling, CONTACTS)))
