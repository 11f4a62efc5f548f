"""From a university's spreadsheet to an engineer's answer, through real processes and a real browser."""

from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser import violations
from tests.journeys.conftest import Enter
from tests.journeys.steps import by_menu

pytestmark = [pytest.mark.browser, pytest.mark.model, pytest.mark.xdist_group("browser")]

CHILLER = "磷石膏煅烧尾气驱动吸收式制冷机组"
PAVING = "稻壳灰固碳透水铺装砖"
BLADES = "退役风电叶片热解回收玻璃纤维"
HEADINGS = (
    *("成果名称", "一句话介绍", "解决的问题", "技术原理", "创新点", "为何是现在", "关键词", "所属领域", "碳类别"),
    *("成果阶段", "TRL", "应用行业", "转化方式", "价格方式", "有效期"),
)
REMARK = "请写出与现有做法相比的数字。"


def _row(title: str, teaser: str, valid_until: str) -> list[str]:
    return [
        *(title, teaser, "热量白白排掉，现场又缺冷。", "用高温端的热推动溴化锂溶液循环。", "每吨产品少用电十二度。"),
        *("电价上涨，改造两年回本。", "余热制冷、磷石膏", "化工", "低碳", "成熟应用", "8", "化学原料和化学制品制造业"),
        *("普通许可、技术服务", "面议", valid_until),
    ]


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A university's own spreadsheet: a banner, a blank row, Chinese headings, a date that is none, a trailing note."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "成果汇总"
    for row in (
        ["云梦理工大学 2026 年绿色低碳成果汇总表"],
        [],
        HEADINGS,
        _row(CHILLER, "回收煅烧尾气的热，产出七度冷水，供车间降温。", "2027-12-31"),
        _row(PAVING, "以稻壳灰代替部分水泥，养护时吸收二氧化碳。", "2027年12月31日"),
        _row(BLADES, "把退役叶片在无氧下热解，回收玻璃纤维。", "2028-02-30"),
        [],
        ["注：以上内容由科研院填报。"],
    ):
        sheet.append(row)
    path = tmp_path / "成果汇总.xlsx"
    book.save(path)
    return path


def test_a_spreadsheet_becomes_an_answer(site: str, enter: Enter, ledger: Path) -> None:
    university, curator, enterprise = enter("university"), enter("curator"), enter("enterprise")

    import_and_hand_in(university, ledger)
    publish(curator, CHILLER)
    return_with_a_remark(curator, PAVING)

    ask_until_found(enterprise, site, "磷石膏煅烧的尾气热量能不能拿来制冷水", CHILLER)
    see_the_remark(university, PAVING)


def import_and_hand_in(page: Page, ledger: Path) -> None:
    by_menu(page, "批量导入")
    assert violations(page) == []
    page.get_by_label("表格文件").set_input_files(ledger)
    page.get_by_role("button", name="读取并核对").click()

    expect(page.get_by_text("读到 3 行，其中 2 行可以入库")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("2028-02-30").first).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="导入 2 行").click()

    expect(page.get_by_text("已入库 2 条")).to_be_visible(timeout=30_000)
    assert violations(page) == []
    page.get_by_role("button", name="把完整的全部送审").click()

    expect(page.get_by_text("已送审 2 条")).to_be_visible(timeout=30_000)


def publish(page: Page, title: str) -> None:
    by_menu(page, "审核")
    assert violations(page) == []
    page.get_by_role("link", name=title).click()
    assert violations(page) == []
    page.get_by_role("button", name="发布").click()
    expect(page.get_by_text("已发布").first).to_be_visible()


def return_with_a_remark(page: Page, title: str) -> None:
    by_menu(page, "审核")
    page.get_by_role("link", name=title).click()
    page.get_by_text("逐项写意见").click()
    page.get_by_label("好在哪里").fill(REMARK)
    page.get_by_role("button", name="退回提交人").click()
    expect(page.get_by_text("已退回").first).to_be_visible()


def ask_until_found(page: Page, site: str, question: str, title: str) -> None:
    """The worker indexes within seconds; ask again until then."""
    card = page.locator("article.result-card").filter(has_text=title)
    for _attempt in range(30):
        page.goto(site)
        page.get_by_role("textbox", name="您想解决什么问题？").fill(question)
        page.get_by_role("button", name="查找方案").click()
        page.locator("#found").wait_for()
        if card.count():
            break
        page.wait_for_timeout(1_000)

    expect(page.locator("article.result-card").first).to_contain_text(title)
    expect(card.locator(".why")).to_contain_text("为何匹配")
    assert violations(page) == []
    card.get_by_role("link", name=title).click()

    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    assert violations(page) == []


def see_the_remark(page: Page, title: str) -> None:
    by_menu(page, "我的成果")
    assert violations(page) == []
    page.get_by_role("link", name=title).click()

    expect(page.locator("#advantage-field")).to_contain_text(REMARK)
    assert violations(page) == []
