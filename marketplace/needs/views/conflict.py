"""Two people wrote on the same need: what is saved beside what was typed, field by field."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _

from marketplace.needs.content import Constraint, NeedContent
from marketplace.needs.wording import FIELDS, constraint_text
from marketplace.taxonomy.labels import industry_label, region_label, sector_label, technology_label
from marketplace.web.formats import money, number, term

NAMES_OF: dict[str, Callable[[str], str]] = {
    "region": region_label,
    "sector": sector_label,
    "key_technology": technology_label,
    "industries": industry_label,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A field in which both differ; `name` is a msgid, the texts are in the reader's language, blank for nothing."""

    field: str
    name: str
    saved: str
    typed: str


def differences(saved: NeedContent, typed: NeedContent) -> list[Difference]:
    """Every field in which they differ, in the order of the need."""
    return list(_differing(saved, typed))


def _differing(saved: NeedContent, typed: NeedContent) -> Iterator[Difference]:
    for entry in fields(NeedContent):
        old, new = getattr(saved, entry.name), getattr(typed, entry.name)
        if entry.name in FIELDS and old != new:
            texts = {"saved": _said(entry.name, old), "typed": _said(entry.name, new)}
            yield Difference(field=entry.name, name=FIELDS[entry.name], **texts)


def _said(field: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, tuple):
        between = "\n" if field == "constraints" else _("、")
        return between.join(_said(field, each) for each in value)
    if isinstance(value, Constraint):
        return f"{constraint_text(value)}（{term(value.priority)}）"
    if isinstance(value, bool):
        return str(_("是") if value else _("否"))
    if isinstance(value, StrEnum):
        return term(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return NAMES_OF[field](value) if field in NAMES_OF else value
    return money(value) if field == "budget" else number(value)
