"""An editor that busy professors survive: what was typed outlives the connection and the session; files and pictures. In a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import violations
from tests.journeys.conftest import PASSWORD, Enter
from tests.papers import pdf, photograph

pytestmark = [pytest.mark.browser, pytest.mark.model, pytest.mark.xdist_group("browser")]

TITLE = "断网与过期之间写成的余热回收工艺"
OFFLINE, EXPIRED = "这句话是断网时写下的。", "这一段是登录过期以后写下的。"
SAVED = re.compile(r"^已保存 \d\d:\d\d$")
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}


def sound(page: Page) -> None:
    """No violation and nothing wider than the window, on a desk and on a phone."""
    for size in (PHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def begun(page: Page, site: str) -> str:
    """A record that saved itself; its address."""
    page.goto(f"{site}/my/results/new")
    page.get_by_label("成果名称").fill(TITLE)
    expect(page.locator("[data-unsaved-note]")).to_have_text(SAVED, timeout=20_000)
    expect(page).to_have_url(re.compile(r"/my/results/R-[\d-]+/edit$"))
    return page.url


def restored(page: Page, field: str, text: str) -> None:
    """What this device kept is offered, taken, and then on the server."""
    offer = page.locator("[data-draft-offer]")
    expect(offer).to_be_visible()
    offer.get_by_role("button", name="恢复").click()
    expect(page.locator(f"#{field}")).to_have_value(text)
    expect(page.locator("[data-unsaved-note]")).to_have_text(SAVED, timeout=20_000)
    page.reload()
    expect(page.locator(f"#{field}")).to_have_value(text)
    expect(page.locator("[data-draft-offer]")).to_be_hidden()


def test_a_draft_survives_a_dropped_connection_and_an_expired_session(site: str, enter: Enter) -> None:
    first = enter("university")
    context = first.context
    address = begun(first, site)

    context.set_offline(True)
    first.locator("#teaser").fill(OFFLINE)
    expect(first.locator("[data-unsaved-note]")).to_have_text("未保存：网络断开，内容已留在这台设备上", timeout=20_000)
    first.close()
    context.set_offline(False)
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())  # the page asks whether it may be left
    page.goto(address)
    restored(page, "teaser", OFFLINE)

    context.clear_cookies()
    page.locator("#problem").fill(EXPIRED)
    expect(page.locator("[data-unsaved-note]")).to_contain_text("未保存：登录已过期", timeout=20_000)
    page.goto(address)
    expect(page).to_have_url(re.compile(r"/login\?next="))
    page.get_by_label("电子邮箱").fill("university@example.org")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_label("密码").press("Enter")
    expect(page).to_have_url(address)
    restored(page, "problem", EXPIRED)


def test_all_records_of_a_page_are_ticked_at_once(site: str, enter: Enter) -> None:
    page = enter("university")
    page.goto(f"{site}/my/results")
    every, boxes = page.get_by_label("全选本页"), page.locator("td.tick input")

    every.check()
    ticked = boxes.evaluate_all("all => all.map(one => one.checked)")
    boxes.first.uncheck()
    mixed = every.evaluate("one => [one.checked, one.indeterminate]")
    every.check()
    every.uncheck()

    assert (len(ticked) > 1, set(ticked), mixed) == (True, {True}, [False, True])
    assert not any(boxes.evaluate_all("all => all.map(one => one.checked)"))


def test_files_and_pictures_go_up_and_are_seen_with_three_pairs_of_eyes(site: str, enter: Enter) -> None:
    page = enter("university")
    address = begun(page, site)
    files = address.replace("/edit", "/files")
    page.get_by_role("link", name="上传和管理资料、图片").click()
    expect(page).to_have_url(files)
    sound(page)

    chosen = [("中试检测报告.pdf", pdf()), ("坏文件.pdf", b"MZ" + bytes(500))]
    page.set_input_files("#file", [{"name": name, "mimeType": "", "buffer": content} for name, content in chosen])
    page.get_by_role("button", name="上传", exact=True).click()
    expect(page.locator(".uploads .error")).to_contain_text("不收这种文件")
    page.get_by_role("link", name="其余的已传上，刷新列表").click()
    expect(page.locator(".files__what b")).to_have_text(["中试检测报告"])
    page.set_input_files("#picture", [{"name": "装置.jpg", "mimeType": "", "buffer": photograph()}])
    page.get_by_label("图片说明").fill("分相器中试装置")
    page.get_by_role("button", name="上传图片").click()
    expect(page.get_by_role("img", name="分相器中试装置")).to_be_visible()
    sound(page)

    page.get_by_role("link", name="预览").click()
    expect(page.get_by_text("预览：公众看到的样子")).to_be_visible()
    expect(page.get_by_role("link", name="登录后下载")).to_be_visible()
    sound(page)
    page.get_by_role("link", name="已登录的人").click()
    expect(page.get_by_text("预览：已登录的人看到的样子")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("下载.*中试检测报告")).click()
    assert download.value.suggested_filename == "中试检测报告.pdf"

    page.goto(files)
    page.get_by_role("button", name="移除").first.click()
    page.get_by_role("button", name="撤销移除").click()
    expect(page.locator(".files__what b")).to_have_text(["中试检测报告"])
    page.context.add_cookies([{"name": "language", "value": "en", "url": site}])
    page.goto(files)
    expect(page.get_by_role("heading", level=1)).to_have_text("Files and pictures")
    sound(page)
