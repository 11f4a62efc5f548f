"""What a page shows dozens of times, drawn without going through the template each time."""

from collections.abc import Sequence
from functools import lru_cache

from flask import current_app
from markupsafe import Markup, escape

from marketplace.discovery.facets import Option
from marketplace.discovery.highlight import Marked
from marketplace.web.formats import number
from marketplace.web.language import language

MARKS = "marks"
MARKED = Markup("<mark>%s</mark>")


def drawn(macro: str, *values: object) -> Markup:
    """What a macro of the marks, or of another component ("facets.box_head"), draws for these values, once a language."""
    return _draw(language(), macro, values)


def draw_afresh() -> None:
    """Forget what was drawn: while templates are being written they may differ at every request."""
    _draw.cache_clear()


def marked(parts: Marked) -> Markup:
    """A text with the words of the question marked in it."""
    if len(parts) == 1 and not parts[0][1]:
        return escape(parts[0][0])
    return Markup("".join([MARKED % text if hit else escape(text) for text, hit in parts]))  # noqa: S704 - escaped


def boxes(name: str, options: Sequence[Option], kind: str) -> Markup:
    """The boxes of a facet; only the count of each is another on every page."""
    spoken = language()
    end = drawn("facets.box_end")
    return Markup("".join([f"{_head(spoken, name, option, kind)}{number(option.count)}{end}" for option in options]))  # noqa: S704


def _head(spoken: str, name: str, option: Option, kind: str) -> Markup:
    disabled = not option.count and not option.chosen
    return _draw(spoken, "facets.box_head", (name, option.value, option.label, kind, option.chosen, disabled))


@lru_cache(maxsize=4096)
def _draw(_language: str, macro: str, values: tuple[object, ...]) -> Markup:
    component, _dot, name = macro.rpartition(".")
    macros = current_app.jinja_env.get_template(f"components/{component or MARKS}.html").module
    return Markup(getattr(macros, name)(*values))  # noqa: S704 - the macro has escaped its values
