"""No planted word is served, written or searched out to anybody who may not read it; counting and guessing tell nothing."""

import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.exceptions import NotFound
from werkzeug.test import TestResponse

from marketplace.accounts.models import Person
from marketplace.accounts.queries import actor_for
from marketplace.core.actor import Actor
from tests.web.doors import PUBLIC
from tests.web.house import READERS, House
from tests.web.planted import Secret
from tests.web.walk import Step, call, cookie

pytestmark = pytest.mark.xdist_group("house")
WORD = re.compile(rb"zq\d{4}qz")
NEVER_WAS = {
    "result": "R-2026-9999", "version": "R-2026-9999", "need": "N-2026-9999", "mandate": "M-2026-9999",
    "import": "9f1b2c3d-0000-4000-8000-000000000000", "job": "9f1b2c3d-0000-4000-8000-000000000000",
    "source": "9f1b2c3d-0000-4000-8000-000000000000", "sourced": "N-2026-9999", "revised": "N-2026-9999",
}  # fmt: skip
HANDING_IN = {"needs.change"}  # from then on the curators may know
# lists, counts, suggestions and likenesses, asked so that they would find what is hidden
ASKED = (
    "/search?q=余热回收", "/search?q=不具名的余热需求", "/search?like={draft}", "/search?like={shown}", "/search/suggest?q=余热",
    "/search/suggest?q=不具名", "/api/v1/search?q=余热回收", "/needs?text=余热回收", "/my/results?text=余热回收",
    "/my/needs?text=余热回收", "/my/results/similar-titles?title=余热回收系统", "/organisations?text=厂", "/organisations?text=Works",
    "/organisations/ENT-SHY", "/curation?text=余热回收", "/admin/audit?text=余热", "/admin/people?text=example",
    "/results/{shown}?lang=en", "/needs/{wanted}?lang=en", "/inbox?kind=成果", "/", "/no-such-page",
)  # fmt: skip


def words_in(body: bytes, mimetype: str) -> set[str]:
    """The planted words in what was served; of a workbook or an archive in all its parts."""
    if mimetype.endswith(("sheet", "zip")) and zipfile.is_zipfile(io.BytesIO(body)):
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            body = b"".join(parts.read(name) for name in parts.namelist())
    return {word.decode() for word in WORD.findall(body)}


def leaked(house: House, words: set[str], actor: Actor, endpoint: str) -> list[Secret]:
    planted = {secret.word: secret for secret in house.secrets.planted}
    found = [planted[word] for word in sorted(words)]
    return [secret for secret in found if endpoint not in secret.but and not secret.may(actor)]


def test_no_door_tells_what_its_reader_may_not_know(house: House, walk: list[Step]) -> None:
    told = [
        f"{step.plan.endpoint} {step.plan.door.method} [{step.plan.state}] tells {step.plan.reader} {secret.where}"
        for step in walk
        for secret in leaked(
            house,
            words_in(step.body + repr(step.headers).encode(), step.mimetype),
            step.plan.actor,
            step.plan.endpoint,
        )
    ]

    assert sorted(set(told)) == []


def test_the_words_are_told_to_those_who_may_know(house: House, walk: list[Step]) -> None:
    """So that the walk does not pass because it sees nothing: the owner's pages show nearly everything of its own."""
    seen = set().union(*(words_in(step.body, step.mimetype) for step in walk if step.plan.reader == "owner"))
    fields = {secret.where for secret in house.secrets.planted if secret.word in seen}

    assert {"result.draft.title", "result.draft.T3", "result.published.contact_phone", "need.draft.title"} <= fields


def test_no_letter_tells_what_its_reader_may_not_know(house: House, house_app: Flask, walk: list[Step]) -> None:
    with house_app.app_context(), house_app.extensions["database"].reading() as reading:
        actors = {person.email: actor_for(person) for person in reading.query(Person)}
    letters = {(step.plan.endpoint, *letter) for step in walk for letter in step.letters}
    told = [
        f"{endpoint} writes to {recipient} {secret.where}"
        for endpoint, recipient, text in letters
        for secret in leaked(house, words_in(text.encode(), ""), actors.get(recipient, Actor()), endpoint)
        if not (endpoint in HANDING_IN and actors[recipient].is_curator)
    ]

    assert len(letters) > 20
    assert sorted(set(told)) == []


@pytest.fixture(scope="session")
def answers(house_app: Flask, house: House) -> list[tuple[str, str, Actor, TestResponse]]:
    """What everybody is told who asks the lists, the suggestions and the likenesses."""
    with house_app.app_context(), house_app.extensions["database"].reading() as reading:
        actors = {name: house.actor(reading, name) for name in (PUBLIC, *READERS)}
    return [
        (path, name, actors[name], _get(house_app, house, name, path.format(**house.names), hx))
        for path, hx in _questions(house)
        for name in actors
    ]


def endpoint_of(app: Flask, house: House, path: str) -> str:
    try:
        return app.url_map.bind("localhost").match(path.format(**house.names).partition("?")[0])[0]
    except NotFound:
        return ""


