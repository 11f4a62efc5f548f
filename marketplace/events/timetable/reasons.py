"""Why a wish is not met: what stands against it in the timetable as it is, cheapest obstacle first."""

from collections.abc import Collection, Iterable, Sequence
from fractions import Fraction

from marketplace.events.timetable.locks import who_shares
from marketplace.events.timetable.problem import Cause, Key, Meeting, Preference, Problem, Reason, Wish


def explain(problem: Problem, meetings: Sequence[Meeting], *, proven: bool) -> tuple[Reason, ...]:
    """A reason for every wish that is not held, in the order of the wishes."""
    held = {meeting.wish for meeting in meetings}
    day = _Day(problem, meetings)
    return tuple(_reason(day, wish, proven=proven) for key, wish in problem.wishes.items() if key not in held)


class _Day:
    """The meetings by party, slot and table."""

    def __init__(self, problem: Problem, meetings: Sequence[Meeting]) -> None:
        self.problem = problem
        self.locked = {lock.wish for lock in problem.locked}
        self.sharing = who_shares(problem.parties)
        self.of: dict[Key, dict[int, Wish]] = {key: {} for key in problem.parties}
        self.at_table: dict[int, dict[Key, Wish]] = {}
        self._known: dict[tuple[object, ...], dict[Key, Wish]] = {}
        self.open_tables = len(problem.open_tables())
        for meeting in meetings:
            wish = problem.wishes[meeting.wish]
            self.of[wish.provider][meeting.slot] = self.of[wish.seeker][meeting.slot] = wish
            if problem.fixed_table_of(wish) is None:
                self.at_table.setdefault(meeting.slot, {})[wish.id] = wish

    def common_slots(self, wish: Wish) -> list[int]:
        """Slots in which both are available."""
        ends = (self.problem.parties[wish.provider], self.problem.parties[wish.seeker])
        return sorted(ends[0].available & ends[1].available)

    def full(self, wish: Wish) -> tuple[Key, ...]:
        """The parties of the wish that meet as often as they may."""
        parties = (self.problem.parties[key] for key in (wish.provider, wish.seeker))
        return tuple(party.id for party in parties if party.most is not None and len(self.of[party.id]) >= party.most)

    def busy(self, wish: Wish, slot: int) -> list[Wish]:
        """Meetings that take the time of the wish's people."""
        keys = (wish.provider, wish.seeker, *self.sharing[wish.provider], *self.sharing[wish.seeker])
        found = {self.of[key][slot].id: self.of[key][slot] for key in keys if slot in self.of[key]}
        return sorted(found.values(), key=lambda rival: str(rival.id))

    def rivals(self, wish: Wish, slot: int) -> list[Wish]:
        """The least that would have to go for the wish to be held in a slot."""
        found = {rival.id: rival for rival in self.busy(wish, slot)}
        for key in self.full(wish):
            if not any(key in (rival.provider, rival.seeker) for rival in found.values()):
                found |= self._lightest((key,), self.of[key].values())
        if self.problem.fixed_table_of(wish) is None and not self._has_table(slot, found):
            found |= self._lightest((None, slot), self.at_table.get(slot, {}).values())
        return list(found.values())

    def has_table(self, wish: Wish, slot: int) -> bool:
        """Is there a table left for the wish in a slot?"""
        return self.problem.fixed_table_of(wish) is not None or self._has_table(slot, ())

    def _has_table(self, slot: int, leaving: Collection[Key]) -> bool:
        seated = self.at_table.get(slot, {})
        return len(seated) - sum(key in seated for key in leaving) < self.open_tables

    def _lightest(self, place: tuple[object, ...], wishes: Iterable[Wish]) -> dict[Key, Wish]:
        """The lightest meeting of a party or a slot's tables, looked for once."""
        if place not in self._known:
            self._known[place] = self._first(wishes)
        return self._known[place]

    def _first(self, wishes: Iterable[Wish]) -> dict[Key, Wish]:
        first = min(wishes, key=lambda wish: (wish.id in self.locked, *_value(wish)), default=None)
        return {} if first is None else {first.id: first}


def _reason(day: _Day, wish: Wish, *, proven: bool) -> Reason:
    settled = _refused(wish) or _impossible(day, wish)
    if settled is not None:
        return settled
    if not proven or wish.weight <= 0:
        doubt = _not_lost(day, wish)
        if doubt is not None:
            return doubt
    return _party_full(day, wish) or _tables_full(day, wish) or _lost(day, wish)


def _refused(wish: Wish) -> Reason | None:
    if wish.preference is Preference.NO:
        return _because(wish, Cause.REFUSED, "one side does not want this meeting")
    if wish.weight < 0 and wish.preference is not Preference.MUST:
        return _because(wish, Cause.WORTHLESS, f"its weight {_number(wish.weight)} would lower the total")
    return None


