"""Asking, narrowing and going back: by mouse, by keyboard, without scripts, in English."""

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser import violations

pytestmark = [pytest.mark.browser, pytest.mark.model, pytest.mark.xdist_group("browser")]

QUESTION = "烧结烟气余热怎么发电"


@pytest.fixture
def page(browser: Browser, site: str) -> Page:
    page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="zh-CN", base_url=site)
    page.goto(f"/search?q={QUESTION}")
    return page


def heading(page: Page) -> str:
    return page.locator("#n").inner_text().split("　")[0]


def test_facets_narrow_by_mouse_and_chips_and_back_undo_it(page: Page) -> None:
    all_of_them = heading(page)

    page.locator("#f-grade-E4").click()
    chip = page.locator(".chosen").get_by_role("link", name="E4")
    expect(chip).to_be_visible()
    assert "grade=E4" in page.url
    narrowed = heading(page)
    assert narrowed != all_of_them
    assert violations(page) == []

    chip.click()
    expect(page.locator("#n")).to_contain_text(all_of_them)
    page.go_back()
    expect(page.locator("#n")).to_contain_text(narrowed)
    expect(page.locator("#f-grade-E4")).to_be_checked()
    page.go_back()
    expect(page.locator("#n")).to_contain_text(all_of_them)
    page.close()


def test_facets_narrow_by_keyboard_and_keep_the_focus(page: Page) -> None:
    box = page.locator("#f-carbon_class-low")
    box.focus()
    page.keyboard.press("Space")

    expect(page.locator(".chosen").get_by_role("link", name="低碳")).to_be_visible()
    expect(page.locator("#f-carbon_class-low")).to_be_focused()

    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.locator("#q").fill("磷石膏")
    page.keyboard.press("Enter")
    expect(page.locator("article.result-card").first).to_contain_text("磷石膏")
    page.close()


def test_a_box_ticked_before_its_script_arrived_narrows_too(browser: Browser, site: str) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="zh-CN", base_url=site)
    held: list[Route] = []
    page.route("**/facet-form.js*", lambda route: held.append(route))
    page.goto(f"/search?q={QUESTION}", wait_until="domcontentloaded")
    page.wait_for_timeout(100)
    assert len(held) == 1

    page.locator("#f-carbon_class-low").focus()
    page.keyboard.press("Space")
    held[0].continue_()

    expect(page.locator(".chosen").get_by_role("link", name="低碳")).to_be_visible()
    page.close()


def test_asking_and_narrowing_need_no_scripts(browser: Browser, site: str) -> None:
    page = browser.new_page(
        viewport={"width": 1440, "height": 900}, locale="zh-CN", base_url=site, java_script_enabled=False
    )
    page.goto("/")
    page.locator("#q").fill(QUESTION)
    page.get_by_role("button", name="查找方案").click()
    all_of_them = heading(page)

    page.locator("#f-grade-E4").check()
    page.locator("#facets button[type=submit]").click()

    expect(page.locator("#n")).not_to_contain_text(all_of_them)
    page.locator(".chosen").get_by_role("link", name="E4").click()
    expect(page.locator("#n")).to_contain_text(all_of_them)
    page.go_back()
    expect(page.locator("#f-grade-E4")).to_be_checked()
    page.close()


def test_on_a_phone_the_facets_are_a_sheet(browser: Browser, site: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844}, locale="zh-CN", base_url=site)
    page.goto(f"/search?q={QUESTION}")

    page.get_by_role("button", name="筛选").click()
    expect(page.locator("#facets")).to_be_visible()
    assert violations(page) == []
    page.locator("#f-grade-E4").check()
    page.locator("#facets button[type=submit]").click()

    expect(page.get_by_role("button", name="筛选 1")).to_be_visible()
    assert "grade=E4" in page.url
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.close()


@pytest.mark.parametrize("path", ["/", "/needs", "/login", "/about/guide", "/about/figures", "/search?kind=need"])
def test_the_pages_switch_to_english_and_back(browser: Browser, site: str, path: str) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="zh-CN", base_url=site)
    page.goto(path)
    assert violations(page) == []

    page.locator(".site-head").get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("link", name="Find results").first).to_be_visible()
    assert violations(page) == []

    page.locator(".site-head").get_by_role("link", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    page.close()


def test_an_english_question_finds_a_chinese_result(browser: Browser, site: str) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="en", base_url=site)
    page.goto("/?lang=en")

    page.get_by_role("textbox", name="What problem do you want to solve?").fill(
        "how to recycle retired lithium batteries"
    )
    page.get_by_role("button", name="Find solutions").click()

    expect(page.locator("article.result-card").first).to_contain_text("磷酸铁锂")
    page.close()
