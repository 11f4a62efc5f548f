"""A whole session in a real browser: set up, register, wish, plan, publish, check in, say how it went, read the report."""

from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfWriter

from marketplace.config import read_settings
from marketplace.core.actor import SYSTEM
from marketplace.core.clock import CHINA, now, today
from marketplace.core.db import Database
from marketplace.events import queries, services
from marketplace.events.rules import Saying, Side
from marketplace.events.services import Registering
from marketplace.samples.sessions import houses_with_records
from tests.journeys.conftest import Enter
from tests.journeys.steps import act_of, drag, sound

pytestmark = [pytest.mark.browser, pytest.mark.model, pytest.mark.xdist_group("browser")]

TITLE = "双碳技术对接专场：走一遍"
EACH_SIDE = 5  # besides the two that register by hand


def test_a_session_from_its_set_up_to_its_report(home: Path, site: str, enter: Enter) -> None:
    organiser, university, enterprise = enter("organiser"), enter("university"), enter("enterprise")

    event = set_up(organiser, site)
    arrange_the_agenda(organiser, site, event)
    for page, side in ((university, "provider"), (enterprise, "seeker")):
        register(page, f"{site}/events/{event}/register/{side}")
    let_others_register_and_wish(home, event)
    for page in (university, enterprise):
        wish(page, f"{site}/events/{event}")
    plan(organiser, site, event)
    adjust_by_hand(organiser)
    release(organiser)
    check_in(organiser, enterprise, site, event)
    for page in (university, enterprise):
        say_how_it_went(page, f"{site}/events/{event}")
    look_at_the_screen(organiser, site, event)
    read_the_report(organiser, site, event)


def set_up(page: Page, site: str) -> str:
    """A session of two rounds whose first has begun."""
    moment = now().astimezone(CHINA)
    midnight = datetime.combine(today(), datetime.min.time(), CHINA)
    first = max(midnight, min(moment - timedelta(minutes=5), midnight + timedelta(hours=23, minutes=15)))
    page.goto(f"{site}/my/events/new")
    step(page, title=TITLE)
    step(page, venue="襄水会议中心", day=f"{today()}", registration_until=f"{today()}", wishes_until=f"{today()}")
    step(
        page, first_slot=f"{first:%H:%M}", slots="2", slot_minutes="20", gap_minutes="0", pause_after="0",
        pause_minutes="0", tables="6", most_meetings="2",
    )  # fmt: skip
    page.locator('main [name="needs_approval"]').uncheck()
    step(page)
    sound(page)
    act_of(page, "/open")
    expect(page.get_by_text("已公开，可以报名了。")).to_be_visible()
    return page.url.rsplit("/", 1)[1]


def step(page: Page, **said: str) -> None:
    """Fill in one step of the set-up, which keeps it, and go on."""
    for name, value in said.items():
        page.locator(f'main [name="{name}"]').fill(value)
    page.get_by_role("button", name="保存并继续").click()


def arrange_the_agenda(page: Page, site: str, event: str) -> None:
    """Two blocks, put in order by the mouse and back by a key, and slides for one of them."""
    page.goto(f"{site}/my/events/{event}/roadshow")
    blocks = page.locator(".blocks > [data-item]")
    for number, title in enumerate(("开场致辞", "钢渣捕碳路演")):
        page.locator('main [name="title"]').fill(title)
        page.get_by_role("button", name="加入议程").click()
        expect(blocks).to_have_count(number + 1)
    expect(page.locator(".blocks > [draggable]")).to_have_count(2)
    drag(page, blocks.nth(1), blocks.nth(0), to=4)
    expect(blocks.first).to_contain_text("钢渣捕碳路演")
    blocks.first.get_by_role("button", name="下移").press("Enter")
    expect(blocks.first).to_contain_text("开场致辞")
    blocks.nth(1).get_by_role("link", name="幻灯片").click()
    page.locator('main [name="file"]').set_input_files(
        {"name": "路演.pdf", "mimeType": "application/pdf", "buffer": a_pdf()}
    )
    page.get_by_role("button", name="上传", exact=True).click()
    expect(page.get_by_text("路演.pdf")).to_be_visible()
    sound(page)


def a_pdf() -> bytes:
    written = BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(300, 200)
    writer.write(written)
    return written.getvalue()


def register(page: Page, address: str) -> None:
    page.goto(address)
    page.locator('main [name="items"]').first.check()
    page.locator('main [name="attendees"]').fill("某人")
    page.get_by_role("button", name="提交报名").click()
    expect(page.get_by_text("报名已通过。", exact=True)).to_be_visible()


