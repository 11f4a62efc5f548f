"""From registering to the second version of a published result, in both languages, at a desk and on a phone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Enter
from tests.journeys.steps import Language, act_of, press, publish, put, sound, visitor
from tests.journeys.test_accounts import FIRST, WORDS, finish, link_in_the_letter, register

pytestmark = [pytest.mark.browser, pytest.mark.model, pytest.mark.xdist_group("browser")]

HOUSES = {"zh": ("楚泽低碳材料研究院", "12420100MB1A2B3D53"), "en": ("荆原储能装备研究院", "12420100MB1A2B3F1Q")}
RESULTS = {"zh": "竹纤维增强轻质墙板常温固化工艺", "en": "退役锂电池负极石墨低温再生工艺"}
BETTER = "每平方米墙板少用水泥 11 千克，第二版补充了两年耐候数据。"


@pytest.fixture(params=["zh", "en"])
def newcomer(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[tuple[Page, Language]]:
    context, page = visitor(browser, site, request.param)
    yield page, request.param
    context.close()


@pytest.fixture
def licence(tmp_path: Path) -> Path:
    path = tmp_path / "licence.png"
    Image.new("RGB", (800, 500), "white").save(path)
    return path


def test_somebody_registers_and_publishes_a_second_version(
    newcomer: tuple[Page, Language], enter: Enter, site: str, licence: Path
) -> None:
    page, language = newcomer
    admin, curator = enter("admin"), enter("curator")

    come_in(page, admin, language)
    found_a_house(page, admin, site, language, licence)
    public_id = write(page, RESULTS[language])
    publish(curator, site, "achievement", public_id)
    revise(page, public_id)
    publish(curator, site, "achievement", public_id)

    page.goto(f"/results/{public_id}")
    expect(page.locator("main")).to_contain_text(BETTER)
    sound(page)
    page.goto(f"/results/{public_id}/v1")
    expect(page.locator("main")).not_to_contain_text(BETTER)
    sound(page)
    page.goto(f"/results/{public_id}/v2/changes")
    expect(page.locator("main")).to_contain_text("两年耐候数据")
    sound(page)


def come_in(page: Page, admin: Page, language: Language) -> None:
    address = f"founder-{language}@example.org"
    register(page, WORDS[language], address)
    finish(page, WORDS[language], link_in_the_letter(admin, address, "/register/confirm/"))
    assert FIRST  # the password by which the confirmation was made


def found_a_house(page: Page, admin: Page, site: str, language: Language, licence: Path) -> None:
    name, code = HOUSES[language]
    page.goto("/organisations/new")
    sound(page)
    put(page, {"name": name, "kind": "institute", "region": "420100", "credit_code": code})
    page.locator("main form button.button--primary").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    house = re.sub(r"\?.*", "", page.url)
    page.goto(f"{house}/verification")
    page.locator("[name=evidence]").set_input_files(licence)
    page.locator("main form[enctype] button.button--primary").click()
    sound(page)

    admin.goto(f"{site}/admin/organisations/{house.rpartition('/')[2]}")
    sound(admin)
    act_of(admin, "/verify")
    expect(admin.get_by_text("已认证").first).to_be_visible()


def write(page: Page, title: str) -> str:
    """A result as somebody fills the form in; its public id."""
    page.goto("/my/results/new")
    page.locator("details.more > summary").first.click()
    sound(page)
    put(page, {
        "title": title,
        "teaser": "常温固化，不用蒸养，一条中试线已经连续运行十四个月。",
        "problem": "现有墙板要高温蒸养，能耗占成本三成。",
        "principle": "植物纤维经碱处理后与低钙胶凝材料在常温下反应成型。",
        "advantage": "每平方米墙板少用水泥 11 千克，抗折强度提高两成。",
        "timing": "装配式建筑比例提高，轻质墙板用量逐年上升。",
        "keywords": "墙板、常温固化",
        "sector": "building",
        "carbon_class": "low",
        "stage": "middle",
        "trl": "7",
        "industries": "C30",
        "transfer_modes": "ordinary_licence",
        "price_mode": "negotiable",
    })  # fmt: skip
    press(page, "submit")
    page.wait_for_url(re.compile(r"/my/results/R-[\d-]+/edit"))
    sound(page)
    found = re.search(r"R-\d{4}-\d+", page.url)
    assert found
    return found[0]


def revise(page: Page, public_id: str) -> None:
    page.goto(f"/my/results/{public_id}/edit")
    sound(page)
    act_of(page, "/revise")
    page.locator("main [name=advantage]").fill(BETTER)
    press(page, "submit")
    page.locator(".tag--wait, .notice").first.wait_for()
    sound(page)
