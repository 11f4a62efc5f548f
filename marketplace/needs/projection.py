"""A need as the search index holds it: what the public may read, and never whose an anonymous need is."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.core.clock import CHINA
from marketplace.needs.mapping import constraint_of
from marketplace.needs.models import Need
from marketplace.needs.rules import VISIBLE
from marketplace.needs.wording import constraint_text
from marketplace.taxonomy.catalogue import catalogue
from search.types import Document, Passage

KIND = "need"
PUBLIC = frozenset({"public"})
EPOCH = date(1970, 1, 1)


def project(session: Session, public_ids: Sequence[str]) -> list[Document]:
    """The documents of those needs that the public may see; the others have none and leave the index."""
    visible = select(Need).where(Need.public_id.in_(public_ids), Need.state.in_(VISIBLE)).order_by(Need.id)
    return [document_of(need) for need in session.scalars(visible)]


def searchable_ids(session: Session) -> list[str]:
    """The public ids of all needs that belong into the index."""
    return list(session.scalars(select(Need.public_id).where(Need.state.in_(VISIBLE)).order_by(Need.id)))


def document_of(need: Need) -> Document:
    """The searchable form. Its version is the row's lock, which every act raises."""
    return Document(
        id=need.public_id,
        kind=KIND,
        title=need.title,
        passages=_passages(need),
        keywords=tuple(need.keywords),
        facets=_facets(need),
        numbers=_numbers(need),
        scopes=PUBLIC,
        version=need.lock,
    )


def _passages(need: Need) -> tuple[Passage, ...]:
    limits = "；".join(constraint_text(constraint_of(row)) for row in need.constraints)
    texts = {"problem": need.problem, "indicators": need.indicators, "goal": need.goal, "constraints": limits}
    return tuple(Passage(name=name, text=text) for name, text in texts.items() if text.strip())


def _facets(need: Need) -> dict[str, tuple[str, ...]]:
    facets = {
        "sector": (need.sector,),
        "technology": (need.key_technology,),
        "region": tuple(dict.fromkeys((catalogue().province_of(need.region), need.region))),
        "mode": tuple(mode.value for mode in need.solution_modes),
        "owner_kind": () if need.anonymous else (need.owner.kind.value,),
        "track": (need.track.value,),
    }
    known = {name: tuple(value for value in values if value) for name, values in facets.items()}
    return {name: values for name, values in known.items() if values}


def _numbers(need: Need) -> dict[str, float]:
    numbers = {
        "published": _days(need.published_at),
        "budget": need.budget,
        "minimum_trl": need.minimum_trl,
        "target_reduction": need.target_reduction,
    }
    return {name: float(value) for name, value in numbers.items() if value is not None}


def _days(moment: datetime | None) -> float | None:
    """Days since 1970, by the Chinese calendar."""
    return None if moment is None else float((moment.astimezone(CHINA).date() - EPOCH).days)
