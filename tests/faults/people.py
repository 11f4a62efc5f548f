"""Who works while processes are killed: importers, editors in the house, and a member with a browser. Each writes down what was confirmed."""

import http.client
import json
import os
import random
import re
import time
from collections.abc import Iterator
from http.cookies import SimpleCookie
from io import BytesIO
from pathlib import Path
from urllib.parse import quote, urlencode

from ingest import runs
from ingest.preview import kept
from ingest.records import Kind
from marketplace.accounts import services as accounts
from marketplace.accounts.queries import actor_for
from marketplace.admin.console import REINDEX
from marketplace.config import read_settings
from marketplace.core import jobs
from marketplace.core.actor import SYSTEM, Role
from marketplace.core.actor import Scope as TokenScope
from marketplace.core.db import AWAY
from marketplace.core.files import FileStore
from marketplace.core.mail import post
from marketplace.core.outbox import promise
from marketplace.listings import services as listings
from marketplace.listings.rules import WithdrawalReason
from tests.factories import PASSWORD, content, make_listing, make_organisation, make_person
from tests.faults.house import Environment, house

ROWS = 40  # of one import
SHOWN = 12  # results that the member takes off and puts back
MEMBER = "teacher@example.org"
CONFIRMED, ACTS, PAGES = "confirmed", "acts", "pages"  # files in the data folder


def prepare(environ: Environment, imports: int) -> None:
    """People and results; imports read and planned in peace, so that their loading waits as jobs."""
    app, database = house(environ)
    store = FileStore(read_settings(environ).files_dir)
    with database.transaction() as session:
        organisation = make_organisation(session, "UNI-A")
        actor = actor_for(make_person(session, MEMBER, Role.UNIVERSITY, organisation=organisation))
        token = accounts.create_token(
            session, actor, accounts.NewToken(name="faults", scopes=frozenset({TokenScope.WRITE}), days=30)
        )[1]
        shown = [make_listing(session, said=content(title=f"常设{n}号余热回收装置")).public_id for n in range(SHOWN)]
        for public_id in shown:
            promise(session, "achievement", public_id)
    _file(environ, "member").write_text(json.dumps({"token": token, "shown": shown}), encoding="utf-8")
    with app.app_context():
        for number in range(imports):
            lines = [f"导入{number}之{n}号固碳建材工艺{n * 7919},第 {n} 种做法。" for n in range(ROWS)]
            text = "\n".join(["成果名称,成果简介", *lines]).encode()
            command = runs.NewRun(
                organisation_id=organisation.id,
                kind=Kind.ACHIEVEMENT,
                filename=f"{number}.csv",
                file_hash=store.put(BytesIO(text)),
                file_size=len(text),
            )
            with database.transaction() as session:
                run_id = runs.begin_run(session, actor, command).public_id
            while claimed := jobs.claim_next(database, "planning"):
                jobs.run_job(database, *claimed)
            with database.transaction() as session:
                planned = runs.get_run(session, actor, run_id)
                runs.change_run(session, actor, run_id, runs.Changes(decisions={"*": "separate"}))
                runs.start_loading(session, actor, run_id, kept(store, planned.preview))


def edit_until_killed(environ: Environment) -> None:
    """Publish, now and then withdraw, rarely have the whole index made anew."""
    _app, database = house(environ)
    chance = random.Random(os.getpid())
    confirmed = _appending(environ, CONFIRMED)
    mine: list[str] = []
    while True:
        token = f"{os.getpid()}x{time.monotonic_ns()}"
        try:
            with database.transaction() as session:
                version = make_listing(session, said=content(title=f"第 {token} 号余热回收装置"))
                promise(session, "achievement", version.public_id)
                post(session, f"{token}@example.org", token, "已发布。")
            os.write(confirmed, f"+ {version.public_id} {token}\n".encode())
            mine.append(version.public_id)
            if chance.random() < 0.3:
                gone = mine.pop(chance.randrange(len(mine)))
                with database.transaction() as session:
                    listings.withdraw(session, SYSTEM, gone, listings.Withdraw(reason=WithdrawalReason.OUTDATED))
                os.write(confirmed, f"- {gone} {token}\n".encode())
            if chance.random() < 0.002:
                with database.transaction() as session:
                    jobs.enqueue(session, REINDEX, {})
        except AWAY:
            time.sleep(0.1)
        time.sleep(float(environ.get("PAUSE", "0.03")))


