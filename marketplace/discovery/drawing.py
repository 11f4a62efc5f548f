"""Marks that look the same on every card, drawn by their macro once a language instead of once a card."""

from functools import lru_cache

from flask import current_app
from flask_babel import get_locale
from markupsafe import Markup

MARKS = "components/marks.html"


def drawn(macro: str, *values: object) -> Markup:
    """What a macro of the marks draws for these values."""
    locale = get_locale()
    draw = _draw.__wrapped__ if current_app.debug else _draw
    return draw(locale.language if locale else "zh", macro, values)


@lru_cache(maxsize=512)
def _draw(_language: str, macro: str, values: tuple[object, ...]) -> Markup:
    marks = current_app.jinja_env.get_template(MARKS).module
    return Markup(getattr(marks, macro)(*values))  # noqa: S704 - the macro has escaped its values
