"""Suggestions while typing. The index is asked by words alone (no encoding): it is always up to date and knows the reader's scope."""

import unicodedata
from collections.abc import Iterator, Sequence
from typing import TypedDict

from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.discovery.cards import result_url
from marketplace.discovery.page import UNAVAILABLE
from marketplace.discovery.question import Kind, Question, address
from marketplace.discovery.wording import _
from marketplace.listings import queries as listings
from marketplace.listings.cards import ListingCard
from marketplace.taxonomy.catalogue import Entry, catalogue
from marketplace.taxonomy.labels import technology_label
from search.ports import Reader
from search.types import Mode, Query, Scope

MOST = 8
LONGEST = 60
TECHNOLOGIES = 2
KEYWORDS = 3


class Suggestion(TypedDict, total=False):
    """Words to take, or an address to go to; `note` says what it is."""

    text: str
    href: str
    note: str


def suggest(session: Session, reader: Reader | None, actor: Actor, typed: str) -> list[Suggestion]:
    """A few suggestions: key technologies first, then keywords, then results by their titles."""
    wanted = _plain(typed)
    if not 1 < len(wanted) <= LONGEST:
        return []
    offered = [*_technologies(wanted), *_from_the_index(session, reader, actor, wanted)]
    return list({suggestion["text"]: suggestion for suggestion in reversed(offered)}.values())[::-1][:MOST]


def _from_the_index(session: Session, reader: Reader | None, actor: Actor, wanted: str) -> list[Suggestion]:
    """Keywords and titles of what the reader may see."""
    if reader is None:
        return []
    scope = Scope(tokens=actor.scope_tokens())
    query = Query(text=wanted, kinds=frozenset({Kind.ACHIEVEMENT.value}), mode=Mode.LEXICAL, limit=MOST)
    try:
        hits = reader.search(query, scope).hits
        titles = reader.suggest(wanted, scope, MOST)
    except UNAVAILABLE:
        return []
    found = listings.cards(session, actor, [hit.id for hit in hits])
    near = [found[hit.id] for hit in hits if hit.id in found]
    return [*_keywords(wanted, near), *_titles(titles, near)]


def _technologies(wanted: str) -> list[Suggestion]:
    return [
        Suggestion(
            text=technology_label(entry.code),
            href=address(Question().with_facet("technology", entry.code)),
            note=_("关键技术"),
        )
        for entry in catalogue().key_technologies.values()
        if _names(entry, wanted)
    ][:TECHNOLOGIES]


def _names(entry: Entry, wanted: str) -> bool:
    return wanted in _plain(entry.name) or f" {wanted}" in f" {_plain(entry.english)}"


def _keywords(wanted: str, found: Sequence[ListingCard]) -> list[Suggestion]:
    words = dict.fromkeys(word for version in found for word in version.keywords if wanted in _plain(word))
    return [Suggestion(text=word, note=_("关键词")) for word in sorted(words, key=len)[:KEYWORDS]]


def _titles(titles: Sequence[str], near: Sequence[ListingCard]) -> Iterator[Suggestion]:
    """Titles that hold what was typed; those of results lead to the result."""
    known = {version.title: version for version in near}
    for title in titles:
        if title in known:
            owner = known[title].owner
            yield Suggestion(text=title, href=result_url(known[title].public_id), note=owner)
        else:
            yield Suggestion(text=title)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().lower()