def let_others_register_and_wish(home: Path, event: str) -> None:
    """Ten more parties, and everybody would meet everybody."""
    database = Database(read_settings({"DATA_DIR": str(home)}).database_url)
    with database.transaction() as session:
        for side in Side:
            for house, records in houses_with_records(session, side, EACH_SIDE, demo=False):
                said = Registering(attendees=("某人",), items=tuple(records), answers={}, listed=True)
                services.register(session, SYSTEM, event, house.id, side, said)
        parties = queries.accepted_of(session, queries.get_event(session, SYSTEM, event))
        for party in parties:
            wants: dict[int, Saying | None] = {each.id: Saying.WANT for each in parties if each.side is not party.side}
            services.save_wishes(session, SYSTEM, party.id, wants)
    database.dispose()
    assert len(parties) == 2 * (EACH_SIDE + 1)


def wish(page: Page, public: str) -> None:
    page.goto(public)
    page.get_by_role("link", name="选约见").click()
    page.locator('main [value="must"]').first.check()
    page.get_by_role("button", name="保存约见").click()
    expect(page.get_by_text("约见已保存。截止前随时可以改。")).to_be_visible()


def plan(page: Page, site: str, event: str) -> None:
    page.goto(f"{site}/my/events/{event}")
    act_of(page, "/gather")
    act_of(page, "/lock")
    page.goto(f"{site}/my/events/{event}/timetable")
    act_of(page, "/make")
    expect(page.get_by_role("heading", name="已证明最优")).to_be_visible(timeout=60_000)
    sound(page)


def adjust_by_hand(page: Page) -> None:
    """A meeting is dragged to where its parties are busy, which is explained; by keys alone it is locked and let go."""
    expect(page.locator("table.tt [draggable]").first).to_be_visible()
    row = page.locator("table.tt tbody tr").first
    drag(page, row.locator("[data-wish]").first, row.locator("td[data-slot]").nth(1))
    expect(page.locator(".notice--bad li").first).to_be_visible()
    page.locator("table.tt [data-wish] a").first.press("Enter")
    page.get_by_role("button", name="锁定", exact=True).press("Enter")
    expect(page.get_by_text("草稿已改。发布之前，参会方看到的不变。")).to_be_visible()
    expect(page.locator("table.tt svg")).to_have_count(1)
    page.get_by_role("button", name="解锁", exact=True).press("Enter")
    expect(page.locator("table.tt svg")).to_have_count(0)


def release(page: Page) -> None:
    act_of(page, "/publish")
    expect(page.get_by_text("日程 v1 已发布，有变动的参会方已收到信。")).to_be_visible()


def check_in(organiser: Page, enterprise: Page, site: str, event: str) -> None:
    """The desk lets one in, another says itself that it is here."""
    organiser.goto(f"{site}/events/{event}/door")
    act_of(organiser, "/here")
    expect(organiser.get_by_text("已签到。")).to_be_visible()
    sound(organiser)
    enterprise.goto(f"{site}/events/{event}")
    enterprise.get_by_role("link", name="我的日程").click()
    enterprise.get_by_role("button", name="我到了，签到").click()
    expect(enterprise.get_by_text("已签到。请按日程提前三分钟到桌。")).to_be_visible()


def say_how_it_went(page: Page, public: str) -> None:
    """Two taps, and it is kept."""
    page.goto(public)
    page.get_by_role("link", name="我的日程").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 场约见")
    form = page.locator("form.out").first
    form.locator('[name="how"][value="intent"]').check()
    form.locator('[name="next_step"][value="nda"]').check()
    expect(form.get_by_text("已保存")).to_be_visible()
    sound(page)


def look_at_the_screen(page: Page, site: str, event: str) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(f"{site}/events/{event}/screen")
    expect(page.locator(".tb")).to_have_count(6)
    page.context.set_offline(True)
    expect(page.get_by_text("网络中断，画面停在")).to_be_visible(timeout=15_000)
    expect(page.locator(".tb")).to_have_count(6)
    page.context.set_offline(False)
    sound(page)


def read_the_report(page: Page, site: str, event: str) -> None:
    """Every figure opens the records that it counts."""
    page.goto(f"{site}/my/events/{event}/report")
    sound(page)
    figure = page.locator('a[href$="show=intent"]')
    count = int(figure.locator(".stat__v").inner_text())
    figure.click()
    assert count in (1, 2)  # the two may have met each other
    expect(page.locator('tr[id^="meeting-"]')).to_have_count(count)
    with page.expect_download() as taken:
        page.goto(f"{site}/my/events/{event}/report")
        page.get_by_role("link", name="下载 Word").click()
    assert taken.value.suggested_filename == f"{event}-report.docx"
