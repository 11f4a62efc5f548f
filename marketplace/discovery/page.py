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
from marketplace.discovery.without_engine import LookedUp, look_up
from marketplace.discovery.wording import _, condition, order_label
from marketplace.listings import queries as listings
from marketplace.listings.cards import ListingCard
from marketplace.needs import queries as needs
from marketplace.needs.cards import NeedCard
from marketplace.web.access import open_to
from marketplace.web.formats import number
from marketplace.web.state import actor
from marketplace.web.timing import LIMITED
from search.embedding.serving import ModelMissing
from search.ports import Reader, SearchRefused

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
    limited: str  # what the page does without while the engine is away; blank otherwise

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
    def save_url(self) -> str:
        """Where the question can be kept under a name; blank while nothing is asked."""
        asks = self.question.asks or self.question.filters
        return address(self.question.on_page(1), url_for("following.save")) if asks else ""

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
    looked_up = look_up(session, actor, question, text) if found is None else None
    limited = looked_up is not None
    if limited:
        LIMITED.inc()
    found = found or looked_up.found  # type: ignore[union-attr]
    words = Highlighter({term for hit, _record in found.shown for term in hit.terms})
    return SearchPage(
        question=question,
        text=question.text,
        document=document,
        like=_like(session, actor, question),
        cards=_cards(found, question, words),
        groups=[] if limited else facets.groups(question, found.answer),
        levels=facets.levels(question, found.answer),
        pages=Page(
            items=(),
            total=found.total,
            number=question.page,
            size=looked_up.page.size if looked_up else question.size,
        ),
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
        limited=_limited(question, looked_up) if looked_up else "",
    )


def _ask(session: Session, reader: Reader, actor: Actor, question: Question, text: str) -> Found | None:
    try:
        return finding.find(session, reader, actor, question, text)
    except UNAVAILABLE as error:
        log.error("search unavailable", error=f"{type(error).__name__}: {error}")
        return None


def _limited(question: Question, looked_up: LookedUp) -> str:
    """Where the records below come from, and which conditions they need not meet."""
    if looked_up.by_words:
        said = _("搜索引擎暂不可用，下面是标题或关键词里有这些词的。几分钟后再查一次。")
    else:
        said = _("索引暂不可用，下面是最新发布的内容。几分钟后再查一次。")
    if not looked_up.left_out:
        return said
    names = _("、").join(condition(question, name) for name in looked_up.left_out)
    return said + _("这些条件暂时没有用上：%(names)s。", names=names)


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
