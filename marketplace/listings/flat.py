"""What an achievement says as one level of named values, and back: claim-boundary stands beside title. Pure."""

from dataclasses import fields
from typing import Any

from marketplace.listings.content import AchievementContent, CarbonClaim

ROWS = ("parameters", "ip", "cases", "claim-lines", "claim-factors")
EMPTY_CLAIM = CarbonClaim(functional_unit="", boundary="", baseline="")
CLAIM = "claim"  # whether there is a claim at all


def flatten(content: AchievementContent) -> dict[str, Any]:
    """Field name to value, in the order of the record; a missing claim counts as an empty one that is not there."""
    flat: dict[str, Any] = {}
    for entry in fields(content):
        value = getattr(content, entry.name)
        if entry.name != CLAIM:
            flat[entry.name] = value
            continue
        flat[CLAIM] = value is not None
        claim = value or EMPTY_CLAIM
        flat |= {f"{CLAIM}-{part.name}": getattr(claim, part.name) for part in fields(claim)}
    return flat


def unflatten(flat: dict[str, Any]) -> AchievementContent:
    """The record again."""
    plain = {name: value for name, value in flat.items() if not name.startswith(CLAIM)}
    said = {part.name: flat[f"{CLAIM}-{part.name}"] for part in fields(CarbonClaim)}
    return AchievementContent(**plain, claim=CarbonClaim(**said) if flat[CLAIM] else None)
