"""When the blocks of an agenda run, and in which rounds a party stands on the stage; asks no database of its own."""

from collections.abc import Sequence

from marketplace.events.hours import Rhythm, minutes_of, slots_of
from marketplace.events.models import Event, EventRegistration
from marketplace.events.models.block import EventBlock
from marketplace.events.roadshow.running import MORNING, Planned, Running, run

Presented = tuple[EventBlock, Running]


def agenda_of(event: Event, blocks: Sequence[EventBlock]) -> list[Running]:
    """The blocks with their hours; the first begins when the venue opens, else at nine."""
    planned = [
        Planned(
            id=each.id,
            title=each.title,
            kind=each.kind,
            minutes=each.minutes,
            begins=minutes_of(each.begins) if each.begins else None,
            hall=each.hall,
            speakers=tuple(each.speakers),
            party=each.registration_id,
        )
        for each in blocks
    ]
    return run(planned, minutes_of(event.opens_at) if event.opens_at else MORNING)


def presented_by(event: Event, party: EventRegistration) -> list[Presented]:
    """What a party presents, by the hour."""
    own = {block.id: block for block in event.blocks if block.registration_id == party.id}
    return (
        [(own[each.block.id], each) for each in agenda_of(event, event.blocks) if each.block.id in own] if own else []
    )


def rounds_on_stage(event: Event, party: EventRegistration, rhythm: Rhythm | None = None) -> set[int]:
    """The rounds, from 0, that overlap what a party presents."""
    spans = [(each.begins, each.ends) for _block, each in presented_by(event, party)]
    return {
        slot.number
        for slot in (slots_of(rhythm or event.rhythm) if spans else ())
        if any(begins < slot.ends and slot.begins < ends for begins, ends in spans)
    }
