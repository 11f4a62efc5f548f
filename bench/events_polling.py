"""500 phones and ten screens of one session, each asking again and again through gunicorn while the day goes on."""

import http.client
import random
import secrets
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from statistics import median, quantiles

from flask import Flask

from bench.installation import MODELS
from bench.registry import measurement
from bench.signed_in import cookie_of
from bench.web_load import cpu_seconds, serving
from marketplace.accounts.models import Membership, MembershipRole, Organisation, OrganisationKind, Person
from marketplace.accounts.services import note_device
from marketplace.app import create_app
from marketplace.cli import upgrade_database
from marketplace.config import read_settings
from marketplace.core.actor import SYSTEM
from marketplace.core.clock import CHINA, now, today
from marketplace.core.db import Database
from marketplace.events import services
from marketplace.events.day import checking_in
from marketplace.events.day.rules import DayAction
from marketplace.events.models import Event, EventMeeting, EventPlan, EventRegistration, EventWish
from marketplace.events.rules import EventState, RegistrationState, Saying, Side
from marketplace.events.services import SetUp

PROVIDERS, SEEKERS, SLOTS, TABLES = 200, 300, 16, 120
PHONES, SCREENS = PROVIDERS + SEEKERS, 10
PHONE_EVERY, SCREEN_EVERY = 20.0, 5.0  # seconds between two questions, as the pages ask
LASTS = 40.0
CHANGES_EVERY = 2.0  # somebody checks in


@dataclass(slots=True)
class Asker:
    """A page that is open somewhere: what it asks for, as whom, and what it has already."""

    path: str
    cookie: str
    every: float
    mark: str = ""
    seconds: list[float] = field(default_factory=list)


