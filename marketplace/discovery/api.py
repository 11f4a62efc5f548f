"""Search as JSON: the parameters of the page, strict about what it does not know, paged by cursor."""

import binascii
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import replace

from flask import Blueprint, Response, abort, jsonify, request

from marketplace.core.actor import Scope
from marketplace.core.errors import InvalidInput
from marketplace.discovery import finding, openapi
from marketplace.discovery.cards import need_url, result_url, wanted_by
from marketplace.discovery.finding import Found
from marketplace.discovery.page import UNAVAILABLE
from marketplace.discovery.question import MAX_PAGE, MAX_SIZE, Question
from marketplace.discovery.reading import read_question
from marketplace.discovery.schemas import FoundItem, FoundPage, SearchParameters
from marketplace.discovery.views import open_reader
from marketplace.listings.cards import ListingCard
from marketplace.needs.cards import NeedCard
from marketplace.web.access import allow, anyone
from marketplace.web.security import limiter
from marketplace.web.state import actor, session, settings
from search.types import Hit

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
_CURSOR = re.compile(r"(\d{1,3})\.(\d{1,2})")


@blueprint.get("/search")
@limiter.limit("120 per minute")
@allow(anyone, Scope.READ)
def search() -> Response:
    """A page of what was found."""
    question = _question()
    found = _found(question)
    shape = FoundPage(
        total=found.total,
        items=list(_items(found)),
        facets={name: dict(counts) for name, counts in found.answer.facets.items()},
        trl={str(level): n for level, n in found.answer.numbers.get("trl", {}).items()},
        next=_next(question, found.total),
    )
    return jsonify(shape.model_dump(mode="json"))


@blueprint.get("/openapi.json")
@allow(anyone, Scope.READ)
def describe() -> Response:
    """What this API offers."""
    return jsonify(openapi.describe(settings().base_url))


def _question() -> Question:
    unknown = [name for name in request.args if name not in SearchParameters.model_fields]
    if unknown:
        raise InvalidInput("没有“%(name)s”这个参数。", name=unknown[0])
    question, remarks = read_question(request.args.items(multi=True))
    if remarks:
        raise InvalidInput(remarks[0].message, None, **remarks[0].params)
    cursor = request.args.get("cursor", "")
    return _at(question, cursor) if cursor else replace(question, page=1)


def _at(question: Question, cursor: str) -> Question:
    """The question at the page that a cursor names."""
    try:
        match = _CURSOR.fullmatch(urlsafe_b64decode(cursor.encode() + b"==").decode())
    except (binascii.Error, UnicodeDecodeError):
        match = None
    if match is None:
        raise InvalidInput("cursor 无效。请从第一页重新取。")
    page, size = int(match[1]), int(match[2])
    if not (1 <= page <= MAX_PAGE and 1 <= size <= MAX_SIZE):
        raise InvalidInput("cursor 无效。请从第一页重新取。")
    return replace(question, page=page, size=size)


def _next(question: Question, total: int) -> str | None:
    if question.page * question.size >= total or question.page >= MAX_PAGE:
        return None
    return urlsafe_b64encode(f"{question.page + 1}.{question.size}".encode()).decode().rstrip("=")


def _found(question: Question) -> Found:
    index = open_reader()
    if index is None:
        abort(503)
    try:
        return finding.find(session(), index, actor(), question, question.text)
    except UNAVAILABLE:
        abort(503)


def _items(found: Found) -> Iterator[FoundItem]:
    for hit, record in found.shown:
        yield _result(hit, record) if isinstance(record, ListingCard) else _need(hit, record)


def _result(hit: Hit, version: ListingCard) -> FoundItem:
    return FoundItem(
        id=version.public_id,
        kind="achievement",
        url=settings().base_url + result_url(version.public_id),
        title=version.title,
        teaser=version.teaser,
        owner=version.owner,
        sector=version.sector,
        key_technology=version.key_technology,
        carbon_class=version.carbon_class,
        trl=version.trl,
        trl_scale=version.trl_scale,
        conservative=version.conservative,
        grade=version.grade,
        modes=list(version.transfer_modes),
        price_mode=version.price_mode,
        price=version.price,
        published=version.published_at.date() if version.published_at else None,
        terms=list(hit.terms),
        passage=hit.passage,
    )


def _need(hit: Hit, need: NeedCard) -> FoundItem:
    return FoundItem(
        id=need.public_id,
        kind="need",
        url=settings().base_url + need_url(need.public_id),
        title=need.title,
        teaser=need.problem,
        owner=wanted_by(need),
        sector=need.sector,
        key_technology=need.key_technology,
        trl=need.minimum_trl,
        conservative=need.target_reduction,
        modes=list(need.solution_modes),
        price=need.budget,
        published=need.published_at.date() if need.published_at else None,
        terms=list(hit.terms),
        passage=hit.passage,
    )
