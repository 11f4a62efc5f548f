"""Parts of a deal's page that other rooms add: documents, contracts, figures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.deals.models import Deal

Provide = Callable[[Session, Actor, Deal], Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """`template` is included with `deal` and the values that `provide` gives under `panel`; None leaves the part out.

    `title` is a msgid; `order` sorts. The number of statements of `provide` must not grow with the rows that it shows.
    """

    title: str
    template: str
    provide: Provide
    order: int = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """A panel with its values, as the page includes it."""

    name: str
    title: str
    template: str
    values: Mapping[str, Any]


PANELS: dict[str, Panel] = {}


def register(name: str, panel: Panel) -> None:
    PANELS[name] = panel


def panels_of(session: Session, actor: Actor, deal: Deal) -> list[Shown]:
    """What the rooms show of this deal to this reader, in order."""
    ordered = sorted(PANELS.items(), key=lambda entry: (entry[1].order, entry[0]))
    given = [(name, panel, panel.provide(session, actor, deal)) for name, panel in ordered]
    return [Shown(name, panel.title, panel.template, values) for name, panel, values in given if values is not None]
