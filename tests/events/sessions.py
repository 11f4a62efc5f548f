"""Sessions of the size that happens, made by a seed."""

import random
from collections.abc import Mapping
from typing import Any

from marketplace.events.timetable import Timetable


def session_of(
    providers: int,
    seekers: int,
    wishes: int,
    *,
    slots: int,
    tables: int,
    missing: float = 0.0,
    fixed: int = 0,
    shared: int = 0,
    caps: tuple[int, int] | None = (4, 12),
    seed: int = 1,
) -> dict[str, Any]:
    """A session; `missing` is the part of slots in which a party is not there."""
    chance = random.Random(seed)
    names = {"provider": [f"P{at}" for at in range(providers)], "seeker": [f"S{at}" for at in range(seekers)]}
    parties: dict[str, dict[str, Any]] = {}
    for side, those in names.items():
        for name in those:
            here = [slot for slot in range(slots) if chance.random() >= missing]
            parties[name] = {"id": name, "side": side, "available": here}
            if caps is not None:
                parties[name]["max_meetings"] = chance.randint(*caps)
    for table, name in enumerate(chance.sample(sorted(parties), fixed)):
        parties[name]["fixed_table"] = table
    for _ in range(shared):
        one, other = chance.sample(names[chance.choice(["provider", "seeker"])], 2)
        parties[one].setdefault("shared_with", []).append(other)
    pairs = [(provider, seeker) for provider in names["provider"] for seeker in names["seeker"]]
    wished = [
        {
            "id": f"w{at}",
            "provider": provider,
            "seeker": seeker,
            "weight": round(chance.uniform(1, 100), 2),
            "preference": chance.choices(["must", "want", "no"], [10, 87, 3])[0],
        }
        for at, (provider, seeker) in enumerate(chance.sample(pairs, wishes))
    ]
    return {"slots": slots, "tables": tables, "parties": list(parties.values()), "wishes": wished, "locked": []}


def as_rows(timetable: Timetable) -> list[dict[str, Any]]:
    """The meetings as the file has them."""
    return [{"wish": meeting.wish, "slot": meeting.slot, "table": meeting.table} for meeting in timetable.meetings]


def after_no_show(problem: Mapping[str, Any], timetable: Timetable, party: str) -> dict[str, Any]:
    """The same session once a party did not come."""
    parties = [row | {"available": []} if row["id"] == party else row for row in problem["parties"]]
    return {**problem, "parties": parties, "previous": as_rows(timetable)}
