"""One result from a university's spreadsheet to the tonnes measured in operation, with seven accounts; one figure everywhere."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Locator, Page, expect

from marketplace.core.clock import today
from tests.journeys.conftest import Enter
from tests.journeys.steps import act_of, press, put
from tests.papers import pdf

pytestmark = [pytest.mark.browser, pytest.mark.model, pytest.mark.xdist_group("browser")]

RESULT = "酒糟烘干尾气余热回收除湿机组"
NEED = "含盐有机废水浓缩少用蒸汽"
ROW = {
    "成果名称": RESULT, "一句话介绍": "回收酒糟烘干尾气的热，把烘干蒸汽用量减半。", "解决的问题": "烘干尾气带走大半热量。",
    "技术原理": "用除湿热泵回收尾气潜热，重新加热干燥空气。", "创新点": "每吨酒糟少用蒸汽零点六吨。", "为何是现在": "蒸汽涨价。",
    "关键词": "余热回收、酒糟烘干", "所属领域": "化工", "碳类别": "低碳", "成果阶段": "成熟应用", "TRL": "8",
    "应用行业": "化学原料和化学制品制造业", "转化方式": "技术服务", "价格方式": "面议", "有效期": "2099-12-31",
    "功能单位": "1 t 干酒糟", "核算边界": "厂区烘干工段", "基准线": "原有蒸汽烘干", "使用寿命": "10", "年产出": "干酒糟 2 万吨/年",
    "基准线排放": "5200", "项目排放": "1900", "泄漏": "100", "清除量": "0", "不确定度": "10", "核算方法": "自定方法",
}  # fmt: skip
SIGNED = today() - timedelta(days=40)
VALUE, EXPECTED, CONTRACTED, MEASURED = Decimal("385.5"), Decimal(2880), Decimal(2600), Decimal("241.5")
TERMS = {
    "signed_on": f"{SIGNED}", "starts_on": f"{SIGNED}", "ends_on": f"{SIGNED + timedelta(days=900)}", "total": f"{VALUE}",
    "contracted_yearly": f"{CONTRACTED}", "contracted_years": "5", "indicators": "烘干蒸汽用量 ≤ 0.6 t/t", "ip": "专有技术",
    "industry": "C26",
    **{f"{side}_{name}": said for side in ("seller", "buyer") for name, said in
       (("address", "湖北省云梦县北环路 1 号"), ("contact", "示例联系人"), ("phone", "027-00000000"))},
}  # fmt: skip
Figures = Mapping[str, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """Seven accounts, each in a browser of its own."""

    university: Page
    curator: Page
    enterprise: Page
    broker: Page
    admin: Page
    organiser: Page
    expert: Page


@pytest.fixture
def crew(enter: Enter) -> Crew:
    return Crew(**{role: enter(role) for role in Crew.__slots__})


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.append(list(ROW))
    book.active.append(list(ROW.values()))
    path = tmp_path / "ledger.xlsx"
    book.save(path)
    return path


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A scan: a contract, a report."""
    path = tmp_path / "scan.pdf"
    path.write_bytes(pdf())
    return path


def test_a_row_of_a_spreadsheet_becomes_measured_tonnes(crew: Crew, site: str, ledger: Path, paper: Path) -> None:
    result = publish(crew, site, ledger, paper)
    talk = match(crew, site, result)
    deal = open_deal(crew.broker, site, talk)
    assert_figures(crew.broker, site, deal)
    agree_on_secrecy(crew, site, result)
    negotiate(crew.broker, site, deal)
    contract = sign(crew.broker, site, deal, paper)
    register(crew, site, contract)
    perform(crew.broker, site, deal, contract)
    measure(crew.enterprise, site, contract, paper)

    for page in (crew.university, crew.enterprise, crew.broker):
        assert_contract_figures(page, site, deal, contract)
    assert_reports(crew, site, result, contract)
    assert_shut(crew, site, result, deal, contract)


