"""The main navigation: features announce their places, each with who sees it."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from flask import current_app, request, url_for
from flask_babel import lazy_gettext as announce
from werkzeug.routing import BuildError

from marketplace.core.actor import Actor
from marketplace.web.access import Policy, anyone
from marketplace.web.language import LANGUAGES, language
from marketplace.web.state import actor

__all__ = ["Place", "add_place", "announce", "main_nav"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An entry of the navigation. `label` is a lazy string, `order` sorts, `under` is the path that makes it current."""

    endpoint: str
    label: object
    order: int
    under: str
    visible: Policy = anyone
    badge: Callable[[Actor], int] | None = None


GAP, WIDE, NARROW = 26, 15, 8  # pixels beside a label, of a Chinese character, of a letter
ROOM = {"zh": 650, "en": 600}  # pixels at 1440 beside the brand and the account, whose words are longer in English
READING = 128  # pixels that a page for reading is narrower than a wide one
PLACES: dict[str, Place] = {}


def add_place(place: Place) -> None:
    PLACES[place.endpoint] = place


def main_nav() -> list[tuple[str, str, bool]]:
    """(address, label, is current) of the places this reader sees."""
    here = current_app.view_functions
    seen = [place for place in PLACES.values() if place.endpoint in here and place.visible(actor())]
    return [
        (url_for(place.endpoint), str(place.label), request.path.startswith(place.under))
        for place in sorted(seen, key=lambda place: place.order)
    ]


def fitting(entries: list[tuple[str, str, bool]], wide: bool) -> int:
    """How many entries stand in the header of a desk's screen; the others go under a menu when not all have room."""
    room = ROOM[language()] - (0 if wide else READING)
    widths = [
        GAP + sum(WIDE if character > "\u2e7f" else NARROW for character in label) for _href, label, _here in entries
    ]
    if sum(widths) <= room:
        return len(entries)
    room -= GAP + 2 * WIDE  # the menu's own name
    return sum(total <= room for total in accumulate(widths))


def language_switch() -> tuple[str, str, str]:
    """(address of this page in the other language, its name, its code)."""
    other = "zh" if language() == "en" else "en"
    args: dict[str, Any] = request.args.to_dict(flat=False) | {"lang": [other]}
    if request.endpoint is None:
        return url_for("discovery.home", lang=other), LANGUAGES[other], other
    try:
        address = url_for(request.endpoint, **(request.view_args or {}), **args)
    except BuildError:
        address = url_for("discovery.home", lang=other)
    return address, LANGUAGES[other], other
