"""What holds on every route: no inline code, no forged post, no way out of the house, no formula, no file by its name."""

import csv
import io
import re
from collections.abc import Iterator

import openpyxl
import pytest
from flask import Flask

from marketplace.web.access import by_token
from marketplace.web.security import POLICY
from tests.web.answers import Answer
from tests.web.doors import DOORS, PUBLIC
from tests.web.house import House
from tests.web.walk import SERVED, Plan, Step, call, cookie, plans

pytestmark = pytest.mark.xdist_group("house")
INLINE = re.compile(
    rb"<style\b|<[a-z][^>]*\sstyle=|<[a-z][^>]*\son[a-z]+=|href=[\"']\s*javascript:"
    rb"|<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:ld\+)?json\")",
    re.IGNORECASE,
)
# a question changes nothing of anybody's; letters are stopped by the mail program, with the secret of the letter; a mail
# server hands letters in with a token, and where none is set there is no such door
NOT_FORGED = {"discovery.ask", "following.do_stop", "deals.mail_in"}
EVIL = ("https://evil.example/", "//evil.example/", "/\\evil.example", "\t//evil.example", "javascript:alert(1)")
EXPORTS = {"admin.audit_file", "imports.problems"}  # at least these are seen; every file of cells is looked at
# each route that takes a file: the field, a name that it would believe, and what else the form needs
UPLOADS = {
    "imports.upload": ("file", "成果.xlsx", {"kind": "achievement"}),
    "listings.files": ("file", "报告.pdf", {"kind": "other", "tier": "T0"}),
    "listings.change_file": ("file", "报告.pdf", {"title": "报告", "kind": "other", "tier": "T0"}),
    "workdays.add_file": ("file", "节假日.csv", {}),
    "needs.take": ("file", "需求.docx", {}),
    "listings.add_picture": ("file", "装置.png", {"alt": "装置"}),
    "organisations.edit": ("logo", "标志.png", {"lock": "{lock}"}),
    "organisations.change_logo": ("logo", "标志.png", {}),
    "organisations.new_mandate": ("paper", "委托书.pdf", {}),
    "contracts.add_paper": ("paper", "合同.pdf", {"kind": "signed"}),
    "contracts.carbon": (
        "evidence", "核查报告.pdf",
        {"begin": "2026-01-01", "end": "2026-06-30", "tonnes": "10", "grade": "E4", "method": "流量计连续记录"},
    ),
    "events.slides": ("file", "路演.pdf", {"tier": "registered"}),
    "organisations.verification": ("evidence", "执照.pdf", {}),
}  # fmt: skip
PRETENDS = b"<html><script>alert(1)</script></html>" * 40


def test_every_page_forbids_inline_code_and_has_none(walk: list[Step]) -> None:
    pages = [step for step in walk if step.mimetype == "text/html"]
    lax = {step.plan.endpoint for step in pages if step.headers.get("Content-Security-Policy") != POLICY}
    inline = {(step.plan.endpoint, found[0]) for step in pages if (found := INLINE.search(step.body))}

    assert len({step.plan.endpoint for step in pages}) > 60
    assert (lax, inline) == (set(), set())


def test_no_answer_may_be_sniffed_or_kept_by_strangers(walk: list[Step]) -> None:
    bare = {step.plan.endpoint for step in walk if step.headers.get("X-Content-Type-Options") != "nosniff"}
    kept = {
        step.plan.endpoint
        for step in walk
        if step.plan.actor.signed_in and "public" in step.headers.get("Cache-Control", "")
    }

    assert bare == set()
    assert kept <= {"assets.sheets", "static", "organisations.logo", "api.describe"}


