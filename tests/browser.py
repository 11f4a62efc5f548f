"""A real browser for the tests that look at pages as people do."""

from collections.abc import Iterator

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


def violations(page: Page) -> list[tuple[str, str]]:
    """What axe objects to on this page: the rule and the first place."""
    return [(found["id"], str(found["nodes"][0]["target"])) for found in Axe().run(page)["violations"]]
