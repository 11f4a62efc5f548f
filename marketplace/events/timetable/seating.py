"""Tables for meetings whose slots are settled: the fixed ones, those of before, then where somebody sat last."""

from collections import Counter
from collections.abc import Mapping

from marketplace.events.timetable.model import Model
from marketplace.events.timetable.problem import Key, Meeting, Wish


def seat(model: Model, places: Mapping[int, int]) -> tuple[Meeting, ...]:
    """Give every meeting its table; the locked meetings come along."""
    problem = model.problem
    seated = list(problem.locked)
    before = {meeting.wish: meeting.table for meeting in problem.previous}
    waiting: dict[int, list[Wish]] = {slot: [] for slot in range(problem.slots)}
    for number, slot in places.items():
        wish = model.wishes[number]
        fixed = problem.fixed_table_of(wish)
        if fixed is not None:
            seated.append(Meeting(wish.id, slot, fixed))
        elif slot == model.before[number]:
            seated.append(Meeting(wish.id, slot, before[wish.id]))
        else:
            waiting[slot].append(wish)
    return _in_turn(model, seated, waiting)


def _in_turn(model: Model, seated: list[Meeting], waiting: Mapping[int, list[Wish]]) -> tuple[Meeting, ...]:
    """Slot by slot; the provider's last table first, then the seeker's, then one where few sat last."""
    last: dict[Key, int] = {}
    held: list[Meeting] = []
    for slot, wishes in waiting.items():
        here = [meeting for meeting in seated if meeting.slot == slot]
        free = set(model.problem.open_tables()) - {meeting.table for meeting in here}
        for ends in ("provider", "seeker"):
            for wish in list(wishes):
                table = last.get(getattr(wish, ends), -1)
                if table in free:
                    free.remove(table)
                    wishes.remove(wish)
                    here.append(Meeting(wish.id, slot, table))
        claims = Counter(last.values())
        spare = sorted(free, key=lambda table: (claims[table], table))
        here += [Meeting(wish.id, slot, table) for wish, table in zip(wishes, spare, strict=False)]
        for meeting in here:
            wish = model.problem.wishes[meeting.wish]
            last[wish.provider] = last[wish.seeker] = meeting.table
        held += sorted(here, key=lambda meeting: meeting.table)
    return tuple(held)