def publish(crew: Crew, site: str, ledger: Path, paper: Path) -> str:
    """The university imports, adds a file for later, hands in; the curator publishes. The result's id."""
    page = crew.university
    page.goto(f"{site}/import")
    page.locator("[type=file]").first.set_input_files(ledger)
    page.get_by_role("button", name="读取并核对").click()
    page.get_by_role("button", name="导入 1 行").click(timeout=30_000)
    expect(page.get_by_text("已入库 1 条")).to_be_visible(timeout=30_000)
    run, result = page.url, found(page.get_by_role("link", name=RESULT), r"R-\d+-\d+")
    page.goto(f"{site}/my/results/{result}/files")
    files = page.locator("form[data-behaviour=uploads]").first
    files.locator("[name=tier]").select_option("T3")
    files.locator("[type=file]").set_input_files(paper)
    files.get_by_role("button", name="上传").click()
    expect(page.locator(".files__one")).to_have_count(1)
    page.goto(run)
    page.get_by_role("button", name="把完整的全部送审").click()
    expect(page.get_by_text("已送审 1 条")).to_be_visible(timeout=30_000)
    crew.curator.goto(f"{site}/curation/achievement/{result}")
    press(crew.curator, "publish")
    expect(crew.curator.get_by_text("已发布").first).to_be_visible()
    return result


def match(crew: Crew, site: str, result: str) -> str:
    """The enterprise finds the result by its own words, holds it against its need and asks to talk; the university accepts."""
    page = crew.enterprise
    card = page.locator("article.result-card").filter(has_text=RESULT)
    for _second in range(30):
        page.goto(f"{site}/search?q={RESULT}怎么用")
        if card.count():
            break
        page.wait_for_timeout(1_000)
    expect(card).to_contain_text(f"{EXPECTED:,}")
    page.goto(f"{site}/my/needs")
    need = found(page.get_by_role("link", name=NEED).first, r"N-\d+-\d+")
    page.goto(f"{site}/needs/{need}/matches/{result}")
    page.locator('main a[href$="/interest"]').click()
    put(page, {"purpose": "二号线", "timing": "明年三月", "way": "技术服务", "message": "想谈技术服务。"})
    page.locator("main form[method=post] button.button--primary").click()
    page.wait_for_url(re.compile(r"/my/talks/T-[\d-]+$"))
    crew.university.goto(page.url)
    act_of(crew.university, "/accept")
    return page.url


def open_deal(page: Page, site: str, talk: str) -> str:
    """The broker opens the deal from the talk, says what it is worth, and takes it to the agreement. The deal's id."""
    page.goto(talk)
    act_of(page, "/deals/open")
    deal = found_in(page.url, r"D-\d+-\d+")
    page.goto(f"{site}/deals/{deal}/edit")
    put(page, {"value": f"{VALUE}", "expected_close": f"{today() + timedelta(days=20)}", "next_step": "约首次对接"})
    page.locator("main form[method=post] button.button--primary").click()
    tick(page, "parties_verified")
    go_on(page, "已核实", "首次对接")
    tick(page, "talk_held")
    go_on(page, "NDA")
    return deal


def agree_on_secrecy(crew: Crew, site: str, result: str) -> None:
    """The enterprise asks for T3, the university grants, both sign; the file opens."""
    asking, owning = crew.enterprise, crew.university
    asking.goto(f"{site}/results/{result}/access/ask")
    asking.locator("main [name=tier][value=T3]").check()
    put(asking, {"purpose": "核对中试数据"})
    asking.locator("main form[method=post] button.button--primary").click()
    owning.goto(f"{site}/results/{result}/access")
    act_of(owning, "/grant")
    nda = found(owning.locator('main a[href^="/nda/"]').first, r"/nda/[\w-]+")
    for page in (owning, asking):
        page.goto(f"{site}{nda}")
        put(page, {"office": "科研院长", "entitled": "y"})
        act_of(page, "/sign")
    asking.goto(f"{site}/results/{result}")
    with asking.expect_download() as taken:
        asking.locator('main a[href*="/files/"]').first.click()
    assert taken.value.suggested_filename == "scan.pdf"


def negotiate(page: Page, site: str, deal: str) -> None:
    page.goto(f"{site}/deals/{deal}")
    go_on(page, "评估")
    tick(page, "evaluation_done")
    go_on(page, "条款谈判")
    tick(page, "terms_agreed")


