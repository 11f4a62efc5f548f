"""Acts on an agenda: blocks are added, changed, ordered, taken out; slides come and go. They never commit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.errors import Conflict, InvalidInput
from marketplace.events import queries as events
from marketplace.events.models import Event
from marketplace.events.models.block import EventBlock, EventSlide
from marketplace.events.roadshow import queries
from marketplace.events.roadshow.rules import (
    LONGEST_HALL,
    LONGEST_SPEAKER,
    LONGEST_TITLE,
    MINUTES,
    MOST_BLOCKS,
    MOST_SLIDES,
    MOST_SPEAKERS,
    BlockKind,
    RoadshowAction,
    SlideTier,
)
from marketplace.events.rules import OVER, EventState
from marketplace.listings.services import StoredFile


def _(text: str) -> str:
    """Mark a msgid."""
    return text


WRONG = "有内容不符合要求，请按提示修改。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What an organiser says of a block; `begins` None follows the one before, `party` is a registration."""

    title: str
    kind: BlockKind = BlockKind.TALK
    minutes: int = 20
    begins: time | None = None
    hall: str = ""
    speakers: tuple[str, ...] = ()
    party: int | None = None


def add_block(session: Session, actor: Actor, public_id: str, command: Block) -> EventBlock:
    """A block at the end."""
    event = _open(session, actor, public_id)
    _refuse(session, event, command)
    last = queries.last_position(session, event)
    if last >= MOST_BLOCKS:
        raise Conflict("一场议程最多 60 个环节。")
    block = EventBlock(event=event, position=last + 1, **_values(command))
    session.add(block)
    session.flush()
    _note(session, actor, event, RoadshowAction.ADD, block.title)
    return block


def change_block(session: Session, actor: Actor, public_id: str, number: int, command: Block) -> EventBlock:
    event = _open(session, actor, public_id)
    block = queries.get_block(session, event, number)
    _refuse(session, event, command)
    for name, value in _values(command).items():
        setattr(block, name, value)
    _note(session, actor, event, RoadshowAction.CHANGE, block.title)
    return block


def remove_block(session: Session, actor: Actor, public_id: str, number: int) -> None:
    """Take it out with its slides; the others close up."""
    event = _open(session, actor, public_id)
    block = queries.get_block(session, event, number)
    session.delete(block)
    session.flush()
    _number(queries.blocks_of(session, event))
    _note(session, actor, event, RoadshowAction.REMOVE, block.title)


def move_block(session: Session, actor: Actor, public_id: str, number: int, by: int) -> None:
    """One place up (-1) or down (1); at the end it stays."""
    event = _open(session, actor, public_id)
    blocks = list(queries.blocks_of(session, event))
    at = blocks.index(queries.get_block(session, event, number))
    to = max(0, min(at + by, len(blocks) - 1))
    blocks.insert(to, blocks.pop(at))
    _number(blocks)
    _note(session, actor, event, RoadshowAction.ORDER, blocks[to].title)


def order_blocks(session: Session, actor: Actor, public_id: str, numbers: Sequence[int]) -> None:
    """All blocks in this order; Conflict when somebody added or took out one meanwhile."""
    event = _open(session, actor, public_id)
    blocks = {block.id: block for block in queries.blocks_of(session, event)}
    if sorted(numbers) != sorted(blocks):
        raise Conflict("议程在您打开之后被改过。请刷新页面，再调整顺序。")
    _number([blocks[number] for number in numbers])
    _note(session, actor, event, RoadshowAction.ORDER, "")


def attach_slides(
    session: Session, actor: Actor, public_id: str, number: int, file: StoredFile, tier: SlideTier
) -> EventSlide:
    """Slides for a block, by the organisers or by the party that presents."""
    event = events.get_event_held(session, actor, public_id)
    block = queries.get_block_to_attach(session, actor, event, number)
    if len(block.slides) >= MOST_SLIDES:
        raise InvalidInput("一个环节最多 5 份幻灯片。请先移除不需要的。")
    slide = EventSlide(
        block=block, tier=tier, filename=file.filename, media_type=file.media_type, size=file.size, key=file.key,
        scan=file.scan, added_by=actor.person_id,
    )  # fmt: skip
    session.add(slide)
    session.flush()
    _note(session, actor, event, RoadshowAction.ATTACH, block.title)
    return slide


def detach_slides(session: Session, actor: Actor, public_id: str, number: int, slide_id: int) -> None:
    event = events.get_event_held(session, actor, public_id)
    block = queries.get_block_to_attach(session, actor, event, number)
    block.slides = [slide for slide in block.slides if slide.id != slide_id]
    _note(session, actor, event, RoadshowAction.DETACH, block.title)


def _open(session: Session, actor: Actor, public_id: str) -> Event:
    event = events.get_event_to_manage(session, actor, public_id)
    if event.state in (*OVER, EventState.CANCELLED):
        raise Conflict("专场已结束或已取消，议程不能再改。")
    return event


def _refuse(session: Session, event: Event, command: Block) -> None:
    wrong = {}
    if not command.title:
        wrong["title"] = _("请填写这一项。")
    for name, most in (("title", LONGEST_TITLE), ("hall", LONGEST_HALL)):
        if len(getattr(command, name)) > most:
            wrong[name] = _("太长了，请缩短。")
    if not MINUTES[0] <= command.minutes <= MINUTES[1]:
        wrong["minutes"] = _("一个环节从 5 到 300 分钟。")
    if len(command.speakers) > MOST_SPEAKERS or any(len(each) > LONGEST_SPEAKER for each in command.speakers):
        wrong["speakers"] = _("最多 8 位，每行一位，不超过 80 字。")
    if command.party is not None and command.party not in dict(queries.presenters_of(session, event)):
        wrong["party"] = _("请从已通过的参会方里选。")
    if wrong:
        raise InvalidInput(WRONG, wrong)


def _values(command: Block) -> dict[str, Any]:
    return {
        "title": command.title,
        "kind": command.kind,
        "minutes": command.minutes,
        "begins": command.begins,
        "hall": command.hall,
        "speakers": list(command.speakers),
        "registration_id": command.party,
    }


def _number(blocks: Sequence[EventBlock]) -> None:
    for position, block in enumerate(blocks, start=1):
        block.position = position


def _note(session: Session, actor: Actor, event: Event, action: RoadshowAction, title: str) -> None:
    """On record, and on the screens that are open."""
    event.pulse += 1
    session.flush()
    session.expire(event, ["blocks"])
    record_act(session, actor, action, event, block=title)
