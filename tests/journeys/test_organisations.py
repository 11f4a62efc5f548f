"""An organisation is made, verified, joined and switched to; a broker edits and submits by mandate. In a real browser."""

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser import violations
from tests.journeys.conftest import Enter
from tests.journeys.steps import by_menu

pytestmark = [pytest.mark.browser, pytest.mark.model, pytest.mark.xdist_group("browser")]

NAME, CODE = "江楚低碳装备研究院", "12420100MB1A2B3C4Y"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}


@pytest.fixture
def licence(tmp_path: Path) -> Path:
    path = tmp_path / "licence.png"
    Image.new("RGB", (800, 500), "white").save(path)
    return path


def sound(page: Page) -> None:
    """No violation and nothing wider than the window, on a desk and on a phone."""
    for size in (PHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_an_organisation_from_its_first_page_to_its_second_member(site: str, enter: Enter, licence: Path) -> None:
    founder, admin, colleague = enter("expert"), enter("admin"), enter("university")

    address = make_it(founder, site)
    verify_it(founder, admin, site, address, licence)
    invite_and_join(founder, colleague, site, address)
    switch_back(colleague, site)


def make_it(page: Page, site: str) -> str:
    page.goto(f"{site}/my/organisations")
    sound(page)
    page.get_by_role("link", name="新建单位").first.click()
    page.get_by_label("单位全称").fill(NAME)
    page.get_by_label("单位类型").select_option(label="科研院所")
    page.get_by_label("所在地区").select_option("420100")
    page.get_by_label("统一社会信用代码").fill("1242010OMB1A2B3C4Y")
    page.get_by_role("main").get_by_role("button", name="新建单位").click()

    expect(page.get_by_text("第 8 位的“O”不会出现在代码里").first).to_be_visible()
    sound(page)
    page.get_by_label("统一社会信用代码").fill(CODE)
    page.get_by_role("main").get_by_role("button", name="新建单位").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(NAME)
    sound(page)
    return page.url


def verify_it(founder: Page, admin: Page, site: str, address: str, licence: Path) -> None:
    founder.get_by_role("link", name="去认证").click()
    founder.get_by_label("营业执照或法人证书的扫描件").set_input_files(licence)
    founder.get_by_role("button", name="提交认证").click()
    expect(founder.get_by_text("材料在等管理员核验")).to_be_visible()
    sound(founder)

    admin.goto(f"{site}/inbox")
    admin.locator("li").filter(has_text=NAME).get_by_role("link").click()
    sound(admin)
    admin.get_by_role("button", name="通过认证").click()
    expect(admin.get_by_text("已认证").first).to_be_visible()

    founder.goto(f"{address}?lang=en")
    expect(founder.get_by_text("Verified").first).to_be_visible()
    sound(founder)
    founder.goto(f"{address}?lang=zh")


def invite_and_join(founder: Page, colleague: Page, site: str, address: str) -> None:
    founder.goto(f"{address}/people")
    founder.get_by_label("电子邮箱").fill("university@example.org")
    founder.get_by_role("button", name="发出邀请").click()
    expect(founder.get_by_text("邀请已发出，14 天内有效。")).to_be_visible()
    sound(founder)

    colleague.goto(f"{site}/inbox")
    colleague.locator("li").filter(has_text=NAME).get_by_role("link").click()
    sound(colleague)
    colleague.get_by_role("button", name="接受并加入").click()
    expect(colleague.get_by_text("您已加入，现在代表这个单位。")).to_be_visible()
    expect(colleague.locator(".acting__name").first).to_have_text(NAME)


def switch_back(page: Page, site: str) -> None:
    """A house without records lists none; the switch in the header leads back to the old one's."""
    page.goto(f"{site}/my/results")
    expect(page.get_by_role("heading", name="还没有成果")).to_be_visible()
    page.locator(".acting > summary").first.click()
    sound_open(page)
    page.get_by_role("button", name="改为代表云梦理工大学").first.click()

    expect(page.locator(".acting__name").first).to_have_text("云梦理工大学")
    expect(page.get_by_role("link", name=re.compile("全部"))).to_be_visible()


def sound_open(page: Page) -> None:
    assert violations(page) == []


def test_a_broker_edits_and_hands_in_by_mandate_until_it_is_revoked(site: str, enter: Enter) -> None:
    broker, owner = enter("broker"), enter("university")
    by_menu(broker, "我的委托")
    sound(broker)
    drafts = broker.locator(".list > li").filter(has_text="草稿")
    card = broker.locator("li.card").filter(has_text="编辑").filter(has=drafts).first
    mandate = card.get_attribute("id")
    if card.locator("details:not([open])").count():  # many records are folded up
        card.locator("summary").click()
    card.locator(".list > li").filter(has_text="草稿").locator("a.title").first.click()

    record = broker.url
    broker.get_by_label("所在部门").fill("能源学院")
    broker.get_by_role("button", name="送审", exact=True).click()
    expect(broker.get_by_text("已送审。审核员处理后会发邮件通知您。")).to_be_visible()

    owner.goto(f"{site}/organisations/UNI-DEMO/mandates")
    sound(owner)
    owner.get_by_role("row").filter(has_text="生效中").get_by_role("link", name=str(mandate)).click()
    sound(owner)
    owner.get_by_label("理由，对方会看到").fill("另请他人。")
    owner.get_by_role("button", name="解除委托").click()
    expect(owner.get_by_text("委托已解除，对方的权限同时收回。")).to_be_visible()

    answer = broker.goto(record)
    assert answer is not None
    assert answer.status == 404