def sign(page: Page, site: str, deal: str, paper: Path) -> str:
    """Drafted from the deal, completed, signed on paper, handed to the registry. The contract's id."""
    act_of(page, "/contract")
    contract = found_in(page.url, r"C-\d+-\d+")
    page.goto(f"{site}/contracts/{contract}/edit")
    put(page, TERMS)
    page.locator(".savebar button.button--primary").click()
    page.wait_for_url(f"{site}/contracts/{contract}")
    page.locator("[type=file]").set_input_files(paper)
    act_of(page, "/papers")
    act_of(page, "/sign")
    page.goto(f"{site}/contracts/{contract}/registration")
    act_of(page, "/declare")
    page.goto(f"{site}/deals/{deal}")
    go_on(page, "签约")
    return contract


def register(crew: Crew, site: str, contract: str) -> None:
    page = crew.admin
    page.goto(f"{site}/contracts/{contract}/registration")
    act_of(page, "/accept")
    put(page, {"number": f"2099420{contract}", "day": f"{today()}"})
    act_of(page, "/register")
    expect(page.get_by_text(f"登记编号 2099420{contract}")).to_be_visible()


def perform(page: Page, site: str, deal: str, contract: str) -> None:
    """Paid by plan, accepted, and the deal goes to its end."""
    page.goto(f"{site}/contracts/{contract}/payments")
    put(page, {"kind": "single", "label": "验收后付清", "amount": f"{VALUE}"})
    page.locator(f'main form[action="/contracts/{contract}/payments"] button').last.click()
    page.locator(f'main a[href*="/contracts/{contract}/payments/"]').first.click()
    receiving = page.locator('main form[action$="/receipts"]')
    receiving.locator("[name=amount]").fill(f"{VALUE}")
    receiving.locator("[name=received_on]").fill(f"{today()}")
    receiving.locator("button").click()
    page.goto(f"{site}/contracts/{contract}/carbon")
    put(page, {"accepted_on": f"{today()}", "note": "考核指标达到"})
    act_of(page, "/acceptance")
    page.goto(f"{site}/deals/{deal}")
    go_on(page, "登记", "履约", "验收到账", "跟踪")


def measure(page: Page, site: str, contract: str, paper: Path) -> None:
    page.goto(f"{site}/contracts/{contract}/carbon")
    period = {
        "begin": f"{SIGNED}",
        "end": f"{today() - timedelta(days=1)}",
        "grade": "E4",
        "method": "蒸汽流量计连续记录",
    }
    put(page, {**period, "tonnes": f"{MEASURED}"})
    page.locator("main [type=file]").set_input_files(paper)
    page.get_by_role("button", name="保存实测值").click()
    expect(page.get_by_text("实测减碳量已登记")).to_be_visible()


def assert_figures(page: Page, site: str, deal: str) -> None:
    """Before the signature: the deal, its card, the list and the forecast say the same."""
    wanted = {"金额": VALUE, "减碳量": EXPECTED}
    page.goto(f"{site}/deals/{deal}")
    assert {"金额": fact(page, "金额"), "减碳量": fact(page, "保守减碳量")} == wanted
    page.goto(f"{site}/desk")
    card = page.locator(f'[data-deal="{deal}"] .deal-card__v .num')
    assert [number(card.nth(0)), number(card.nth(1))] == [VALUE, EXPECTED]
    page.goto(f"{site}/desk/list?text={deal}&state=any")
    sums = page.locator("main header .num")
    assert [number(sums.nth(0)), number(sums.nth(2))] == [VALUE, EXPECTED]
    page.goto(f"{site}/desk/forecast")
    told = [number(page.locator("tfoot .num").nth(place)) for place in range(4)]
    page.goto(f"{site}/desk/list?unsigned=1")
    full, weighted, tonnes, weighted_tonnes = (number(sums.nth(place)) for place in range(4))
    assert told == [weighted, full, weighted_tonnes, tonnes]


