"""From the JSON of a problem to checked values; every mistake is a sentence that names the culprit."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeGuard, TypeVar

from marketplace.events.timetable.locks import check_locks
from marketplace.events.timetable.problem import Key, Meeting, Party, Preference, Problem, ProblemError, Side, Wish

_LARGEST_WEIGHT = 10**12
_DECIMALS = 18
Choice = TypeVar("Choice", Side, Preference)


def parse_problem(text: str) -> Problem:
    """Read a problem from JSON; decimal weights stay exact."""
    try:
        raw = json.loads(text, parse_float=Decimal)
    except ValueError as mistake:
        raise ProblemError(f"The problem is not valid JSON: {mistake}.") from mistake
    return read_problem(raw)


def read_problem(raw: object) -> Problem:
    """Check a decoded problem and turn it into values."""
    table = _mapping(raw, "The problem")
    slots = _count(table, "slots", "The problem", least=1)
    tables = _count(table, "tables", "The problem", least=1)
    parties = _parties(table, slots, tables)
    wishes = _wishes(table, parties)
    problem = Problem(
        slots=slots,
        tables=tables,
        parties=parties,
        wishes=wishes,
        locked=_locked(table, wishes, slots, tables),
        previous=_previous(table, wishes),
    )
    check_locks(problem)
    return problem


def _parties(table: Mapping[str, Any], slots: int, tables: int) -> dict[Key, Party]:
    found: dict[Key, Party] = {}
    for at, raw in enumerate(_list(table, "parties", "The problem")):
        row = _mapping(raw, f"Party number {at + 1}")
        identity = _identity(row, "id", f"Party number {at + 1}")
        if identity in found:
            raise ProblemError(f"Two parties have the id {identity}; give each its own.")
        found[identity] = _party(row, identity, slots, tables)
    _check_sharing(found)
    _check_fixed_tables(found)
    return found


def _party(row: Mapping[str, Any], identity: Key, slots: int, tables: int) -> Party:
    who = f"Party {identity}"
    return Party(
        id=identity,
        side=_one_of(Side, row.get("side"), f"{who}: side"),
        available=_slots(row, who, slots),
        most=None if row.get("max_meetings") is None else _count(row, "max_meetings", who),
        shared_with=frozenset(
            _name(each, f"{who}: shared_with") for each in _list(row, "shared_with", who, optional=True)
        )
        - {identity},
        fixed_table=None if row.get("fixed_table") is None else _below(row, "fixed_table", who, tables),
    )


def _slots(row: Mapping[str, Any], who: str, slots: int) -> frozenset[int]:
    if row.get("available") is None:
        return frozenset(range(slots))
    listed = _list(row, "available", who)
    for slot in listed:
        if not _is_whole(slot) or not 0 <= slot < slots:
            raise ProblemError(f"{who}: available names slot {slot}, but slots go from 0 to {slots - 1}.")
    return frozenset(listed)


def _check_sharing(parties: Mapping[Key, Party]) -> None:
    for party in parties.values():
        for other in sorted(party.shared_with, key=str):
            if other not in parties:
                raise ProblemError(f"Party {party.id}: shared_with names {other}, which is no party.")


def _check_fixed_tables(parties: Mapping[Key, Party]) -> None:
    owners: dict[int, Key] = {}
    for party in parties.values():
        if party.fixed_table is None:
            continue
        if party.fixed_table in owners:
            raise ProblemError(
                f"Table {party.fixed_table} is fixed to both {owners[party.fixed_table]} and {party.id};"
                " a fixed table belongs to one party."
            )
        owners[party.fixed_table] = party.id


def _wishes(table: Mapping[str, Any], parties: Mapping[Key, Party]) -> dict[Key, Wish]:
    found: dict[Key, Wish] = {}
    for at, raw in enumerate(_list(table, "wishes", "The problem")):
        row = _mapping(raw, f"Wish number {at + 1}")
        identity = _identity(row, "id", f"Wish number {at + 1}")
        if identity in found:
            raise ProblemError(f"Two wishes have the id {identity}; give each its own.")
        who = f"Wish {identity}"
        found[identity] = Wish(
            id=identity,
            provider=_end(row, Side.PROVIDER, who, parties),
            seeker=_end(row, Side.SEEKER, who, parties),
            weight=_weight(row, who),
            preference=_one_of(Preference, row.get("preference", Preference.WANT), f"{who}: preference"),
        )
    return found


def _end(row: Mapping[str, Any], side: Side, who: str, parties: Mapping[Key, Party]) -> Key:
    identity = _identity(row, side.value, who)
    if identity not in parties:
        raise ProblemError(f"{who}: its {side.value} {identity} is no party; add the party or drop the wish.")
    if parties[identity].side is not side:
        raise ProblemError(f"{who}: its {side.value} {identity} is registered as {parties[identity].side.value}.")
    return identity


def _weight(row: Mapping[str, Any], who: str) -> Fraction:
    weight = row.get("weight")
    if isinstance(weight, bool) or not isinstance(weight, int | float | Decimal):
        raise ProblemError(f"{who}: weight must be a number, not {_shown(weight)}.")
    exact = Decimal(str(weight)) if isinstance(weight, float) else Decimal(weight)
    if not exact.is_finite() or abs(exact) > _LARGEST_WEIGHT:
        raise ProblemError(f"{who}: weight must lie between -10^12 and 10^12.")
    return Fraction(round(exact, _DECIMALS))


def _locked(table: Mapping[str, Any], wishes: Mapping[Key, Wish], slots: int, tables: int) -> tuple[Meeting, ...]:
    found = []
    for at, raw in enumerate(_list(table, "locked", "The problem", optional=True)):
        row = _mapping(raw, f"Lock number {at + 1}")
        wish = _identity(row, "wish", f"Lock number {at + 1}")
        if wish not in wishes:
            raise ProblemError(f"Wish {wish} is locked, but there is no such wish; drop the lock.")
        who = f"The lock of wish {wish}"
        found.append(Meeting(wish, _below(row, "slot", who, slots), _below(row, "table", who, tables)))
    return tuple(found)


def _previous(table: Mapping[str, Any], wishes: Mapping[Key, Wish]) -> tuple[Meeting, ...]:
    """What was planned before; wishes, slots and tables that are gone cannot be kept and do not disturb."""
    found: dict[Key, Meeting] = {}
    for at, raw in enumerate(_list(table, "previous", "The problem", optional=True)):
        who = f"Previous meeting number {at + 1}"
        row = _mapping(raw, who)
        meeting = Meeting(_identity(row, "wish", who), _count(row, "slot", who), _count(row, "table", who))
        if meeting.wish in found:
            raise ProblemError(f"Wish {meeting.wish} stands twice in previous; leave one.")
        found[meeting.wish] = meeting
    still = tuple(meeting for meeting in found.values() if meeting.wish in wishes)
    _check_places(still)
    return still


def _check_places(meetings: Sequence[Meeting]) -> None:
    holders: dict[tuple[int, int], Key] = {}
    for meeting in meetings:
        holder = holders.setdefault((meeting.slot, meeting.table), meeting.wish)
        if holder != meeting.wish:
            raise ProblemError(
                f"previous puts wishes {holder} and {meeting.wish} at table {meeting.table} in slot {meeting.slot}; leave one."
            )


def _mapping(value: object, who: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ProblemError(f"{who} must be an object with named fields.")
    return value


def _list(row: Mapping[str, Any], name: str, who: str, *, optional: bool = False) -> Sequence[Any]:
    value = row.get(name)
    if value is None and optional:
        return ()
    if not isinstance(value, list | tuple):
        raise ProblemError(f"{who}: {name} must be a list.")
    return value


def _count(row: Mapping[str, Any], name: str, who: str, *, least: int = 0) -> int:
    value = row.get(name)
    if not _is_whole(value) or value < least:
        raise ProblemError(f"{who}: {name} must be a whole number, at least {least}, not {_shown(value)}.")
    return value


def _below(row: Mapping[str, Any], name: str, who: str, end: int) -> int:
    value = _count(row, name, who)
    if value >= end:
        raise ProblemError(f"{who}: {name} is {value}, but {name.removeprefix('fixed_')}s go from 0 to {end - 1}.")
    return value


def _identity(row: Mapping[str, Any], name: str, who: str) -> Key:
    if row.get(name) in (None, ""):
        raise ProblemError(f"{who} has no {name}; give it one.")
    return _name(row[name], f"{who}: {name}")


def _name(value: object, who: str) -> Key:
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise ProblemError(f"{who} must be text or a whole number, not {_shown(value)}.")
    return value


def _one_of(kind: type[Choice], value: object, who: str) -> Choice:
    known = [each.value for each in kind]
    if value not in known:
        raise ProblemError(f"{who} must be {', '.join(known[:-1])} or {known[-1]}, not {_shown(value)}.")
    return kind(value)


def _is_whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _shown(value: object) -> str:
    return json.dumps(value, default=str, ensure_ascii=False)
