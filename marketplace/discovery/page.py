"""The search page as values: cards, facets, chips, orders, pages, and what to do when there is nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from flask import url_for
from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.paging import Page
from marketplace.discovery import facets, finding
from marketplace.discovery.cards import ResultCard, WantedCard, need_card, need_cards, result_card, result_cards
from marketplace.discovery.finding import Found
from marketplace.discovery.highlight import Highlighter
from marketplace.discovery.loosening import ways_to_loosen
from marketplace.discovery.question import ORDERS, Kind, Order, Question, address, pairs
from marketplace.discovery.reading import Remark
from marketplace.discovery.wording import _, condition, order_label
from marketplace.listings import queries as listings
from marketplace.listings.cards import ListingCard
from marketplace.needs import queries as needs
from marketplace.needs.cards import NeedCard
from marketplace.web.access import open_to
from marketplace.web.formats import number
from marketplace.web.state import actor
from search.embedding.serving import ModelMissing
from search.ports import Reader, SearchRefused
from search.types import Answer, Hit

log = structlog.get_logger()
CARRIED = 200  # characters of a question in the address of the need's form
UNAVAILABLE = (SearchRefused, ModelMissing, OSError, ValueError)  # no index or model, a broken one, vectors of another


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Words that lead somewhere."""

    text: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """Everything the template shows."""

    question: Question
    text: str  # the words of the address
    document: str  # the text that is kept for it
    like: Link | None
    cards: Sequence[ResultCard | WantedCard]
    groups: Sequence[facets.Group]
    levels: Sequence[int]
    pages: Page[ResultCard | WantedCard]
    chips: Sequence[Link]
    orders: Sequence[tuple[Order, str]]
    kinds: Sequence[Link]
    loosen: Sequence[Link]
    notices: Sequence[str]
    seconds: float
    limited: bool

    @property
    def url(self) -> str:
        return address(self.question)

    @property
    def clear_url(self) -> str:
        return address(self.question.cleared())

    @property
    def asked(self) -> str:
        """The words of the box: those of the address, then those of the document."""
        return " ".join(part for part in (self.text, self.document) if part)

    @property
    def heading(self) -> str:
        """What is asked, for the window's title; blank when the reader browses."""
        return self.text or self.document or (self.like.text if self.like else "")

    @property
    def count_text(self) -> str:
        """56 项成果."""
        n = number(self.pages.total)
        return _("%(n)s 项成果", n=n) if self.question.kind is Kind.ACHIEVEMENT else _("%(n)s 项需求", n=n)

    @property
    def need_url(self) -> str:
        """Where the question can be stated as a need, carried along in an address that survives the sign-in page."""
        if not open_to(actor(), "needs.create"):
            return ""
        return url_for("needs.create", problem=self.asked[:CARRIED] or None)

    @property
    def active(self) -> int:
        return self.question.filters

    def page_url(self, page: int) -> str:
        return address(self.question.on_page(page))

    def held(self, *dropped: str) -> list[tuple[str, str]]:
        """Parameters that a form keeps, without those it asks for itself; a form starts at the first page."""
        return [(name, value) for name, value in pairs(self.question) if name not in (*dropped, "page")]

    def held_by_facets(self) -> list[tuple[str, str]]:
        """What the facets do not ask for themselves."""
        asked = {group.name for group in self.groups} | {"trl_min", "trl_max", "reduction_min", "reduction_max"}
        return self.held(*asked)


def search_page(
    session: Session, reader: Reader | None, actor: Actor, question: Question, document: str, remarks: Sequence[Remark]
) -> SearchPage:
    """The page that answers a question; without an engine the newest records of the database."""
    text = " ".join(part for part in (question.text, document) if part)
    found = _ask(session, reader, actor, question, text) if reader is not None else None
    limited = found is None
    if found is None:
        found = _newest(session, actor, question)
    words = Highlighter({term for hit, _record in found.shown for term in hit.terms})
    return SearchPage(
        question=question,
        text=question.text,
        document=document,
        like=_like(session, actor, question),
        cards=_cards(found, question, words),
        groups=[] if limited else facets.groups(question, found.answer),
        levels=facets.levels(question, found.answer),
        pages=Page(items=(), total=found.total, number=question.page, size=question.size),
        chips=[
            Link(text=condition(question, name), url=address(question.without(name))) for name in question.conditions()
        ],
        orders=[(order, order_label(order)) for order in ORDERS[question.kind] if question.asks or order != Order.FIT],
        kinds=[
            Link(text=text, url=address(question.of_kind(kind)), current=kind is question.kind)
            for kind, text in ((Kind.ACHIEVEMENT, _("成果")), (Kind.NEED, _("需求")))
        ],
        loosen=[] if found.shown or reader is None or limited else _loosen(reader, actor, question, text),
        notices=[_(remark.message, **remark.params) for remark in remarks],
        seconds=found.seconds,
        limited=limited,
    )


def _ask(session: Session, reader: Reader, actor: Actor, question: Question, text: str) -> Found | None:
    try:
        return finding.find(session, reader, actor, question, text)
    except UNAVAILABLE as error:
        log.error("search unavailable", error=f"{type(error).__name__}: {error}")
        return None


def _newest(session: Session, actor: Actor, question: Question) -> Found:
    """The newest records, straight from the database."""
    if question.kind is Kind.ACHIEVEMENT:
        latest = listings.latest_published(session, actor, question.size)
        shown = [(_plain_hit(version.public_id, question), version) for version in latest]
        return Found(shown=shown, answer=Answer(hits=(), total=len(shown)))
    open_needs = needs.open_needs(session, actor, needs.NeedFilter()).items
    waiting = [(_plain_hit(card.public_id, question), card) for card in open_needs]
    return Found(shown=waiting, answer=Answer(hits=(), total=len(waiting)))


def _plain_hit(public_id: str, question: Question) -> Hit:
    return Hit(id=public_id, kind=question.kind.value, score=0.0)


def _cards(found: Found, question: Question, words: Highlighter) -> list[ResultCard | WantedCard]:
    results = [(hit, record) for hit, record in found.shown if isinstance(record, ListingCard)]
    wanted = [(hit, record) for hit, record in found.shown if isinstance(record, NeedCard)]
    return [*result_cards(results, question, words), *need_cards(wanted, question, words)]


def _like(session: Session, actor: Actor, question: Question) -> Link | None:
    """The record that others shall be like."""
    if not question.like:
        return None
    found = listings.cards(session, actor, [question.like])
    if version := found.get(question.like):
        card = result_card(version)
        return Link(text=version.title, url=card.url)
    wanted = needs.cards(session, actor, [question.like]).get(question.like)
    return Link(text=wanted.title, url=need_card(wanted).url) if wanted else None


def _loosen(reader: Reader, actor: Actor, question: Question, text: str) -> list[Link]:
    links = []
    for way in ways_to_loosen(reader, actor, question, text):
        left_out = {"": _("文字"), "all": _("全部条件")}.get(way.name) or condition(question, way.name)
        said = _("去掉“%(condition)s”，有 %(n)s 项", condition=left_out, n=number(way.total))
        links.append(Link(text=said, url=address(way.question)))
    return links
