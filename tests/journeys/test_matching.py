"""A pair is read and talked about: the enterprise asks, the university accepts, both write. In both languages."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter
from tests.journeys.steps import Language, act_of, put, sound

pytestmark = [pytest.mark.browser, pytest.mark.model, pytest.mark.xdist_group("browser")]
WORKER = 120  # seconds at most until the worker has judged the samples; other journeys have mostly waited before
INTEREST = {"purpose": "二号产线", "timing": "明年三月检修", "way": "先做中试", "message": "想先看中试报告。"}


@pytest.fixture(params=["zh", "en"])
def sides(request: pytest.FixtureRequest, enter: Enter, site: str) -> tuple[Page, Page, Language]:
    """The enterprise and the university, both reading this language."""
    asking, answering = enter("enterprise"), enter("university")
    for page in (asking, answering):
        page.goto(f"{site}/?lang={request.param}")
    return asking, answering, request.param


def test_a_pair_becomes_a_conversation(sides: tuple[Page, Page, Language], site: str) -> None:
    asking, answering, language = sides

    talk = ask_for(asking, site, 0 if language == "zh" else 1)
    accept(answering, site, talk)
    read_in_the_inbox(asking, site, talk)


def ask_for(page: Page, site: str, place: int) -> str:
    """From the portfolio to a result of the university, read limit by limit, and an interest; the address of the talk."""
    own = page.locator("article.match", has_text="云梦理工大学").locator("a.title")
    page.goto(f"{site}/my/pairs")
    for _second in range(WORKER):
        if own.count() > place:
            break
        page.wait_for_timeout(1000)
        page.reload()
    sound(page)
    href = str(own.nth(place).get_attribute("href"))
    page.goto(f"{site}{href.rpartition('/')[0]}")
    sound(page)
    page.goto(f"{site}{href}")
    expect(page.locator(".versus__side")).to_have_count(2)
    sound(page)
    page.locator('main a[href$="/interest"]').click()
    put(page, INTEREST)
    page.locator("main form[method=post] button.button--primary").click()
    page.wait_for_url(re.compile(r"/my/talks/T-[\d-]+$"))
    return page.url.removeprefix(site)


def accept(page: Page, site: str, talk: str) -> None:
    page.goto(f"{site}/inbox")
    page.locator(f'main a[href="{talk}"]').first.click()
    sound(page)
    act_of(page, "/accept")
    page.locator("#say-text").fill("下周三上午可以通话。")
    act_of(page, "/say")
    expect(page.locator("#last")).to_contain_text("下周三上午可以通话。")
    sound(page)


def read_in_the_inbox(page: Page, site: str, talk: str) -> None:
    page.goto(f"{site}/inbox")
    page.locator(f'main a[href^="{talk}"]').first.click()
    expect(page.locator("#last")).to_contain_text("下周三上午可以通话。")
    page.goto(f"{site}/inbox")
    expect(page.locator(f'main a[href^="{talk}"]')).to_have_count(0)
