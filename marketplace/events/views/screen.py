"""The big screen: now, next, tables, countdown; asked again and again, answered anew only when something changed."""

from datetime import datetime

from flask import Response, render_template, request, url_for
from flask_login import current_user

from marketplace.core.clock import now
from marketplace.core.errors import NotFound
from marketplace.events import queries
from marketplace.events.day.clock import minute_of
from marketplace.events.day.looking import look_at
from marketplace.events.day.picture import picture_of
from marketplace.events.models import Event
from marketplace.events.queries import marks
from marketplace.events.roadshow.presenting import agenda_of
from marketplace.events.roadshow.queries import blocks_of
from marketplace.events.roadshow.running import Running
from marketplace.events.views.blueprint import blueprint
from marketplace.events.views.fresh import fresh, unchanged
from marketplace.web.access import allow, early, signed_in
from marketplace.web.state import actor, session

MOST_ON_STAGE = 3


@blueprint.get("/events/<public_id>/screen")
@allow(signed_in)
def screen(public_id: str) -> Response:
    """The whole page, for the wall and for a phone."""
    return _answer(_seen(public_id), "events/screen.html")


def _early() -> Response | None:
    public_id = str((request.view_args or {})["public_id"])

    def seen(person: str, session_key: str, device: str) -> tuple[object, ...] | None:
        mark = marks.known_mark_of_screen(session(), public_id, (person, session_key, device))
        return ("events/_screen.html", *mark) if mark is not None else None

    return unchanged(seen)


@blueprint.get("/events/<public_id>/screen/now")
@early(_early)
@allow(signed_in)
def screen_now(public_id: str) -> Response:
    """What stands on it, for the page that is open already."""
    return _answer(_seen(public_id), "events/_screen.html")


def _seen(public_id: str) -> Event:
    event = queries.get_event(session(), actor(), public_id)
    if not event.version or not queries.comes_or_watches(session(), actor(), event):
        raise NotFound("大屏在日程发布后、对参会方和工作人员开放。")
    return event


def _answer(event: Event, template: str) -> Response:
    moment = now()
    mark = marks.mark_of_screen(session(), event.public_id, current_user.person.locale)
    return fresh((template, *mark), lambda: _page(event, moment, template))


def _page(event: Event, moment: datetime, template: str) -> str:
    picture = picture_of(event, look_at(session(), event, moment), moment)
    return render_template(
        template,
        event=event,
        picture=picture,
        moment=moment,
        refresh=url_for(".screen_now", public_id=event.public_id),
        stage=_on_stage(event, moment),
    )


def _on_stage(event: Event, moment: datetime) -> list[Running]:
    """What runs beside the meetings now, and what comes next."""
    agenda = agenda_of(event, blocks_of(session(), event))
    at = minute_of(event.day, moment)
    on = [each for each in agenda if each.begins <= at < each.ends]
    return [*on, *(each for each in agenda if each.begins > at)][: max(2, len(on))][:MOST_ON_STAGE]
