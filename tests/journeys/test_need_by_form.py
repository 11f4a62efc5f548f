"""An office's Word form becomes a need: read, checked beside its words, handed in, published before the clock runs out."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Enter
from tests.journeys.steps import Language, act_of, press, publish, put, sound
from tests.needs.documents import PAIRS, two_columns

pytestmark = [pytest.mark.browser, pytest.mark.model, pytest.mark.xdist_group("browser")]
LEFT = re.compile("剩 4[678] 小时|4[678] h left")  # of the 48
TITLES = {"zh": "烧结机尾冷却段低温余热回收", "en": "热轧加热炉烟气水分回收利用"}


@pytest.fixture(params=["zh", "en"])
def asking(request: pytest.FixtureRequest, enter: Enter, site: str) -> tuple[Page, Language]:
    page = enter("enterprise")
    page.goto(f"{site}/?lang={request.param}")
    return page, request.param


def test_a_word_form_becomes_a_published_need_within_the_clock(
    asking: tuple[Page, Language], enter: Enter, site: str, tmp_path: Path
) -> None:
    page, language = asking
    form = tmp_path / "需求征集表.docx"
    pairs = [(label, TITLES[language] if "需求名称" in label else value) for label, value in PAIRS]
    form.write_bytes(two_columns(pairs))

    public_id = read_and_check(page, site, form, TITLES[language])
    curator = enter("curator")
    curator.goto(f"{site}/curation/need/{public_id}?lang={language}")
    expect(curator.locator("header.rec")).to_contain_text(LEFT)
    if language == "zh":
        look_into(curator, site, public_id)
    publish(curator, site, "need", public_id)

    page.goto(f"{site}/needs/{public_id}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(TITLES[language])
    expect(page.locator("main")).to_contain_text(re.compile("已发布|Published"))
    sound(page)


def look_into(curator: Page, site: str, public_id: str) -> None:
    """The second look, by the curator; the clock runs on."""
    press(curator, "diagnose")
    curator.locator(".notice--good, .toast").first.wait_for()
    curator.goto(f"{site}/needs/{public_id}/diagnosis")
    expect(curator.locator("header.rec")).to_contain_text(LEFT)
    curator.locator("#result").fill("现场有空地，余热温度够用，可以直接对接。")
    sound(curator)
    act_of(curator, "/diagnosis/conclude")
    expect(curator.locator("main .notice--good").first).to_be_visible()
    sound(curator)


def read_and_check(page: Page, site: str, form: Path, title: str) -> str:
    """From the file to what waits for the curator; the number of the need."""
    page.goto(f"{site}/my/needs/read")
    sound(page)
    page.locator("[name=file]").set_input_files(form)
    page.locator("main form[enctype] button.button--primary").click()
    page.wait_for_url(re.compile(r"/my/needs/N-[\d-]+/edit"))
    expect(page.locator("main [name=title]")).to_have_value(title)
    expect(page.locator("#title-read blockquote")).to_contain_text(title)
    sound(page)
    with page.expect_navigation():
        press(page, "submit")  # not yet: nothing was checked
    expect(page.locator("main .notice--warn").first).to_be_visible()
    for box in page.locator("[name=checked]").all():
        box.check()
    put(page, {"sector": "steel", "solution_modes": "service"})
    press(page, "submit")
    page.wait_for_url(re.compile(r"/needs/N-[\d-]+$"))
    expect(page.locator("main")).to_contain_text(LEFT)
    sound(page)
    return page.url.rpartition("/")[2]
