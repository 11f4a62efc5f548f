"""A workbook with a problem row is repaired in the page, imported and handed in."""

from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Download, Page, expect

from tests.journeys.conftest import Enter
from tests.journeys.steps import Language, act_of, press, sound
from tests.journeys.test_whole_walk import HEADINGS, _row

pytestmark = [pytest.mark.browser, pytest.mark.model, pytest.mark.xdist_group("browser")]
TITLES = {
    "zh": ("地热尾水梯级供暖换热站", "沼渣炭化缓释肥成型工艺", "电石渣烟气脱硫浆液制备"),
    "en": ("高炉煤气精脱硫吸附塔", "秸秆气化焦油催化裂解", "铝灰无害化制备净水剂"),
}
WRONG = "2028-02-30"
HANDED_IN = {"zh": "已送审 3 条", "en": "3 records submitted"}


@pytest.fixture(params=["zh", "en"])
def office(request: pytest.FixtureRequest, enter: Enter, site: str) -> tuple[Page, Language]:
    page = enter("university")
    page.goto(f"{site}/?lang={request.param}")
    return page, request.param


def workbook(path: Path, titles: tuple[str, ...]) -> Path:
    book = openpyxl.Workbook()
    book.active.append(HEADINGS)
    for place, title in enumerate(titles):
        book.active.append(_row(title, f"{title}，中试已连续运行一年。", WRONG if place == 2 else "2028-12-31"))
    book.save(path)
    return path


def test_problem_rows_are_repaired_imported_and_handed_in(
    office: tuple[Page, Language], site: str, tmp_path: Path
) -> None:
    page, language = office
    upload(page, site, workbook(tmp_path / f"成果-{language}.xlsx", TITLES[language]))
    expect(page.get_by_text(WRONG).first).to_be_visible(timeout=60_000)
    sound(page)
    in_the_page(page)
    imported(page, 3)
    act_of(page, "/submit")
    expect(page.get_by_text(HANDED_IN[language])).to_be_visible(timeout=60_000)
    sound(page)
    page.goto(f"{site}/my/results?state=submitted")
    expect(page.locator("main")).to_contain_text(TITLES[language][2])
    sound(page)


def test_problem_rows_come_back_mended_in_their_own_workbook(enter: Enter, site: str, tmp_path: Path) -> None:
    page = enter("university")
    titles = ("蓄热式烘干窑尾气再循环", "磁悬浮鼓风机组群控", "低氮水煤浆旋流燃烧器")
    upload(page, site, workbook(tmp_path / "成果.xlsx", titles))
    page.locator('main a[href$="problems.xlsx"]').first.wait_for(timeout=60_000)
    with page.expect_download() as download:
        page.locator('main a[href$="problems.xlsx"]').first.click()

    upload(page, site, mended(download.value, tmp_path / "问题行.xlsx"))
    page.locator("main button[name=act][value=load]").first.wait_for(timeout=60_000)
    expect(page.get_by_text(WRONG)).to_have_count(0)
    sound(page)
    press(page, "load")
    imported(page, 1)
    page.goto(f"{site}/my/results?text={titles[2]}")
    expect(page.locator("main")).to_contain_text(titles[2])


def mended(sheet: Download, path: Path) -> Path:
    """The workbook of problem rows as an office sends it back: the day is right, the reasons still stand beside it."""
    sheet.save_as(path)
    book = openpyxl.load_workbook(path)
    rows = list(book.active.iter_rows())
    assert [cell.value for cell in rows[0]] == ["核对意见", *HEADINGS]
    [wrong] = [cell for row in rows[1:] for cell in row if cell.value == WRONG]
    wrong.value = "2028-02-29"
    book.save(path)
    return path


def upload(page: Page, site: str, file: Path) -> None:
    page.goto(f"{site}/import")
    page.locator("[name=file]").set_input_files(file)
    page.locator("main form[enctype] button.button--primary").click()


def in_the_page(page: Page) -> None:
    """Take the day that the page offers for the one that is not in the calendar."""
    page.locator("main button[name=accept]").first.click()
    expect(page.get_by_text(WRONG)).to_have_count(0, timeout=60_000)
    page.locator("main button[name=act][value=load]").first.wait_for(timeout=60_000)  # checked again, in a job
    sound(page)
    press(page, "load")


def imported(page: Page, rows: int) -> None:
    act = page.locator('main form[action$="/submit"] button')
    act.first.wait_for(timeout=60_000)
    expect(page.locator("main")).to_contain_text(str(rows))
    sound(page)