def assert_contract_figures(page: Page, site: str, deal: str, contract: str) -> None:
    """At the end: for each side and the broker, on the deal, the contract, its payments, its registration, its tonnes."""
    page.goto(f"{site}/deals/{deal}")
    assert [fact(page, name) for name in ("金额", "成交额", "已到账", "约定年减碳量")] == [
        VALUE,
        VALUE,
        VALUE,
        CONTRACTED,
    ]
    assert fact(page, "保守减碳量") == EXPECTED
    page.goto(f"{site}/contracts/{contract}")
    assert [fact(page, name) for name in ("预期每年", "约定每年", "实测累计")] == [EXPECTED, CONTRACTED, MEASURED]
    assert [number(each) for each in page.locator(".ledger td.n").all()] == [VALUE, VALUE]
    page.goto(f"{site}/contracts/{contract}/registration")
    assert number(page.locator(".ledger td.n").first) == VALUE
    page.goto(f"{site}/contracts/{contract}/carbon")
    assert [number(each) for each in page.locator(".cols--3 .num").all()] == [EXPECTED, CONTRACTED, MEASURED]
    page.goto(f"{site}/contracts")
    assert str(VALUE) in page.locator("main").locator("tr, li", has_text=contract).first.inner_text()


def assert_reports(crew: Crew, site: str, result: str, contract: str) -> None:
    """The authority's list has the contract's figures, its sums are those of its rows; the university reads its income."""
    page = crew.curator
    page.goto(f"{site}/reports/contracts?by=industry&key=C26")
    row = page.locator("tbody tr").filter(has=page.locator(f'a[href="/contracts/{contract}"]'))
    told = [number(each) for each in row.locator("td.n").all()]
    assert told == [VALUE, VALUE, EXPECTED, CONTRACTED, MEASURED]
    amounts = [number(each) for each in page.locator("tbody tr td.n:nth-of-type(4)").all()]
    assert number(page.locator("tfoot td.n").first) == sum(amounts)
    page = crew.university
    for figure in ("contracts", "income"):
        page.goto(f"{site}/my/report/{figure}?result={result}")
        assert [number(each) for each in page.locator("tbody td.n").all()] == [VALUE]


def assert_shut(crew: Crew, site: str, result: str, deal: str, contract: str) -> None:
    """Whoever takes no part reads the result and nothing of the deal."""
    house = page_answers(crew.organiser, site, deal, contract)
    nobody = page_answers(crew.expert, site, deal, contract)
    assert (house, nobody) == ([404, 404], [404, 403])  # without a house there is no room of contracts at all
    for page in (crew.organiser, crew.expert):
        page.goto(f"{site}/results/{result}")
        expect(page.get_by_role("heading", level=1)).to_have_text(RESULT)
        assert page.locator('main a[href*="/files/"]').count() == 0


def page_answers(page: Page, site: str, deal: str, contract: str) -> list[int]:
    return [page.request.get(f"{site}{path}").status for path in (f"/deals/{deal}", f"/contracts/{contract}")]


def tick(page: Page, fact: str) -> None:
    form = page.locator(f'main form:has([name=fact][value="{fact}"])')
    form.locator("[name=note]").fill("见纪要")
    form.locator("button").click()
    expect(page.get_by_text("已勾选。")).to_be_visible()


def go_on(page: Page, *stages: str) -> None:
    for stage in stages:
        page.get_by_role("button", name=f"到“{stage}”").click()
        expect(page.locator(".way .is-now")).to_have_text(stage)


def fact(page: Page, name: str) -> Decimal:
    """The figure beside a name."""
    return number(
        page.locator("dt").filter(has_text=re.compile(f"^{name}$")).first.locator("xpath=following-sibling::dd[1]")
    )


def number(shown: Locator) -> Decimal:
    return Decimal(found_in(shown.inner_text(), r"[\d,]+(?:\.\d+)?").replace(",", ""))


def found(link: Locator, pattern: str) -> str:
    return found_in(str(link.get_attribute("href")), pattern)


def found_in(text: str, pattern: str) -> str:
    match = re.search(pattern, text)
    assert match is not None, text
    return match.group()