def visit_until_killed(environ: Environment, port: int) -> None:
    """A member who searches, takes results off and puts them back, and a program of theirs that begins drafts."""
    said = json.loads(_file(environ, "member").read_text(encoding="utf-8"))
    acts, pages = _appending(environ, ACTS), _appending(environ, PAGES)
    chance, browser, public = random.Random(11), Browser(port), dict.fromkeys(said["shown"], True)
    while not browser.sign_in():
        time.sleep(2)
    for number in _forever():
        public_id = chance.choice(said["shown"])
        act = "withdraw" if public[public_id] else "restore"
        status = browser.post(f"/my/results/{public_id}/{act}", {"reason": "outdated"})
        if status in (303, 409):  # done now, or by the request whose answer was lost
            public[public_id] = not public[public_id]
        os.write(acts, f"{act} {public_id} {status}\n".encode())
        if number % 8 == 0:
            title = f"草稿{number}号膜分离提纯装置"
            drafted = browser.draft(said["token"], {"organisation": "UNI-A", "title": title})
            os.write(acts, f"draft {title} {drafted}\n".encode())
        asked = f"/search?q={quote(f'余热回收装置 {number}')}"
        os.write(pages, f"{browser.get(asked)[0]} {asked}\n".encode())
        time.sleep(0.3)


def act_on_hosts(environ: Environment, ports: list[int], count: int) -> list[int]:
    """The same member on several hosts in turn: results taken off at one are put back at the next; the statuses."""
    shown = json.loads(_file(environ, "member").read_text(encoding="utf-8"))["shown"]
    acts, browser, statuses = _appending(environ, ACTS), Browser(ports[0]), list[int]()
    while not browser.sign_in():
        time.sleep(0.2)
    for number in range(count):
        browser.port = ports[number % len(ports)]
        act, public_id = ("withdraw", "restore")[number % 2], shown[number // 2 % 3]
        statuses.append(browser.post(f"/my/results/{public_id}/{act}", {"reason": "outdated"}))
        os.write(acts, f"{act} {public_id} {statuses[-1]}\n".encode())
    return statuses


class Browser:
    """Keeps cookies and the mark of its forms; 0 stands for an answer that did not come."""

    def __init__(self, port: int, email: str = MEMBER) -> None:
        self.port, self._email = port, email
        self._cookies: SimpleCookie = SimpleCookie()
        self._mark = ""

    def sign_in(self) -> bool:
        status, page = self.get("/login")
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        if status != 200 or found is None:
            return False
        self._mark = found[1]
        if self.post("/login", {"email": self._email, "password": PASSWORD}) != 303:
            return False
        again = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.get("/my/results")[1])
        self._mark = again[1] if again else self._mark
        return again is not None

    def get(self, path: str) -> tuple[int, str]:
        return self._ask("GET", path, None, {})

    def post(self, path: str, said: dict[str, str]) -> int:
        typed = urlencode({"csrf_token": self._mark, **said})
        return self._ask("POST", path, typed, {"Content-Type": "application/x-www-form-urlencoded"})[0]

    def draft(self, token: str, said: dict[str, str]) -> int:
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        return self._ask("POST", "/api/v1/results", json.dumps(said), headers)[0]

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> tuple[int, str]:
        cookies = {} if "Authorization" in headers else {"Cookie": self._cookies.output([], "", "; ").strip()}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, headers | cookies)
            answer = connection.getresponse()
            text = answer.read().decode()
        except (OSError, http.client.HTTPException):
            return 0, ""
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie") or []:
            for name, value in SimpleCookie(line).items():
                self._cookies[name] = value.value
        return answer.status, text


def _forever() -> Iterator[int]:
    number = 0
    while True:
        yield number
        number += 1


def _file(environ: Environment, name: str) -> Path:
    return Path(environ["DATA_DIR"]) / name


def _appending(environ: Environment, name: str) -> int:
    return os.open(_file(environ, name), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