def _questions(house: House) -> Iterator[tuple[str, bool]]:
    yield from ((path, False) for path in ASKED)
    yield from ((f"/results/{record.name}/similar", True) for record in house.records["result"])


def _get(app: Flask, house: House, name: str, path: str, hx: bool = False) -> TestResponse:
    headers = {"HX-Request": "true"} if hx else None
    return call(
        app,
        app.extensions["database"],
        "GET",
        path,
        cookie(app, house.devices.get(name)),
        headers=headers,
        watched=False,
    )[0]


def test_no_list_suggestion_or_likeness_tells_what_its_reader_may_not_know(
    house: House, house_app: Flask, answers: list[tuple[str, str, Actor, TestResponse]]
) -> None:
    told = [
        f"{path} tells {name} {secret.where}"
        for path, name, actor, answer in answers
        for secret in leaked(
            house,
            words_in(answer.get_data(), answer.mimetype),
            actor,
            endpoint_of(house_app, house, path),
        )
    ]

    assert [answer.status_code for *_asked, answer in answers if answer.status_code == 500] == []
    assert sorted(set(told)) == []


def test_a_hidden_word_asked_for_does_not_bring_the_record_that_holds_it(house: House, house_app: Flask) -> None:
    """Lists, suggestions and the interface, asked for the very word."""
    with house_app.app_context(), house_app.extensions["database"].reading() as reading:
        actors = {name: house.actor(reading, name) for name in (PUBLIC, "other")}
    hidden = {record.name for kind in ("result", "need") for record in house.records[kind] if record.state in UNSEEN}
    words = [each.word for each in house.secrets.planted if each.where in SOUGHT]
    asked = [(name, path, word) for name in actors for path in SEEKING for word in words]

    told = [each for each in asked if hidden & _named(house_app, house, each[0], each[1].format(each[2]))]

    assert (len(hidden), len(words)) >= (4, 4)
    assert told == []


UNSEEN = {"draft", "submitted"}
SOUGHT = {"result.draft.title", "result.submitted.problem", "need.draft.title", "need.submitted.problem"}
SEEKING = ("/api/v1/search?q={0}", "/search/suggest?q={0}", "/needs?text={0}", "/my/needs?text={0}")


def _named(app: Flask, house: House, name: str, path: str) -> set[str]:
    """The records that an answer names."""
    return set(re.findall(r"\b[RN]-\d{4}-\d{4}\b", _get(app, house, name, path).get_data(as_text=True)))


def test_counts_and_hits_are_of_what_everybody_may_read(house: House, house_app: Flask) -> None:
    shown = {"published", "negotiating", "contracted", "published and revised"}
    public = {record.name for record in house.records["result"] if record.state in shown}
    public |= {record.name for record in house.records["version"] if record.state == "superseded"}

    found = _get(house_app, house, PUBLIC, "/api/v1/search?size=50").get_json()

    assert {hit["id"] for hit in found["items"]} == public
    assert found["total"] == len(public)
    assert sum(found["facets"]["sector"].values()) == len(public)


def test_an_owner_who_is_not_named_is_not_searched_out_either(house: House, house_app: Flask) -> None:
    nameless = house.records["anonymous"][0].name
    every = [_get(house_app, house, name, "/api/v1/search?kind=need&size=50").get_json() for name in (PUBLIC, "other")]
    narrowed = [
        _get(house_app, house, name, "/api/v1/search?kind=need&owner=ENT-SHY").get_json() for name in (PUBLIC, "other")
    ]

    assert all(nameless in {item["id"] for item in found["items"]} for found in every)
    assert [found["total"] for found in narrowed] == [found["total"] for found in every]  # it narrows no needs


def test_what_is_hidden_and_what_never_was_are_told_apart_by_nothing(
    house: House, house_app: Flask, walk: list[Step]
) -> None:
    hidden = [step for step in walk if step.status == 404 and step.plan.door.method == "GET" and not _was_public(step)]
    asked = {(step.plan.door.path, step.plan.reader): step for step in hidden if _kind(step) in NEVER_WAS}
    different = []
    for (path, reader), step in asked.items():
        record = next(each for each in house.records[_kind(step)] if each.name in step.plan.address)
        never = step.plan.address.replace(record.name, NEVER_WAS[_kind(step)])
        answer = _get(house_app, house, reader, never)
        same = _plain(answer.get_data(), NEVER_WAS[_kind(step)]) == _plain(step.body, record.name)
        if answer.status_code != 404 or not same:
            different.append(f"{path} as {reader} in {step.plan.state}")

    assert len(asked) > 50
    assert different == [], "\n".join(map(str, different))


def _was_public(step: Step) -> bool:
    """A need that was taken off says so to everybody: it leaves a sentence behind."""
    return _kind(step) == "need" and step.plan.state == "withdrawn"


def _kind(step: Step) -> str:
    return getattr(step.plan.door.opens_for, "kind", "")


def _plain(body: bytes, name: str) -> bytes:
    """A page without its own address and its token."""
    return re.sub(rb'(csrf[^>]*(value|content)=")[^"]*', rb"\1", body.replace(name.encode(), b"ID"))
