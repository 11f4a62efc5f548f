"""The walk: every door of DOORS, as every reader, on every record; what was expected and what was served."""

import gc
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from flask import Flask
from sqlalchemy import inspect
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from marketplace.core.actor import Actor
from marketplace.core.db import Database
from marketplace.web.access import policy_of
from tests.web.answers import Answer, Door, Record, Rule
from tests.web.doors import DOORS, NAMED, PUBLIC
from tests.web.house import READERS, House
from tests.web.rehearsal import Rehearsal

SERVED = (200, 201, 202, 204, 302, 303, 422, 503)
STATUS = {403: Answer.FORBIDDEN, 404: Answer.HIDDEN, 409: Answer.CONFLICT, 410: Answer.GONE, 401: Answer.SIGN_IN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One request of the walk: who asks for what, and the answer that the policies give."""

    endpoint: str
    door: Door
    reader: str
    actor: Actor
    state: str
    address: str
    form: dict[str, str]
    expected: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How a request was answered; `changed` tells whether anything would have been stored."""

    plan: Plan
    status: int
    location: str
    headers: dict[str, str]
    mimetype: str
    body: bytes
    changed: bool
    letters: list[tuple[str, str]]

    @property
    def answered(self) -> Answer | None:
        """The answer that was given; None for a status that no door gives."""
        if self.location.startswith("/login?next="):
            return Answer.SIGN_IN
        if self.plan.expected is Answer.ASIDE and self.status in (302, 303) and not self.changed:
            return Answer.ASIDE
        return Answer.OPEN if self.status in SERVED else STATUS.get(self.status)

    @property
    def fits(self) -> bool:
        return self.answered is self.plan.expected and (self.plan.expected is Answer.OPEN or not self.changed)

    def __str__(self) -> str:
        plan = self.plan
        where = f"{plan.endpoint}: {plan.door.method} {plan.door.path} [{plan.state}] as {plan.reader}"
        told = f"{self.answered or 'nothing foreseen'} ({self.status})"
        return (
            f"{where}: expected {self.plan.expected}, got {told}{', and something was stored' if self.changed else ''}"
        )


def expected(endpoint: str, door: Door, reader: str, actor: Actor, record: Record | None) -> Answer:
    """The view's own policy first, then the rule on the record; inside the application."""
    if isinstance(door.opens_for, frozenset) and reader in door.opens_for:
        return Answer.OPEN
    policy = policy_of(endpoint)
    if policy is None or not policy(actor):
        return Answer.FORBIDDEN if actor.signed_in else Answer.SIGN_IN
    if isinstance(door.opens_for, Rule):
        assert record is not None, f"no record for {door}"
        return door.opens_for.answer(actor, record)
    if isinstance(door.opens_for, frozenset):
        return Answer.HIDDEN
    return Answer.OPEN if door.opens_for(actor) else Answer.FORBIDDEN


# to a record these are all there are: on its owner's side, strangers with and without a house, and those who look after all
BY_RECORD = frozenset(
    {PUBLIC, "owner", "member", "mandated", "other", "broker", "newcomer", "insider", "curator", "admin"}
)


def plans(app: Flask, house: House, database: Database) -> list[Plan]:
    """Every request of the walk and what it should be answered, before anything is asked."""
    with app.app_context(), database.reading() as reading:
        actors = {name: house.actor(reading, name) for name in (PUBLIC, *READERS)}
        return [
            Plan(
                endpoint=endpoint, door=door, reader=reader, actor=actors[reader], state=record.state if record else "",
                address=door.path.format(**_named(house, record)),
                form={name: text.format(**_named(house, record)) for name, text in door.form.items()},
                expected=expected(endpoint, door, reader, actors[reader], record),
            )
            for endpoint, doors in DOORS.items()
            for door in doors
            for record in _records(reading, house, door)
            for reader in actors
            if _worth_asking(endpoint, door, reader, actors[reader], record, house)
        ]  # fmt: skip


def steps(app: Flask, house: House, database: Rehearsal) -> Iterator[Step]:
    """Walk; nothing that a request stores outlives it."""
    cookies = {name: cookie(app, house.devices.get(name)) for name in (PUBLIC, *READERS)}
    gc.freeze()  # what was loaded so far need not be looked through again and again
    for plan in plans(app, house, database):
        watched = plan.expected is not Answer.OPEN
        served, changed, letters = call(
            app, database, plan.door.method, plan.address, cookies[plan.reader], plan.form, watched=watched
        )
        yield Step(
            plan=plan, status=served.status_code, location=served.location or "", headers=dict(served.headers),
            mimetype=served.mimetype, body=served.get_data(), changed=changed, letters=letters,
        )  # fmt: skip


def call(
    app: Flask,
    database: Rehearsal,
    method: str,
    address: str,
    cookie: str,
    form: Mapping[str, object] | None = None,
    *,
    watched: bool = True,
    headers: dict[str, str] | None = None,
) -> tuple[TestResponse, bool, list[tuple[str, str]]]:
    """One request that leaves nothing behind; whether it would have, where that is `watched`, and letters it wrote."""
    before = database.writes()
    with database.rehearse():
        sent = (headers or {}) | ({"Cookie": cookie} if cookie else {})
        client = app.test_client(use_cookies=False)
        served = client.open(address, method=method, headers=sent, data=form if method == "POST" else None)
        served.get_data()
        served.close()
        wrote = database.writes() != before
        letters = database.letters() if wrote else []
        changed = watched and wrote and database.differs()
    return served, changed, letters


def cookie(app: Flask, device: str | None) -> str:
    """The cookie that a browser signed in on this device would send."""
    if device is None:
        return ""
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return f"tansuo={serializer.dumps({'_user_id': device, '_fresh': True})}"


def _worth_asking(endpoint: str, door: Door, reader: str, actor: Actor, record: Record | None, house: House) -> bool:
    """Rows that name readers know only those; whom the view itself turns away is asked on one record of a kind."""
    if isinstance(door.opens_for, frozenset):
        return reader in NAMED
    if record is None or not isinstance(door.opens_for, Rule):
        return True
    policy = policy_of(endpoint)
    first = house.records[door.opens_for.kind][0].name == record.name
    return reader in BY_RECORD and (first or (policy is not None and policy(actor)))


def _named(house: House, record: Record | None) -> dict[str, str]:
    """What may stand in braces."""
    if record is None:
        return house.names
    lock = str(getattr(record.row, "lock", ""))
    return house.names | {"id": record.name, "lock": lock} | record.more


def _records(reading: Session, house: House, door: Door) -> list[Record | None]:
    """The records that a door is walked with, their rows read anew."""
    if not isinstance(door.opens_for, Rule):
        return [None]
    return [_read(reading, record) for record in house.records[door.opens_for.kind]]


def _read(reading: Session, record: Record) -> Record:
    row, out = (row and reading.get(type(row), inspect(row).identity) for row in (record.row, record.out))
    return replace(record, row=row, out=out)
