"""Sessions of companies and institutes, made by a seed, in the shape of a timetable's problem."""

import random
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """How many come, how often they are away, how many have their own table or share a person."""

    providers: int
    seekers: int
    wishes: int
    slots: int
    tables: int
    away: float = 0.0
    fixed: int = 0
    shared: int = 0


MIDDLE = Session(providers=80, seekers=120, wishes=1_500, slots=12, tables=60)
COMPLICATED = Session(providers=80, seekers=120, wishes=1_500, slots=12, tables=50, away=0.15, fixed=10, shared=10)
LARGE = Session(providers=200, seekers=300, wishes=4_000, slots=16, tables=120, away=0.05)
COMPANY = Session(providers=80, seekers=120, wishes=1_500, slots=12, tables=50, away=0.1, fixed=5, shared=5)


def problem_of(session: Session, *, seed: int = 7, capped: bool = True) -> dict[str, Any]:
    """A problem; without caps every table is taken all day, which is the tighter case."""
    chance = random.Random(seed)
    providers = [f"P{at}" for at in range(session.providers)]
    seekers = [f"S{at}" for at in range(session.seekers)]
    parties: dict[str, dict[str, Any]] = {}
    for side, names in (("provider", providers), ("seeker", seekers)):
        for name in names:
            here = [slot for slot in range(session.slots) if chance.random() >= session.away]
            parties[name] = {"id": name, "side": side, "available": here}
            if capped:
                parties[name]["max_meetings"] = chance.randint(4, session.slots)
    for table, name in enumerate(chance.sample(sorted(parties), session.fixed)):
        parties[name]["fixed_table"] = table
    for _ in range(session.shared):
        one, other = chance.sample(chance.choice([providers, seekers]), 2)
        parties[one].setdefault("shared_with", []).append(other)
    pairs = chance.sample([(one, other) for one in providers for other in seekers], session.wishes)
    wishes = [
        {
            "id": f"w{at}",
            "provider": provider,
            "seeker": seeker,
            "weight": round(chance.uniform(1, 100), 2),
            "preference": chance.choices(["must", "want", "no"], [10, 87, 3])[0],
        }
        for at, (provider, seeker) in enumerate(pairs)
    ]
    return {
        "slots": session.slots,
        "tables": session.tables,
        "parties": list(parties.values()),
        "wishes": wishes,
        "locked": [],
    }
