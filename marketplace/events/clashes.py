"""What stands against holding a meeting at a place of the timetable; every reason, the hardest first. Pure."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum

from marketplace.events.models import Event, EventMeeting, EventRegistration, EventWish
from marketplace.events.problem import is_closed, preference_of, slots_there
from marketplace.events.roadshow.presenting import rounds_on_stage
from marketplace.events.rules import RegistrationState

Parties = Mapping[int, EventRegistration]


class Clash(StrEnum):
    """Why a meeting cannot be held there."""

    NO_SUCH_PLACE = "no such place"
    BEGUN = "begun"
    REFUSED = "refused"
    GONE = "gone"
    AWAY = "away"
    ON_STAGE = "on stage"
    BUSY = "busy"
    SHARED = "shared"
    TABLE_TAKEN = "table taken"
    TABLE_CLOSED = "table closed"
    TABLE_OF_ANOTHER = "table of another"
    OWN_TABLE = "own table"
    FULL = "full"


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """A clash and whom or what it speaks of."""

    clash: Clash
    names: str = ""
    table: int = 0


def against(
    event: Event,
    parties: Parties,
    meetings: Sequence[EventMeeting],
    wish: EventWish,
    place: tuple[int, int],
    begun: Set[int],
) -> list[Against]:
    """Everything that keeps a wish from being held at `place`, (slot, table) from 0; itself is no obstacle."""
    slot, table = place
    if not (0 <= slot < event.slots and 0 <= table < event.tables):
        return [Against(clash=Clash.NO_SUCH_PLACE)]
    if slot in begun:
        return [Against(clash=Clash.BEGUN)]
    others = [each for each in meetings if each.wish_id != wish.id]
    ends = [parties[number] for number in (wish.provider_id, wish.seeker_id)]
    found = [Against(clash=Clash.REFUSED)] if preference_of(wish) == "no" else []
    for party in ends:
        found += _of_party(event, parties, others, party, slot)
    return found + _of_table(event, parties, others, ends, place)


def _of_party(
    event: Event, parties: Parties, others: Sequence[EventMeeting], party: EventRegistration, slot: int
) -> list[Against]:
    name = party.organisation.name
    if party.state is not RegistrationState.ACCEPTED:
        return [Against(clash=Clash.GONE, names=name)]
    found = []
    if slot in rounds_on_stage(event, party):
        found.append(Against(clash=Clash.ON_STAGE, names=name))
    elif slot not in slots_there(event, party):
        found.append(Against(clash=Clash.AWAY, names=name))
    own = [each for each in others if party.id in _ends(each)]
    for each in own:
        if each.slot == slot:
            met = next(number for number in _ends(each) if number != party.id)
            found.append(Against(clash=Clash.BUSY, names=f"{name}、{parties[met].organisation.name}"))
    shares = {
        other.id
        for other in parties.values()
        if other.id != party.id
        and other.organisation_id == party.organisation_id
        and not set(other.attendees).isdisjoint(party.attendees)
    }
    if any(each.slot == slot and not shares.isdisjoint(_ends(each)) for each in others):
        found.append(Against(clash=Clash.SHARED, names=name))
    if len(own) >= min(party.most_meetings or event.most_meetings, event.most_meetings):
        found.append(Against(clash=Clash.FULL, names=name))
    return found


def _of_table(
    event: Event,
    parties: Parties,
    others: Sequence[EventMeeting],
    ends: Sequence[EventRegistration],
    place: tuple[int, int],
) -> list[Against]:
    _slot, table = place
    found = [Against(clash=Clash.TABLE_CLOSED, table=table + 1)] if is_closed(event, table) else []
    for each in others:
        if (each.slot, each.table_number) == place:
            names = " ↔ ".join(parties[number].organisation.name for number in _ends(each))
            found.append(Against(clash=Clash.TABLE_TAKEN, names=names, table=table + 1))
    fixed = next((party.fixed_table for party in ends if party.fixed_table is not None), None)
    if fixed is not None and fixed != table:
        found.append(Against(clash=Clash.OWN_TABLE, table=fixed + 1))
    owner = next(
        (
            party
            for party in parties.values()
            if party.fixed_table == table and party not in ends and party.state is RegistrationState.ACCEPTED
        ),
        None,
    )
    if owner is not None and fixed is None:
        found.append(Against(clash=Clash.TABLE_OF_ANOTHER, names=owner.organisation.name, table=table + 1))
    return found


def _ends(meeting: EventMeeting) -> tuple[int, int]:
    return meeting.wish.provider_id, meeting.wish.seeker_id