@lru_cache
def _figures() -> dict[str, float]:
    """p95 of all answers in ms, how many were wrong, CPU of a core an answer in ms."""
    with tempfile.TemporaryDirectory() as folder:
        key = secrets.token_hex(32)
        settings = read_settings({"DATA_DIR": folder, "MODEL_DIR": str(MODELS), "SECRET_KEY": key})
        upgrade_database(settings.database_url)
        app = create_app(settings)
        database: Database = app.extensions["database"]
        askers, event, parties = _furnish(app, database)
        with serving(Path(folder), SECRET_KEY=key, ready="/healthz") as (port, master):
            for asker in askers[:: PHONES // 20]:
                _ask(port, asker)
            for asker in askers:
                asker.seconds.clear()
            started = cpu_seconds(master)
            wrong = _poll(port, askers, database, event, parties)
            spent = cpu_seconds(master) - started
        database.dispose()
    answers = [seconds for asker in askers for seconds in asker.seconds]
    print(
        f"    {len(answers)} answers to {PHONES} phones and {SCREENS} screens in {LASTS:.0f} s:"
        f" p50 {median(answers) * 1000:.1f} ms, {spent / len(answers) * 1000:.1f} ms of a core each"
    )
    return {"p95": quantiles(answers, n=20)[-1] * 1000, "wrong": wrong}


def _poll(port: int, askers: list[Asker], database: Database, event: str, parties: list[int]) -> int:
    """Everybody asks at their own pace; a question that waits for its turn counts from when it was due."""
    chance = random.Random(1)
    due = sorted(
        (asker.every * chance.random() + round_ * asker.every, number)
        for number, asker in enumerate(askers)
        for round_ in range(int(LASTS / asker.every))
    )
    begin = time.perf_counter()

    def at(moment: float, number: int) -> bool:
        time.sleep(max(0.0, begin + moment - time.perf_counter()))
        return _ask(port, askers[number], begin + moment)

    with ThreadPoolExecutor(64) as pool, _changing(database, event, parties):
        return sum(not good for good in pool.map(lambda turn: at(*turn), due))


@contextmanager
def _changing(database: Database, event: str, parties: list[int]) -> Iterator[None]:
    """Somebody checks in every two seconds, so that the screens have news."""
    ended = False

    def check_in() -> None:
        for number in parties:
            if ended:
                return
            with database.transaction() as session:
                checking_in.note_presence(session, SYSTEM, event, number, DayAction.CHECK_IN)
            time.sleep(CHANGES_EVERY)

    with ThreadPoolExecutor(1) as desk:
        desk.submit(check_in)
        try:
            yield
        finally:
            ended = True


def _ask(port: int, asker: Asker, since: float | None = None) -> bool:
    """One question over a connection of its own; whether the answer was one."""
    since = time.perf_counter() if since is None else since
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        headers = {"Cookie": asker.cookie} | ({"If-None-Match": asker.mark} if asker.mark else {})
        connection.request("GET", asker.path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        asker.mark = answer.headers.get("ETag", "")
        return answer.status in (200, 304) and bool(asker.mark)
    except OSError:
        return False
    finally:
        connection.close()
        asker.seconds.append(time.perf_counter() - since)


def _furnish(app: Flask, database: Database) -> tuple[list[Asker], str, list[int]]:
    """A session that is on, with a timetable of 1,600 meetings, and everybody signed in."""
    with database.transaction() as session:
        house = Organisation(code="ORG", name="主办方", english="ORG", kind=OrganisationKind.ORGANISER, region="420100")
        session.add(house)
        session.flush()
        event = services.create_event(session, SYSTEM, house.id, _on_now())
        event.state, event.announced_at, event.version = EventState.RUNNING, now(), 1
        guests = []
        for number in range(PHONES):
            side = Side.PROVIDER if number < PROVIDERS else Side.SEEKER
            guests.append(_guest(event, side, number))
        session.add_all(guests)
        session.flush()
        session.add(_plan(event, [guest.id for guest in guests]))
        cookies = [
            cookie_of(app, note_device(session, guest.person, "bench").key, guest.person)
            for guest in guests
            if guest.person
        ]
        session.flush()
        numbers, name = [guest.id for guest in guests], event.public_id
    phones = [
        Asker(f"/events/{name}/registrations/{number}/agenda?part=1", cookie, PHONE_EVERY)
        for number, cookie in zip(numbers, cookies, strict=True)
    ]
    screens = [Asker(f"/events/{name}/screen/now", cookie, SCREEN_EVERY) for cookie in cookies[:SCREENS]]
    return phones + screens, name, numbers


def _on_now() -> SetUp:
    midnight = datetime.combine(today(), datetime.min.time(), CHINA)
    latest = midnight + timedelta(hours=24, minutes=-20 * SLOTS - 1)  # the last round ends on the same day
    begins = min(max(midnight, now().astimezone(CHINA) - timedelta(minutes=30)), latest)
    return SetUp(
        title="轮询", day=today(), venue="会场", registration_until=today(), wishes_until=today(),
        first_slot=begins.time().replace(second=0, microsecond=0), slots=SLOTS, slot_minutes=20, gap_minutes=0,
        pause_after=0, pause_minutes=0, tables=TABLES, most_meetings=SLOTS,
    )  # fmt: skip


def _guest(event: Event, side: Side, number: int) -> EventRegistration:
    kind = OrganisationKind.UNIVERSITY if side is Side.PROVIDER else OrganisationKind.ENTERPRISE
    own = Organisation(code=f"O-{number}", name=f"单位 {number}", english=f"O-{number}", kind=kind, region="420100")
    person = Person(email=f"p{number}@example.org", name=f"{number}", password_hash="-", session_key=f"key-{number}")
    person.memberships.append(Membership(organisation=own, role=MembershipRole.MANAGER))
    return EventRegistration(
        event=event, organisation=own, side=side, person=person, attendees=["某人"], state=RegistrationState.ACCEPTED,
        decided_at=now(), listed=True,
    )  # fmt: skip


def _plan(event: Event, numbers: list[int]) -> EventPlan:
    """A hundred meetings a round."""
    meetings = []
    for slot in range(SLOTS):
        for table in range(100):
            wish = EventWish(
                event_id=event.id, provider_id=numbers[(table + slot * 50) % PROVIDERS],
                seeker_id=numbers[PROVIDERS + (table + slot * 70) % SEEKERS], provider_says=Saying.WANT,
            )  # fmt: skip
            meetings.append(EventMeeting(wish=wish, slot=slot, table_number=table))
    pairs = {(each.wish.provider_id, each.wish.seeker_id): each for each in meetings}
    return EventPlan(
        event_id=event.id, version=1, published_at=now(), optimal=True, total_weight=0, upper_bound=0, musts=0,
        musts_wished=0, wished=len(pairs), seconds=0, meetings=list(pairs.values()),
    )  # fmt: skip


@measurement(name="events_polling_p95", unit="ms", bar=100, better="lower")
def events_polling() -> float:
    return _figures()["p95"]


@measurement(name="events_polling_errors", unit="wrong answers", bar=0, better="lower")
def events_polling_errors() -> float:
    return _figures()["wrong"]
