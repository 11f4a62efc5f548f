"""Who should come to a session: owners of the results and needs that fit a theme, each with the reasons."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Membership, Organisation, Person
from marketplace.core.actor import Actor
from marketplace.discovery.question import Kind
from marketplace.events.inviting.queries import approached
from marketplace.events.models import Event
from marketplace.events.rules import Side
from marketplace.listings import queries as listings
from marketplace.listings.models import Achievement
from marketplace.matching.models import MatchPair
from marketplace.needs import queries as needs
from marketplace.needs.models import Need
from search.ports import Reader
from search.types import Hit, Query, Scope

HITS = 60  # of each kind
SHOWN = 20  # organisations of each side
WORDS = 6
KIND = {Side.PROVIDER: Kind.ACHIEVEMENT, Side.SEEKER: Kind.NEED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """What the session is about, in the organiser's words or by a key technology."""

    text: str = ""
    technology: str = ""

    @property
    def says(self) -> bool:
        return bool(self.text or self.technology)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An organisation with its record that fits best; `name` is None where that need is anonymous.

    `partners` counts the records of the other side found by the same theme with which its own are matched; `reachable` is
    whether there is anybody to write to.
    """

    subject_id: str
    title: str
    name: str | None
    region: str
    sector: str
    terms: tuple[str, ...]
    same_technology: bool
    same_sector: bool
    more: int
    partners: int
    reachable: bool


@dataclass(frozen=True, slots=True)
class _Record:
    public_id: str
    title: str
    sector: str
    technology: str
    owner_id: int
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What lines are made from, besides the hits."""

    event: Event
    theme: Theme
    matched: Mapping[str, set[str]]
    houses: Mapping[int, Organisation]
    reachable: set[int]
    approached: set[tuple[int, Side]]


def find_candidates(
    session: Session, reader: Reader, actor: Actor, event: Event, theme: Theme
) -> dict[Side, list[Candidate]]:
    """For each side, who fits the theme, best first; nobody who is on the list or registered already."""
    hits = {side: _hits(reader, actor, theme, kind) for side, kind in KIND.items()}
    records = {
        Side.PROVIDER: _results(session, actor, hits[Side.PROVIDER]),
        Side.SEEKER: _needs(session, actor, hits[Side.SEEKER]),
    }
    houses = _houses(session, {each.owner_id for found in records.values() for each in found.values()})
    known = _Known(
        event=event,
        theme=theme,
        matched=_matched(session, records),
        houses=houses,
        reachable=_reachable(session, houses),
        approached=approached(session, event),
    )
    return {side: _candidates(known, side, hits[side], records[side]) for side in Side}


def _hits(reader: Reader, actor: Actor, theme: Theme, kind: Kind) -> Sequence[Hit]:
    facets = {"technology": frozenset({theme.technology})} if theme.technology else {}
    query = Query(text=theme.text, kinds=frozenset({kind.value}), facets=facets, limit=HITS)
    return reader.search(query, Scope(tokens=actor.scope_tokens())).hits


def _results(session: Session, actor: Actor, hits: Sequence[Hit]) -> dict[str, _Record]:
    ids = [hit.id for hit in hits]
    cards, owners = listings.cards(session, actor, ids), listings.owners_of(session, ids)
    return {
        card.public_id: _Record(card.public_id, card.title, card.sector, card.key_technology, owners[card.public_id])
        for card in cards.values()
        if card.public_id in owners
    }


def _needs(session: Session, actor: Actor, hits: Sequence[Hit]) -> dict[str, _Record]:
    ids = [hit.id for hit in hits]
    cards = needs.cards(session, actor, ids)
    rows = session.execute(select(Need.public_id, Need.owner_id, Need.anonymous).where(Need.public_id.in_(list(cards))))
    return {
        row[0]: _Record(row[0], cards[row[0]].title, cards[row[0]].sector, cards[row[0]].key_technology, row[1], row[2])
        for row in rows
    }


def _matched(session: Session, records: Mapping[Side, Mapping[str, _Record]]) -> dict[str, set[str]]:
    """Of each record, those of the other side that matching holds for a fit: a limit is met and no must is broken."""
    pairs = session.execute(
        select(Need.public_id, Achievement.public_id)
        .join(MatchPair, MatchPair.need_id == Need.id)
        .join(Achievement, MatchPair.achievement_id == Achievement.id)
        .where(
            Need.public_id.in_(list(records[Side.SEEKER])),
            Achievement.public_id.in_(list(records[Side.PROVIDER])),
            MatchPair.broken.is_(False),
            MatchPair.met > 0,
        )
    )
    found: dict[str, set[str]] = {}
    for need, result in pairs:
        found.setdefault(need, set()).add(result)
        found.setdefault(result, set()).add(need)
    return found


def _houses(session: Session, ids: Iterable[int]) -> dict[int, Organisation]:
    found = session.scalars(select(Organisation).where(Organisation.id.in_(sorted(ids))))
    return {house.id: house for house in found}


def _reachable(session: Session, houses: Mapping[int, Organisation]) -> set[int]:
    peopled = select(Membership.organisation_id).join(Person).where(Person.active)
    return set(session.scalars(peopled.where(Membership.organisation_id.in_(sorted(houses))).distinct()))


def _candidates(known: _Known, side: Side, hits: Sequence[Hit], records: Mapping[str, _Record]) -> list[Candidate]:
    """One line an organisation. An anonymous need stands for it only where nothing else does, and alone."""
    of: dict[int, list[_Record]] = {}
    for hit in hits:
        record = records.get(hit.id)
        if record is None or record.owner_id == known.event.owner_id or (record.owner_id, side) in known.approached:
            continue
        of.setdefault(record.owner_id, []).append(record)
    terms = {hit.id: hit.terms for hit in hits}
    return [_candidate(known, owner, own, terms) for owner, own in list(of.items())[:SHOWN]]


def _candidate(known: _Known, owner: int, own: Sequence[_Record], terms: Mapping[str, tuple[str, ...]]) -> Candidate:
    shown = [each for each in own if not each.hidden] or own[:1]
    best, house = shown[0], known.houses[owner]
    told = tuple(term for term in terms[best.public_id] if len(term) > 1 and not term[0].isdigit())
    partners: set[str] = set().union(*(known.matched.get(each.public_id, set()) for each in shown))
    return Candidate(
        subject_id=best.public_id,
        title=best.title,
        name=None if best.hidden else house.name,
        region=house.region[:2] + "0000" if best.hidden else house.region,
        sector=best.sector,
        terms=told[:WORDS],
        same_technology=bool(known.theme.technology) and best.technology == known.theme.technology,
        same_sector=best.sector in known.event.sectors,
        more=len(shown) - 1,
        partners=len(partners),
        reachable=owner in known.reachable,
    )
