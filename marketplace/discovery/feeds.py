"""What was published last, as Atom feeds (RFC 4287) for readers' programs: what everybody may know, the same for all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Blueprint, Response, render_template
from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.discovery.wording import _
from marketplace.listings import queries as listings
from marketplace.needs import queries as needs
from marketplace.web.access import allow, anyone
from marketplace.web.state import session, settings

blueprint = Blueprint("feeds", __name__)
MOST = 50
STRANGER = Actor()  # whoever asks: a feed reader signs nobody in
BEFORE_ANY = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One record of a feed; `path` is its page, `author` blank where nobody is to be named."""

    path: str
    title: str
    summary: str
    author: str
    at: datetime


def _results(reading: Session) -> Sequence[Entry]:
    return [
        Entry(
            path=f"/results/{each.public_id}",
            title=each.title,
            summary=each.teaser,
            author=each.owner,
            at=each.published_at or BEFORE_ANY,
        )
        for each in listings.latest_published(reading, STRANGER, MOST)
    ]


def _needs(reading: Session) -> Sequence[Entry]:
    return [
        Entry(
            path=f"/needs/{each.public_id}",
            title=each.title,
            summary=each.problem,
            author=each.owner or "",
            at=each.published_at or each.updated_at,
        )
        for each in needs.open_needs(reading, STRANGER, needs.NeedFilter()).items[:MOST]
    ]


FEEDS: dict[str, tuple[str, str, Callable[[Session], Sequence[Entry]]]] = {
    "results": (_("最新成果"), "/search", _results),
    "needs": (_("最新需求"), "/needs", _needs),
}


@blueprint.get("/feeds/<any(results, needs):kind>.atom")
@allow(anyone)
def feed(kind: str) -> Response:
    """The latest results, or needs."""
    title, page, read = FEEDS[kind]
    entries = read(session())
    body = render_template(
        "discovery/feed.xml",
        title=title,
        base=settings().base_url,
        page=page,
        own=f"/feeds/{kind}.atom",
        entries=entries,
        updated=max((each.at for each in entries), default=BEFORE_ANY),
    )
    return Response(body, mimetype="application/atom+xml")