def _impossible(day: _Day, wish: Wish) -> Reason | None:
    parties = [day.problem.parties[key] for key in (wish.provider, wish.seeker)]
    for party in parties:
        if not party.available:
            return _because(wish, Cause.NO_COMMON_SLOT, f"{party.id} is not available in any slot", (party.id,))
        if party.most == 0:
            return _because(wish, Cause.PARTY_FULL, f"{party.id} may hold no meeting at all", (party.id,))
    both = (wish.provider, wish.seeker)
    slots = day.common_slots(wish)
    if not slots:
        return _because(wish, Cause.NO_COMMON_SLOT, f"{both[0]} and {both[1]} are never available together", both)
    if day.problem.fixed_table_of(wish) is None and day.open_tables == 0:
        return _because(wish, Cause.TABLES_FULL, "every table is fixed to a party, and none to these two")
    if not day.locked:
        return None
    rivals = {rival.id: rival for slot in slots for rival in day.busy(wish, slot) if rival.id in day.locked}
    if all(any(rival.id in rivals for rival in day.busy(wish, slot)) for slot in slots):
        said = f"locked meetings take every slot that {both[0]} and {both[1]} have in common: {_names(rivals.values())}"
        return _because(wish, Cause.NO_COMMON_SLOT, said, both, tuple(rivals))
    return None


def _not_lost(day: _Day, wish: Wish) -> Reason | None:
    """A timetable that is not proven, or a wish of no weight, may leave out what could be held."""
    for slot in day.common_slots(wish):
        rivals = day.rivals(wish, slot)
        if any(rival.id in day.locked for rival in rivals):
            continue
        if not rivals and wish.weight == 0 and wish.preference is Preference.WANT:
            return _because(wish, Cause.WORTHLESS, "its weight is 0 and it was not planned before")
        if _total(rivals) < _value(wish):
            said = f"the best timetable was not found in time; {_names(rivals) or 'nothing'} stands against slot {slot}"
            return _because(wish, Cause.UNFINISHED, said, (), tuple(rival.id for rival in rivals))
    return None


def _party_full(day: _Day, wish: Wish) -> Reason | None:
    full = day.full(wish)
    if full:
        said = " and ".join(f"{key} holds its most meetings ({len(day.of[key])})" for key in full)
        return _because(wish, Cause.PARTY_FULL, said, full, _held_by(day, full))
    for key in (wish.provider, wish.seeker):
        if day.problem.parties[key].available <= set(day.of[key]):
            said = f"{key} meets in every slot in which it is available ({len(day.of[key])})"
            return _because(wish, Cause.PARTY_FULL, said, (key,), _held_by(day, (key,)))
    return None


def _tables_full(day: _Day, wish: Wish) -> Reason | None:
    slots = [slot for slot in day.common_slots(wish) if not day.busy(wish, slot) and not day.has_table(wish, slot)]
    if not slots:
        return None
    where = ", ".join(map(str, slots))
    said = f"both are free in {_counted(slots, 'slot')} {where}, where all {day.open_tables} open tables are taken"
    return _because(wish, Cause.TABLES_FULL, said)


def _lost(day: _Day, wish: Wish) -> Reason:
    """Name the rivals of the slot where they are plainest: all heavier one by one if there is such a slot."""
    offers = [(slot, day.rivals(wish, slot)) for slot in day.common_slots(wish)]
    offers = [
        (slot, rivals) for slot, rivals in offers if not any(rival.id in day.locked for rival in rivals)
    ] or offers
    slot, rivals = min(
        offers,
        key=lambda offer: (
            any(_value(rival) <= _value(wish) for rival in offer[1]),
            len(offer[1]),
            *_total(offer[1]),
            offer[0],
        ),
    )
    equal = _total(rivals) == _value(wish)
    musts = " (must)" if any(rival.preference is Preference.MUST for rival in rivals) else ""
    said = (
        f"{_names(rivals)} hold{'s' if len(rivals) == 1 else ''} slot {slot}{musts},"
        f" weight {_number(_total(rivals)[1])} against {_number(wish.weight)}"
    )
    return _because(wish, Cause.EQUALLED if equal else Cause.OUTWEIGHED, said, (), tuple(rival.id for rival in rivals))


def _because(
    wish: Wish, cause: Cause, said: str, parties: tuple[Key, ...] = (), rivals: tuple[Key, ...] = ()
) -> Reason:
    return Reason(wish=wish.id, cause=cause, sentence=f"{cause.value}: {said}", parties=parties, rivals=rivals)


def _held_by(day: _Day, keys: Iterable[Key]) -> tuple[Key, ...]:
    return tuple({rival.id: None for key in keys for _, rival in sorted(day.of[key].items())})


def _value(wish: Wish) -> tuple[int, Fraction]:
    return int(wish.preference is Preference.MUST), wish.weight


def _total(wishes: Iterable[Wish]) -> tuple[int, Fraction]:
    values = [_value(wish) for wish in wishes]
    return sum(must for must, _ in values), sum((weight for _, weight in values), Fraction(0))


def _names(wishes: Iterable[Wish]) -> str:
    return " and ".join(f"{wish.id} ({_number(wish.weight)})" for wish in wishes)


def _counted(slots: Sequence[int], word: str) -> str:
    return word if len(slots) == 1 else f"{word}s"


def _number(weight: Fraction) -> str:
    return f"{float(weight):g}"
