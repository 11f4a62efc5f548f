"""Steps that several journeys take, by names of fields and values of buttons, so that they walk in both languages."""

from collections.abc import Mapping
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize

from tests.browser import violations

Language = Literal["zh", "en"]
DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}


def visitor(browser: Browser, site: str, language: Language) -> tuple[BrowserContext, Page]:
    """A new visitor who reads this language."""
    context = browser.new_context(viewport=DESK, locale="zh-CN" if language == "zh" else "en", base_url=site)
    page = context.new_page()
    page.goto(f"/?lang={language}")
    return context, page


def sound(page: Page) -> None:
    """axe has nothing to say and nothing is wider than the window, on a phone and at a desk."""
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        assert violations(page) == [], page.url
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def put(page: Page, values: Mapping[str, str]) -> None:
    """Write each value into the field of this name; of a set of boxes check the one with this value."""
    for name, value in values.items():
        box = page.locator(f'[type=checkbox][name="{name}"][value="{value}"]')
        if box.count():
            box.first.check()
            continue
        field = page.locator(f'main [name="{name}"]').first
        if field.evaluate("each => each.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def press(page: Page, value: str) -> None:
    """The visible button that does this act."""
    page.locator(f'main button[name=act][value="{value}"]:not(.sr)').locator("visible=true").first.click()


def by_menu(page: Page, name: str) -> None:
    """Go by the header, or by the menu behind it when there is no room for this entry."""
    bar = page.locator(".site-head__in > .nav").first
    entry = bar.get_by_role("link", name=name, exact=True, include_hidden=True)
    if not entry.is_visible():
        bar.locator("summary").click()
    entry.click()


def act_of(page: Page, ending: str) -> None:
    """The button of the form that posts to an address with this ending."""
    page.locator(f'main form[action$="{ending}"] button').locator("visible=true").first.click()


def publish(curator: Page, site: str, kind: str, public_id: str) -> None:
    """The curator reads and publishes it."""
    curator.goto(f"{site}/curation/{kind}/{public_id}")
    sound(curator)
    press(curator, "publish")
    curator.locator(".notice--good, .toast").first.wait_for()


def drag(page: Page, held: Locator, onto: Locator, *, to: float = 16) -> None:
    """By the mouse in steps, as a hand does; dropped `to` pixels below the upper edge."""
    held.scroll_into_view_if_needed()
    start, end = held.bounding_box(), onto.bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + start["width"] / 2 + 8, start["y"] + 12, steps=3)
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + to, steps=6)
    page.mouse.up()
