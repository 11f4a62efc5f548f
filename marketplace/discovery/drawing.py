"""What looks the same on every page, drawn by its macro once a language instead of many times a page."""

from functools import lru_cache

from flask import current_app
from markupsafe import Markup

from marketplace.web.language import language

MARKS = "marks"


def drawn(macro: str, *values: object) -> Markup:
    """What a macro of the marks, or of another component ("facets.box_head"), draws for these values."""
    draw = _draw.__wrapped__ if current_app.debug else _draw
    return draw(language(), macro, values)


@lru_cache(maxsize=4096)
def _draw(_language: str, macro: str, values: tuple[object, ...]) -> Markup:
    component, _dot, name = macro.rpartition(".")
    macros = current_app.jinja_env.get_template(f"components/{component or MARKS}.html").module
    return Markup(getattr(macros, name)(*values))  # noqa: S704 - the macro has escaped its values
