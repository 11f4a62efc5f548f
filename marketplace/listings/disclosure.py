"""What of a record's text is open at which tier: the rest is blanked before it is compared or shown. Pure."""

from collections.abc import Collection
from dataclasses import replace

from marketplace.listings.content import AchievementContent, Parameter
from marketplace.taxonomy.terms import DisclosureTier

SIGNED_IN_ONLY = ("contact_name", "contact_phone", "contact_email")


def as_seen(
    content: AchievementContent, opened: Collection[DisclosureTier], sees_all: bool = False
) -> AchievementContent:
    """The text with what is not open left blank; a parameter that is locked keeps its name."""
    if sees_all:
        return content
    seen = replace(content, parameters=tuple(_seen(each, opened) for each in content.parameters), extra={})
    if DisclosureTier.SIGNED_IN in opened:
        return seen
    blank = dict.fromkeys(SIGNED_IN_ONLY, "")
    numbers = tuple(replace(right, number="") for right in content.ip)
    return replace(seen, **blank, inventors=(), ip=numbers)  # type: ignore[arg-type]


def _seen(parameter: Parameter, opened: Collection[DisclosureTier]) -> Parameter:
    return parameter if parameter.tier in opened else Parameter(name=parameter.name, tier=parameter.tier)
