"""People around a record, and a count of the statements that a page sends."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from marketplace.core.actor import Role
from marketplace.core.db import Database
from tests.factories import make_organisation, make_person

Count = Callable[[FlaskClient, str], int]


@pytest.fixture
def people(database: Database) -> None:
    """A member of the owner, somebody of another organisation, a curator."""
    with database.transaction() as session:
        own, other = make_organisation(session), make_organisation(session, "UNI-B")
        make_person(session, "member@example.org", Role.UNIVERSITY, organisation=own)
        make_person(session, "other@example.org", Role.UNIVERSITY, organisation=other)
        make_person(session, "curator@example.org", Role.CURATOR)


@pytest.fixture
def statements() -> Count:
    """How many SQL statements a page sends."""

    def count(client: FlaskClient, path: str) -> int:
        engine = client.application.extensions["database"].engine
        sent: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            sent.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        try:
            assert client.get(path).status_code == 200
        finally:
            event.remove(engine, "before_cursor_execute", note)
        return len(sent)

    return count
