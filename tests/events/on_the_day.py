"""A session with a published timetable and the clock held on its day, for tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy.orm import Session

from marketplace.core.clock import held_at
from marketplace.events import queries, services
from marketplace.events.hours import moments
from marketplace.events.models import Event, EventMeeting, EventRegistration
from marketplace.events.problem import problem_of
from marketplace.events.rules import Saying, Side
from marketplace.events.timetable import read_problem, solve
from tests.events.staging import Party, Stage

Guests = list[tuple[Party, EventRegistration]]


def published(stage: Stage, **changes: object) -> tuple[Event, Guests]:
    """Two providers and two seekers who all meet each other, in the timetable that is in force."""
    event = stage.event(**changes)
    guests = [(party, stage.register(event, party)) for party in _parties(stage)]
    providers, seekers = guests[:2], guests[2:]
    for party, registration in providers:
        said: dict[int, Saying | None] = {other.id: Saying.WANT for _party, other in seekers}
        services.save_wishes(stage.session, party.actor, registration.id, said)
    services.gather_wishes(stage.session, stage.organiser, event.public_id)
    services.lock_wishes(stage.session, stage.organiser, event.public_id)
    plan(stage.session, event)
    services.publish_plan(stage.session, stage.organiser, event.public_id)
    return event, guests


def _parties(stage: Stage) -> list[Party]:
    names = {"uni": Side.PROVIDER, "lab": Side.PROVIDER, "firm": Side.SEEKER, "mill": Side.SEEKER}
    return [stage.party(name, side) for name, side in names.items()]


def plan(session: Session, event: Event) -> None:
    """A draft, as the worker makes it."""
    before = queries.published_plan(session, event)
    parties, wishes = queries.accepted_of(session, event), queries.all_wishes(session, event)
    problem = read_problem(problem_of(event, parties, wishes, before.meetings if before else ()))
    services.keep_plan(session, event.public_id, problem, solve(problem))


@contextmanager
def in_round(event: Event, number: int = 0, minutes: int = 5) -> Iterator[None]:
    """So many minutes after a round began, on the session's day; before it when they are negative."""
    with held_at(moments(event.day, event.hours[number])[0] + timedelta(minutes=minutes)):
        yield


def first_of(session: Session, registration: EventRegistration) -> EventMeeting:
    return queries.day_of(session, registration)[0]
