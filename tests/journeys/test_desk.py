"""The broker's board by keys alone and by mouse, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter
from tests.journeys.steps import drag, sound

pytestmark = [pytest.mark.browser, pytest.mark.model, pytest.mark.xdist_group("browser")]


def test_deals_move_by_keys_and_by_mouse_and_a_stage_asks_for_its_facts(site: str, enter: Enter) -> None:
    page = enter("broker")
    sound_board(page, site)
    by_keys(page, site)
    by_mouse(page, site)


def sound_board(page: Page, site: str) -> None:
    open_board(page, site)
    sound(page)


def by_keys(page: Page, site: str) -> None:
    """From card to card, on to the next stage as far as the facts go, and a new deal: no mouse."""
    open_board(page, site)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    first = page.locator("[data-deal] [data-open]").first
    expect(first).to_be_focused()
    title = first.inner_text()
    page.keyboard.press("l")
    expect(page).to_have_url(re.compile(r"\?to=.*#next$"))
    expect(page.get_by_text("还缺：")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    open_board(page, site)
    page.keyboard.press("n")
    expect(page).to_have_url(f"{site}/deals/new")


def by_mouse(page: Page, site: str) -> None:
    """A card is dropped on the stage before, and taken back by the button that offers it."""
    open_board(page, site)
    card = page.locator('[data-stage="evaluation"] [data-deal]').first
    number = card.get_attribute("data-deal")
    drag(page, card, page.locator('[data-stage="nda"]'))
    expect(page.locator(f'[data-stage="nda"] [data-deal="{number}"]')).to_be_visible()
    page.get_by_role("button", name="撤销").press("Enter")
    expect(page.locator(f'[data-stage="evaluation"] [data-deal="{number}"]')).to_be_visible()


def open_board(page: Page, site: str) -> None:
    page.goto(f"{site}/desk", wait_until="networkidle")
