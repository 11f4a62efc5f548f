"""An agenda runs in order, says what clashes in it, and its slides are for whom they are meant."""

from datetime import time

import pytest

from marketplace.core.actor import ANYONE
from marketplace.core.errors import Conflict, Forbidden, InvalidInput
from marketplace.events.models import Event
from marketplace.events.problem import problem_of, rhythm_with, slots_there
from marketplace.events.roadshow import queries, services
from marketplace.events.roadshow.rules import BlockKind, SlideTier
from marketplace.events.roadshow.running import Clash, Day, Planned, clashes_of, run
from marketplace.events.roadshow.services import Block
from marketplace.events.rules import Severity, Side
from marketplace.listings.services import StoredFile
from tests.events.staging import Stage

PAPER = StoredFile(key="a" * 64, size=3, media_type="application/pdf", filename="路演.pdf")


def talk(number: int, minutes: int = 20, **said: object) -> Planned:
    said = {"speakers": (f"讲者{number}",)} | said
    return Planned(id=number, title=f"第{number}段", kind=BlockKind.TALK, minutes=minutes, **said)  # type: ignore[arg-type]


def test_a_block_follows_the_one_before_in_its_hall_unless_it_says_when() -> None:
    agenda = run([talk(1), talk(2, hall="B"), talk(3, 10), talk(4, begins=600), talk(5)])

    assert [(each.block.id, each.begins, each.ends) for each in agenda] == [
        (1, 540, 560), (2, 540, 560), (3, 560, 570), (4, 600, 620), (5, 620, 640),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("blocks", "day", "told"),
    [
        ([talk(1), talk(2)], Day(), []),
        ([talk(1), talk(2, begins=550)], Day(), [(Clash.HALL_TWICE, Severity.BAD)]),
        (
            [talk(1, speakers=("李明，江汉大学",)), talk(2, hall="B", speakers=("李明 教授",))],
            Day(),
            [(Clash.SPEAKER_TWICE, Severity.BAD)],
        ),
        ([talk(1)], Day(opens=541), [(Clash.OUTSIDE, Severity.BAD)]),
        ([talk(1)], Day(rounds=((550, 570), (575, 590))), [(Clash.OVER_ROUNDS, Severity.NOTE)]),
        (
            [talk(1, party=7)],
            Day(rounds=((550, 570),), meets={7: frozenset({0})}, people={7: 1}),
            [(Clash.MEETS_ALONE, Severity.BAD)],
        ),
        (
            [talk(1, party=7)],
            Day(rounds=((550, 570),), meets={7: frozenset({0})}, people={7: 2}),
            [(Clash.MEETS, Severity.WARN)],
        ),
        ([talk(1, speakers=())], Day(), [(Clash.NO_SPEAKER, Severity.NOTE)]),
    ],
)
def test_each_clash_has_its_severity(blocks: list[Planned], day: Day, told: list[tuple[Clash, Severity]]) -> None:
    assert [(each.clash, each.severity) for each in clashes_of(run(blocks), day)] == told


def titles(stage: Stage, event: Event) -> list[str]:
    return [block.title for block in queries.blocks_of(stage.session, event)]


def test_blocks_are_added_moved_ordered_and_taken_out(stage: Stage) -> None:
    event = stage.event()
    act = (stage.session, stage.organiser, event.public_id)
    made = [services.add_block(*act, Block(title=title)).id for title in ("一", "二", "三")]

    services.move_block(*act, made[2], -1)
    assert titles(stage, event) == ["一", "三", "二"]
    services.order_blocks(*act, [made[1], made[0], made[2]])
    assert titles(stage, event) == ["二", "一", "三"]
    services.remove_block(*act, made[0])

    assert titles(stage, event) == ["二", "三"]
    with pytest.raises(Conflict):
        services.order_blocks(*act, made)


def test_what_a_block_cannot_be_is_said_at_its_field(stage: Stage) -> None:
    event = stage.event()
    wrong = Block(title="", minutes=1, begins=time(9), speakers=("人",) * 9, party=999)

    with pytest.raises(InvalidInput) as refused:
        services.add_block(stage.session, stage.organiser, event.public_id, wrong)

    assert sorted(refused.value.fields) == ["minutes", "party", "speakers", "title"]


def test_a_party_on_the_stage_keeps_its_rounds_free_also_when_the_break_moves(stage: Stage) -> None:
    event = stage.event()  # rounds at 9:30, 9:55, then the break, 11:45 and 12:10
    uni, lab = (stage.register(event, stage.party(name, Side.PROVIDER)) for name in ("uni", "lab"))
    talk = Block(title="路演", minutes=30, begins=time(9, 40), party=uni.id)
    number = services.add_block(stage.session, stage.organiser, event.public_id, talk).id

    assert (slots_there(event, uni), slots_there(event, lab)) == ({2, 3}, {0, 1, 2, 3})
    assert slots_there(event, uni, rhythm_with(event, {"pause_after": 1})) == {1, 2, 3}
    rows = {row["id"]: row["available"] for row in problem_of(event, [uni, lab], [])["parties"]}
    assert rows == {uni.id: [2, 3], lab.id: [0, 1, 2, 3]}
    services.remove_block(stage.session, stage.organiser, event.public_id, number)
    assert slots_there(event, uni) == {0, 1, 2, 3}


def test_slides_come_from_those_who_present_and_open_for_those_who_come(stage: Stage) -> None:
    event, uni, other = stage.event(), stage.party("uni", Side.PROVIDER), stage.party("other", Side.PROVIDER)
    presents = stage.register(event, uni)
    block = services.add_block(stage.session, stage.organiser, event.public_id, Block(title="路演", party=presents.id))
    with pytest.raises(Forbidden):
        services.attach_slides(stage.session, other.actor, event.public_id, block.id, PAPER, SlideTier.REGISTERED)

    slide = services.attach_slides(stage.session, uni.actor, event.public_id, block.id, PAPER, SlideTier.REGISTERED)

    assert queries.get_slide(stage.session, uni.actor, event, slide.id) is slide
    for stranger in (ANYONE, other.actor):
        with pytest.raises(Forbidden):
            queries.get_slide(stage.session, stranger, event, slide.id)
    slide.tier = SlideTier.EVERYBODY
    assert queries.get_slide(stage.session, ANYONE, event, slide.id) is slide