def test_every_door_opens_in_english_too(house_app: Flask, house: House) -> None:
    """The walk is in Chinese; words of the other language must not break a page, a letter's address or a file."""
    every = plans(house_app, house, house_app.extensions["database"])
    doors = {p.address: p for p in every if p.door.method == "GET" and p.expected is Answer.OPEN}
    broken, spoken = set(), 0
    for plan in doors.values():
        address = f"{plan.address}{'&' if '?' in plan.address else '?'}lang=en"
        card = cookie(house_app, house.devices.get(plan.reader))
        served = call(house_app, house_app.extensions["database"], "GET", address, card, watched=False)[0]
        spoken += b'<html lang="en"' in served.data
        if served.status_code not in SERVED:
            broken.add((plan.endpoint, plan.reader, served.status_code))

    assert spoken > 100
    assert broken == set()


@pytest.fixture(scope="module")
def posts(house_app: Flask, house: House) -> list[Plan]:
    """One act of each route: by somebody who may, on a record on which it can be done, where there is one."""
    every = plans(house_app, house, house_app.extensions["database"])
    likeliest = sorted(every, key=lambda plan: (plan.expected is not Answer.OPEN, plan.reader == PUBLIC))
    chosen: dict[str, Plan] = {}
    for plan in likeliest:
        if plan.door.method == "POST":
            chosen.setdefault(plan.endpoint, plan)
    return list(chosen.values())


def _post(app: Flask, house: House, plan: Plan, form: dict[str, object]) -> tuple[int, str, bool]:
    answer, changed, _letters = call(
        app, app.extensions["database"], "POST", plan.address, cookie(app, house.devices.get(plan.reader)), form
    )
    return answer.status_code, answer.location or "", changed


