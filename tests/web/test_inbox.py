"""The inbox gathers what waits from every feature, the most urgent first."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from marketplace.core.actor import Actor, Role
from marketplace.core.clock import held_at
from marketplace.core.db import Database
from marketplace.web.inbox import PROVIDERS, Task, add_tasks, tasks_of
from tests.factories import make_person

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)


def _task(record: str, since: int, due: int | None = None, kind: str = "成果") -> Task:
    last = None if due is None else NOW + due * HOUR
    return Task(kind=kind, title="修改后重新送审", record=record, href=f"/{record}", since=NOW + since * HOUR, due=last)


@pytest.fixture
def asked() -> Iterator[list[Task]]:
    """What a feature of the test's own asks of everybody, instead of the installed ones."""
    tasks: list[Task] = []
    installed = dict(PROVIDERS)
    PROVIDERS.clear()
    add_tasks("test", lambda _session, _actor: tasks)
    yield tasks
    PROVIDERS.clear()
    PROVIDERS.update(installed)


def test_the_earliest_due_comes_first_then_the_longest_waiting(session: Session, asked: list[Task]) -> None:
    asked += [_task("young", -1), _task("old", -9), _task("soon", -1, 3), _task("late", -1, -3)]

    assert [task.record for task in tasks_of(session, Actor(person_id=1))] == ["late", "soon", "old", "young"]


def test_the_page_shows_what_waits_and_narrows_by_kind(
    asked: list[Task], database: Database, sign_in: Callable[[str], FlaskClient]
) -> None:
    with database.transaction() as session:
        make_person(session, "owner@example.org", Role.UNIVERSITY)
    client = sign_in("owner@example.org")
    asked += [_task(f"record-{n:02}", -n) for n in range(1, 22)] + [_task("wish", -1, -1, kind="需求")]

    with held_at(NOW):
        everything = client.get("/inbox").get_data(as_text=True)
        second = client.get("/inbox?page=2").get_data(as_text=True)
        wishes = client.get("/inbox?kind=需求").get_data(as_text=True)
        number = client.get("/inbox/count").get_data(as_text=True)

    assert everything.count("queue__t") == 20
    assert "已过期限 2026-11-23 09:00" in everything
    assert second.count("queue__t") == 2
    assert wishes.count("queue__t") == 1
    assert ">22</b>" in number


def test_an_empty_inbox_says_what_will_come(
    asked: list[Task], database: Database, sign_in: Callable[[str], FlaskClient]
) -> None:
    with database.transaction() as session:
        make_person(session, "owner@example.org", Role.UNIVERSITY)
    client = sign_in("owner@example.org")

    assert "都办完了" in client.get("/inbox").get_data(as_text=True)
    assert client.get("/inbox/count").get_data(as_text=True).strip() == ""
    assert asked == []
