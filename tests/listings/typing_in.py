"""A record as a browser sends its form, and what a page would send back."""

import re
from html import unescape
from typing import Any

from marketplace.listings.content import AchievementContent
from marketplace.listings.forms import form_data
from marketplace.listings.stamps import stamps
from tests.factories import COMPLETE


def typed(
    said: AchievementContent = COMPLETE, shown: AchievementContent | None = None, **changes: Any
) -> dict[str, Any]:
    """The text in the form; `shown` is what the form said when it was opened."""
    data: dict[str, Any] = {"lock": "1", "act": "save", "organisation": "1", "seen": stamps(shown) if shown else ""}
    for name, value in form_data(said).items():
        data |= _flat(name, value)
    return data | changes


def _flat(name: str, value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        parts = (_flat(f"{name}-{key}", entry) for key, entry in value.items())
        return {key: entry for part in parts for key, entry in part.items()}
    if isinstance(value, list | tuple) and value and isinstance(value[0], dict):
        parts = (_flat(f"{name}-{place}", entry) for place, entry in enumerate(value))
        return {key: entry for part in parts for key, entry in part.items()}
    if name in ("transfer_modes", "industries"):
        return {name: [str(entry) for entry in value]}
    if isinstance(value, list | tuple):
        return {name: "、".join(value)}
    return {} if value is None or name == "extra" else {name: str(value)}


def hidden_of(page: str) -> dict[str, list[str]]:
    """The hidden inputs of a page and the radios that are chosen, as pressing its button would send them."""
    sent: dict[str, list[str]] = {}
    for tag in re.findall(r"<input [^>]*>", page):
        told = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        chosen = told.get("type") == "hidden" or (told.get("type") == "radio" and re.search(r"\schecked\b", tag))
        if chosen and "name" in told:
            sent.setdefault(told["name"], []).append(unescape(told.get("value", "")))
    return sent
