"""The demo as `make demo` starts it: gunicorn, a worker, the real model, on a data folder of its own."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.conftest import ROOT

PASSWORD = "tansuo-demo-2026"
PATIENCE = 120.0  # seconds until the server answers
Enter = Callable[[str], Page]


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the running demo."""
    return tmp_path_factory.mktemp("demo") / "data"


@pytest.fixture(scope="session")
def site(home: Path) -> Iterator[str]:
    """The address of the running demo."""
    folder = home.parent
    port = _free_port()
    environment = os.environ | {
        "DATA_DIR": str(home),
        "MODEL_DIR": str(ROOT / "var" / "models"),
        "PORT": str(port),
    }
    subprocess.run([str(ROOT / ".venv/bin/flask"), "--app", "wsgi", "demo-data"], cwd=ROOT, env=environment, check=True)
    log = (folder / "log").open("w")
    served = subprocess.Popen(
        [str(ROOT / "tools/serve.sh")], cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
    )
    address = f"http://127.0.0.1:{port}"
    _wait_until_it_answers(address, served, folder / "log")
    yield address
    os.killpg(served.pid, signal.SIGTERM)
    served.wait(30)
    log.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    yield context
    context.close()


@pytest.fixture
def enter(browser: Browser, site: str) -> Iterator[Enter]:
    """Sign somebody of the demo in, each in a browser of their own; fail where a page complains in the console."""
    opened: list[BrowserContext] = []
    complaints: list[str] = []

    def sign_in(role: str) -> Page:
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
        opened.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{site}/login")
        page.get_by_label("电子邮箱").fill(f"{role}@example.org")
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_label("密码").press("Enter")
        page.get_by_role("button", name="退出").wait_for()
        return page

    yield sign_in
    for context in opened:
        context.close()
    assert complaints == []


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _wait_until_it_answers(address: str, served: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert served.poll() is None, log.read_text()
        try:
            with urlopen(f"{address}/readyz") as answer:
                if answer.status == 200:
                    return
        except (URLError, ConnectionError):
            time.sleep(0.3)
    raise AssertionError(log.read_text())
