"""The administrators' pages of people, and the audit trail as a file."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from marketplace.accounts import services
from marketplace.accounts.queries import actor_for
from marketplace.admin import people as reading
from marketplace.admin import trail
from marketplace.admin.people import AccountStanding, PeopleFilter, PeopleOrder
from marketplace.admin.trail import TrailFilter
from marketplace.core.actor import SYSTEM, Actor, Role
from marketplace.core.audit import AuditEvent, record_act
from marketplace.core.clock import held_at, now
from marketplace.core.db import Database
from marketplace.core.errors import Forbidden
from marketplace.web.sheets import RUNS, harmless
from tests.accounts.letters import Statements
from tests.factories import make_actor, make_listing, make_organisation, make_person

Enter = Callable[[str], FlaskClient]


@pytest.fixture
def admin(session: Session) -> Actor:
    """An administrator, an engineer of a firm who was here lately, somebody deactivated and somebody deleted."""
    admin = make_actor(session, "admin@example.org", Role.ADMIN)
    firm = make_organisation(session, "ENT-A", name="江汉钢铁")
    zhou = make_person(session, "zhou@example.org", Role.ENTERPRISE, organisation=firm)
    services.note_device(session, zhou, "Firefox")
    make_person(session, "off@example.org").active = False
    gone = make_person(session, "gone@example.org")
    gone.active, gone.deleted_at = False, now()
    session.flush()
    return admin


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (PeopleFilter(), ["admin", "off", "zhou"]),
        (PeopleFilter(text="ZHOU@"), ["zhou"]),
        (PeopleFilter(text="江汉"), ["zhou"]),
        (PeopleFilter(text="ENT-A"), ["zhou"]),
        (PeopleFilter(text="%"), []),
        (PeopleFilter(role=Role.ADMIN), ["admin"]),
        (PeopleFilter(standing=AccountStanding.ACTIVE), ["admin", "zhou"]),
        (PeopleFilter(standing=AccountStanding.INACTIVE), ["off"]),
        (PeopleFilter(standing=AccountStanding.DELETED), ["gone"]),
        (PeopleFilter(order=PeopleOrder.NEWEST), ["off", "zhou", "admin"]),
        (PeopleFilter(order=PeopleOrder.SEEN), ["zhou", "admin", "off"]),
        (PeopleFilter(order=PeopleOrder.EMAIL), ["admin", "off", "zhou"]),
    ],
)
def test_the_list_of_people_is_narrowed_and_sorted(
    session: Session, admin: Actor, wanted: PeopleFilter, found: list[str]
) -> None:
    page = reading.people(session, admin, wanted)

    assert [item.person.name for item in page.items] == found
    assert page.total == len(found)


def test_the_list_of_people_costs_the_same_whatever_its_length(session: Session, admin: Actor) -> None:
    costs = [_cost_of_the_list(session, admin)]
    for n in range(3):
        make_person(session, f"p{n}@example.org", Role.EXPERT, organisation=make_organisation(session, f"X-{n}"))
    costs.append(_cost_of_the_list(session, admin))

    assert costs[0] == costs[1]


def _cost_of_the_list(session: Session, admin: Actor) -> int:
    """The statements for the list with everything a row shows."""
    session.flush()
    session.expunge_all()
    with Statements(session) as sent:
        page = reading.people(session, admin, PeopleFilter())
        shown = [
            (
                item.person.roles[0].role if item.person.roles else "",
                [m.organisation.name for m in item.person.memberships],
            )
            for item in page.items
        ]
    assert len(shown) == page.total
    return len(sent)


def test_only_administrators_read_people_and_trail(session: Session) -> None:
    curator = make_actor(session, "curator@example.org", Role.CURATOR)

    with pytest.raises(Forbidden):
        reading.people(session, curator, PeopleFilter())
    with pytest.raises(Forbidden):
        reading.person(session, curator, 1)
    with pytest.raises(Forbidden):
        trail.whole_trail(session, curator, TrailFilter())


def test_the_trail_is_narrowed_by_person_number_and_organisation(session: Session, admin: Actor) -> None:
    ours = make_organisation(session, "UNI-A", name="珞珈大学")
    version = make_listing(session, owner=ours)
    assert admin.person_id is not None
    with held_at(now() - timedelta(days=3)):
        record_act(session, admin, "verify", version)
    session.flush()

    def subjects(**wanted: str) -> list[tuple[str, str]]:
        page = trail.trail(session, admin, TrailFilter(**wanted))  # type: ignore[arg-type]
        return [(act.action, act.subject_id) for act in page.items]

    mine = [("verify", version.public_id)]
    assert subjects(person=f"p-{admin.person_id}") == mine
    assert subjects(person="P-999999") == []
    assert subjects(organisation="UNI-A") == subjects(organisation="珞珈") != []
    assert subjects(organisation="ENT-A") == []
    assert mine[0] in subjects(organisation="UNI-A")


@pytest.fixture
def house(database: Database) -> int:
    """An administrator and a colleague; the number of the colleague."""
    with database.transaction() as session:
        make_person(session, "admin@example.org", Role.ADMIN)
        zhou = make_person(session, "zhou@example.org", Role.ENTERPRISE)
        zhou.name = '=HYPERLINK("http://evil.example")'
        record_act(session, actor_for(zhou), "edit", zhou, note="+1+1")
        record_act(session, SYSTEM, "publish", zhou)
        return zhou.id


def test_the_trail_as_a_file_runs_nothing(house: int, sign_in: Enter) -> None:
    client = sign_in("admin@example.org")
    wanted = f"person=P-{house}"

    as_csv = client.get(f"/admin/audit.csv?{wanted}")
    as_xlsx = client.get(f"/admin/audit.xlsx?{wanted}")

    rows = list(csv.reader(io.StringIO(as_csv.data.decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx.data)).active
    assert sheet is not None
    cells = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    assert rows == cells
    assert rows[0] == ["时间", "人员", "人员编号", "操作", "种类", "编号", "单位代码", "详情"]
    assert rows[1][1:] == [
        "'=HYPERLINK(\"http://evil.example\")", f"P-{house}", "修改", "人员", f"P-{house}", "", "note: +1+1",
    ]  # fmt: skip
    assert [cell.data_type for row in sheet.iter_rows() for cell in row if cell.value] == ["s"] * 15
    assert as_csv.headers["Content-Disposition"].endswith('.csv"')
    assert client.get("/admin/audit.exe").status_code == 404


def test_a_file_of_more_than_the_most_says_so(house: int, sign_in: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trail, "MOST", 1)

    text = sign_in("admin@example.org").get("/admin/audit.csv").data.decode("utf-8-sig")

    assert "共 2 条，这里是最近的 1 条" in text.splitlines()[1]


@given(st.text())
def test_no_cell_begins_like_a_formula(text: str) -> None:
    assert not harmless(text).startswith(RUNS)


def test_an_administrator_gives_a_role_and_deactivates_on_the_page(
    house: int, sign_in: Enter, database: Database, app: Flask
) -> None:
    client = sign_in("admin@example.org")

    given_role = client.post(f"/admin/people/{house}/roles/curator/give")
    page = client.get(f"/admin/people/{house}").get_data(as_text=True)
    stopped = client.post(f"/admin/people/{house}/deactivate")
    unknown = [
        client.post(f"/admin/people/{house}/roles/emperor/give").status_code,
        client.post(f"/admin/people/{house}/erase").status_code,
        client.get("/admin/people/999").status_code,
    ]

    assert (given_role.status_code, given_role.location) == (303, f"/admin/people/{house}")
    assert f"/admin/people/{house}/roles/curator/take" in page
    assert "授予角色" in page
    assert stopped.status_code == 303
    assert unknown == [404, 404, 404]
    with database.reading() as session:
        assert [act.action for act in session.query(AuditEvent).order_by(AuditEvent.id)][2:] == [
            "give-role",
            "deactivate",
        ]


def test_the_last_administrator_cannot_be_taken_on_the_page(house: int, sign_in: Enter) -> None:
    client = sign_in("admin@example.org")

    assert client.post("/admin/people/1/roles/admin/take").status_code == 409
    assert client.get("/admin").status_code == 200