def test_no_route_takes_a_post_from_another_site(house_app: Flask, house: House, posts: list[Plan]) -> None:
    house_app.config["WTF_CSRF_ENABLED"] = True
    try:
        answers = {plan.endpoint: _post(house_app, house, plan, dict(plan.form)) for plan in posts}
    finally:
        house_app.config["WTF_CSRF_ENABLED"] = False

    served = {rule.endpoint for rule in house_app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    assert set(answers) == served
    taken = {endpoint for endpoint, (status, _location, changed) in answers.items() if status != 400 or changed}
    by_program = {
        endpoint for endpoint in taken if getattr(house_app.view_functions[endpoint], "policy", None) is by_token
    }
    assert taken - by_program == NOT_FORGED
    assert {answers[endpoint][::2] for endpoint in by_program} <= {(403, False), (401, False)}  # a cookie is not enough


def test_no_post_leads_out_of_the_house(house_app: Flask, house: House, posts: list[Plan]) -> None:
    out = []
    for place, plan in enumerate(posts):
        for evil in (EVIL[place % len(EVIL)], EVIL[(place + 1) % len(EVIL)]):
            away = {"next": evil, "back": evil, "return": evil, "url": evil}
            _status, location, _changed = _post(house_app, house, plan, dict(plan.form) | away)
            if "evil" in location or "javascript" in location:
                out.append((plan.endpoint, location))

    assert out == []


@pytest.mark.parametrize("evil", EVIL)
def test_signing_in_leads_nowhere_else(house_app: Flask, evil: str) -> None:
    form = {"email": "owner@example.org", "password": "correct-horse-battery", "next": evil}
    for path in ("/login", f"/login?next={evil}"):
        answer = call(house_app, house_app.extensions["database"], "POST", path, "", form)[0]

        assert answer.status_code == 303
        assert answer.location.startswith("/")
        assert "evil" not in answer.location


def test_no_cell_of_an_export_is_a_formula(walk: list[Step]) -> None:
    files = [step for step in walk if step.status == 200 and step.mimetype.endswith(("csv", "sheet"))]
    cells = [cell for step in files for cell in _cells(step)]

    assert {step.plan.endpoint for step in files} >= EXPORTS
    assert any("=SUM(A1)" in cell for cell in cells)
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


def _cells(step: Step) -> Iterator[str]:
    if step.mimetype.endswith("csv"):
        for row in csv.reader(io.StringIO(step.body.decode("utf-8-sig"))):
            yield from row
        return
    for sheet in openpyxl.load_workbook(io.BytesIO(step.body)):
        for row in sheet.iter_rows(values_only=True):
            yield from (str(cell) for cell in row if cell is not None)


def test_every_upload_looks_into_the_file(house_app: Flask, house: House, posts: list[Plan]) -> None:
    """A page by the name of a picture, a paper or a workbook is refused, and nothing is kept."""
    by_endpoint = {plan.endpoint: plan for plan in posts}
    taken = {}
    for endpoint, (field, name, form) in UPLOADS.items():
        plan = by_endpoint[endpoint]
        lock = plan.form.get("lock", "1")
        said: dict[str, object] = {key: value.format(lock=lock) for key, value in form.items()}
        status, _location, changed = _post(house_app, house, plan, said | {field: (io.BytesIO(PRETENDS), name)})
        if status != 422 or changed:
            taken[endpoint] = (status, changed)

    assert taken == {}


def test_every_form_for_files_is_tried(walk: list[Step], house_app: Flask) -> None:
    adapter = house_app.url_map.bind("localhost")
    forms = re.compile(rb"<form\b[^>]*multipart/form-data[^>]*>", re.DOTALL)
    action = re.compile(rb'action="([^"]*)"')
    offered = set()
    for step in walk:
        for form in forms.findall(step.body) if step.plan.endpoint != "gallery.components" else ():
            found = action.search(form)
            target = (found[1].decode().partition("?")[0] if found else "") or step.plan.address.partition("?")[0]
            offered.add(adapter.match(target, method="POST")[0])

    assert offered - {"discovery.ask"} <= set(UPLOADS)


def test_no_route_knows_other_methods(house_app: Flask) -> None:
    adapter = house_app.test_client()
    odd: list[tuple[str, str]] = []
    known: dict[str, set[str]] = {}
    for rule in house_app.url_map.iter_rules():
        known.setdefault(rule.rule, set()).update(rule.methods or ())
    for rule in house_app.url_map.iter_rules():
        door = DOORS[rule.endpoint][0]
        for method in {"PUT", "DELETE", "PATCH"} - known[rule.rule]:
            if adapter.open(re.sub(r"\{\w+\}", "1", door.path), method=method).status_code not in (404, 405):
                odd.append((rule.endpoint, method))

    assert odd == []


def test_asking_for_the_head_tells_no_more_than_the_page(house_app: Flask, house: House, walk: list[Step]) -> None:
    asked = {(step.plan.endpoint, step.answered): step for step in walk if step.plan.door.method == "GET"}
    different = []
    for step in asked.values():
        answer = call(
            house_app, house_app.extensions["database"], "HEAD", step.plan.address,
            cookie(house_app, house.devices.get(step.plan.reader)), watched=False,
        )[0]  # fmt: skip
        if answer.status_code != step.status or answer.get_data():
            different.append((step.plan.endpoint, step.status, answer.status_code))

    assert different == []


def test_a_token_opens_what_its_scope_names_and_no_page(house_app: Flask, house: House) -> None:
    def ask(path: str, token: str) -> int:
        headers = {"Authorization": f"Bearer {token}"}
        return call(house_app, house_app.extensions["database"], "GET", path, "", headers=headers)[0].status_code

    api = [
        door.path
        for endpoint, doors in DOORS.items()
        for door in doors
        if door.method == "GET"
        and door.path in ("/api/v1/me", "/api/v1/results", "/api/v1/needs", "/api/v1/openapi.json")
    ]

    assert {path: ask(path, house.names["secret"]) for path in api} == dict.fromkeys(api, 200)
    assert {path: ask(path, "tansuo_forged") for path in api} == dict.fromkeys(api, 401)
    assert [ask(path, house.names["secret"]) for path in ("/my/results", "/account", "/inbox")] == [303, 303, 303]
