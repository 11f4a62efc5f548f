"""The gallery of components in a real browser: nothing refused, nothing inaccessible, nothing wider than the screen."""

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def open_gallery(browser: Browser, address: str, width: int, **options: object) -> tuple[Page, list[str]]:
    """The gallery, and what the browser complained about while it was loading."""
    page = browser.new_page(viewport={"width": width, "height": 900}, locale="zh-CN", **options)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{address}/_components", wait_until="networkidle")
    return page, complaints


@pytest.mark.parametrize("width", [360, 390, 720, 1000, 1440])
def test_the_gallery_fits_and_is_accessible(browser: Browser, address: str, width: int) -> None:
    page, complaints = open_gallery(browser, address, width)

    violations = [(found["id"], found["nodes"][0]["target"]) for found in Axe().run(page)["violations"]]

    assert complaints == []
    assert violations == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.close()


def test_the_phone_menu_opens_without_scripts(browser: Browser, address: str) -> None:
    page, _complaints = open_gallery(browser, address, 390, java_script_enabled=False)

    page.locator(".menu > summary").click()

    expect(page.locator(".menu__sheet").get_by_role("link", name="登录")).to_be_visible()
    page.close()


def test_the_facets_open_as_a_sheet_without_scripts(browser: Browser, address: str) -> None:
    page, _complaints = open_gallery(browser, address, 390, java_script_enabled=False)
    expect(page.locator("#facets")).to_be_hidden()

    page.get_by_role("button", name="筛选 3").click()

    expect(page.get_by_role("button", name="看 56 项成果")).to_be_visible()
    page.close()


def test_the_dialog_opens_and_closes_without_scripts(browser: Browser, address: str) -> None:
    page, _complaints = open_gallery(browser, address, 1440, java_script_enabled=False)

    page.locator("[popovertarget=withdraw]").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_role("button", name="取消").click()

    expect(page.get_by_role("dialog")).to_be_hidden()
    page.close()


def test_a_counter_counts_characters_and_warns_beyond_the_limit(browser: Browser, address: str) -> None:
    page, _complaints = open_gallery(browser, address, 1440)

    page.locator("#title").fill("碳" * 61)

    counter = page.locator('[data-counter-for="title"]')
    expect(counter).to_have_text("61 / 60")
    expect(counter).to_have_class("counter num is-over")
    page.close()


def test_rows_are_added_and_removed_in_place_with_new_names(browser: Browser, address: str) -> None:
    page, _complaints = open_gallery(browser, address, 1440)

    page.get_by_role("button", name="再加一个参数").click()
    third = page.locator('[name="parameters-2-name"]')
    expect(third).to_be_focused()
    third.fill("占地")
    page.get_by_role("button", name="删去").first.click()

    names = page.locator("[data-row] input").evaluate_all("all => all.map(one => [one.name, one.value])")
    assert names == [
        ["parameters-0-name", "捕集率"],
        ["parameters-0-value", "91.2"],
        ["parameters-1-name", "占地"],
        ["parameters-1-value", ""],
    ]
    page.close()


def test_the_slash_key_goes_to_the_question(browser: Browser, address: str) -> None:
    page, _complaints = open_gallery(browser, address, 1440)
    page.get_by_role("link", name="English").focus()

    page.keyboard.press("/")

    expect(page.locator("#q")).to_be_focused()
    page.close()


def test_the_gallery_prints_without_navigation(browser: Browser, address: str) -> None:
    page, _complaints = open_gallery(browser, address, 1440)

    page.emulate_media(media="print")

    expect(page.locator(".site-head")).to_be_hidden()
    expect(page.locator(".ledger")).to_be_visible()
    page.close()
