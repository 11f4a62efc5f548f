"""What the selects of forms and filters offer, in the reader's language."""

from collections.abc import Iterable
from enum import StrEnum

from flask_babel import get_locale
from flask_babel import gettext as _

from marketplace.taxonomy.catalogue import Entry, catalogue
from marketplace.web.formats import term

Choice = tuple[str, str]
Groups = dict[str, list[Choice]]


def terms(kind: type[StrEnum]) -> list[Choice]:
    """Every value of a vocabulary."""
    return [(value.value, term(value)) for value in kind]


def sectors() -> list[Choice]:
    return _named(catalogue().sectors.values())


def technologies() -> Groups:
    """Key technologies by sector."""
    known = catalogue()
    groups = {_label(sector): _named(known.technologies_of(sector.code)) for sector in known.sectors.values()}
    return {"": [("", _("未定"))], **groups}


def regions() -> Groups:
    """Provinces with the cities in them."""
    known = catalogue().regions.values()
    groups = {_label(top): _named([top, *_inside(top, known)]) for top in known if not top.parent}
    return {"": [("", _("请选择"))], **groups}


def provinces() -> list[Choice]:
    return _named(entry for entry in catalogue().regions.values() if not entry.parent)


def industries() -> list[Choice]:
    """Divisions of GB/T 4754, each with its code."""
    return [
        (entry.code, f"{entry.code} {_label(entry)}")
        for entry in catalogue().industries.values()
        if len(entry.code) > 1
    ]


def _inside(top: Entry, known: Iterable[Entry]) -> list[Entry]:
    return [entry for entry in known if entry.parent == top.code]


def _named(entries: Iterable[Entry]) -> list[Choice]:
    return [(entry.code, _label(entry)) for entry in entries]


def _label(entry: Entry) -> str:
    locale = get_locale()
    return entry.label(locale.language if locale else "zh")
