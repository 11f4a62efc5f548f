"""From registering to a new password, through real letters and a real browser, in both languages and on a phone."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser import violations
from tests.journeys.conftest import Enter

pytestmark = [pytest.mark.browser, pytest.mark.model, pytest.mark.xdist_group("browser")]

FIRST, SECOND, THIRD = "four quiet barges at dusk", "seven grey herons over Donghu", "nine old kilns under snow"
WORDS = {
    "zh": {
        "name": "姓名", "email": "电子邮箱", "password": "密码", "kind": "单位类型", "consent": "我已阅读并同意",
        "register": "注册", "chosen": "注册时设的密码", "finish": "完成注册", "current": "现在的密码", "new": "新密码",
        "change": "改密码", "send": "寄重设链接", "use": "用这个密码", "sign in": "登录", "sign out": "退出",
        "forgotten": "忘了密码", "wrong": "邮箱或密码不对",
    },
    "en": {
        "name": "Name", "email": "E-mail", "password": "Password", "kind": "Kind of organisation", "consent": "I have read",
        "register": "Register", "chosen": "The password you chose", "finish": "Finish registration",
        "current": "Current password", "new": "New password", "change": "Change password", "send": "Send the link",
        "use": "Use this password", "sign in": "Sign in", "sign out": "Sign out", "forgotten": "Forgotten password",
        "wrong": "not right",
    },
}  # fmt: skip
DESKTOP: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture(params=[("zh", DESKTOP), ("en", PHONE)], ids=["zh at a desk", "en on a phone"])
def visitor(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[tuple[Page, dict[str, str], str]]:
    """A new visitor's page, the words of its language, and an address that nobody has yet."""
    language, viewport = request.param
    context = browser.new_context(viewport=viewport, locale="zh-CN" if language == "zh" else "en", base_url=site)
    page = context.new_page()
    page.goto(f"/?lang={language}")
    yield page, WORDS[language], f"newcomer-{language}@example.org"
    context.close()


def test_somebody_registers_confirms_and_replaces_a_forgotten_password(
    visitor: tuple[Page, dict[str, str], str], enter: Enter
) -> None:
    page, words, address = visitor
    postman = enter("admin")

    register(page, words, address)
    finish(page, words, link_in_the_letter(postman, address, "/register/confirm/"))
    change_the_password(page, words)
    sign_out(page, words)
    refused(page, words, address, FIRST)
    page.get_by_role("link", name=words["forgotten"]).click()
    ask_for_a_link(page, words, address)
    page.goto(link_in_the_letter(postman, address, "/password/reset/"))
    looks_well(page)
    page.get_by_label(words["new"]).fill(THIRD)
    page.get_by_role("button", name=words["use"]).click()
    sign_in(page, words, address, THIRD)
    for path in ("/account", "/account/notices", "/account/tokens", "/account/data", "/account/delete"):
        page.goto(path)
        looks_well(page)


def register(page: Page, words: dict[str, str], address: str) -> None:
    page.goto("/register")
    looks_well(page)
    page.get_by_label(words["name"], exact=False).first.fill("周明远")
    page.locator("#email").fill(address)
    page.locator("#password").fill("password1234")
    page.locator("#wanted").select_option("enterprise")
    page.get_by_label(words["consent"]).check()
    page.locator("main").get_by_role("button", name=words["register"]).click()
    expect(page.locator("#password-field .error")).to_be_visible()  # too easily guessed; what was typed is still there
    expect(page.locator("#email")).to_have_value(address)
    looks_well(page)
    page.locator("#password").fill(FIRST)
    page.locator("main").get_by_role("button", name=words["register"]).click()
    page.wait_for_url("**/register/sent")
    looks_well(page)


def finish(page: Page, words: dict[str, str], link: str) -> None:
    page.goto(link)
    looks_well(page)
    page.get_by_label(words["chosen"]).fill(FIRST)
    page.get_by_role("button", name=words["finish"]).click()
    page.wait_for_url(re.compile(r"/(\?.*)?$"))


def change_the_password(page: Page, words: dict[str, str]) -> None:
    page.goto("/account/security")
    looks_well(page)
    page.locator("#password-current").fill(FIRST)
    page.locator("#password-password").fill(SECOND)
    page.locator("main").get_by_role("button", name=words["change"]).click()
    expect(page.locator(".notice--good")).to_be_visible()


def sign_out(page: Page, words: dict[str, str]) -> None:
    menu = page.locator(".menu > summary")
    if menu.is_visible():
        menu.click()
    page.get_by_role("button", name=words["sign out"], exact=True).locator("visible=true").first.click()
    expect(page.locator(".notice--good")).to_be_visible()


def refused(page: Page, words: dict[str, str], address: str, password: str) -> None:
    page.goto("/login")
    fill_in(page, words, address, password)
    expect(page.locator("#password-field .error")).to_contain_text(words["wrong"])
    looks_well(page)


def ask_for_a_link(page: Page, words: dict[str, str], address: str) -> None:
    looks_well(page)
    page.locator("#email").fill(address)
    page.locator("main form button").click()
    page.wait_for_url("**/password/forgotten/sent")
    looks_well(page)


def sign_in(page: Page, words: dict[str, str], address: str, password: str) -> None:
    page.wait_for_url("**/login")
    fill_in(page, words, address, password)
    expect(page.locator(".notice--good")).to_contain_text("周明远")


def fill_in(page: Page, words: dict[str, str], address: str, password: str) -> None:
    page.locator("#email").fill(address)
    page.locator("#password").fill(password)
    page.locator("main").get_by_role("button", name=words["sign in"], exact=True).click()


def link_in_the_letter(postman: Page, address: str, kind: str) -> str:
    """The path of the link in the latest letter to an address, as the development outbox shows it."""
    postman.goto(urljoin(postman.url, "/dev/mail"))
    letter = postman.locator("article", has_text=address).filter(has_text=kind).first
    found = re.search(re.escape(kind) + r"\S+", letter.inner_text())
    assert found, letter.inner_text()
    return found[0]


def looks_well(page: Page) -> None:
    """axe has nothing to say and nothing is wider than the window."""
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
