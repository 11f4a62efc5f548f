"""Problems by hypothesis: small enough to try every timetable, odd enough to meet every rule."""

from typing import Any

from hypothesis import strategies as st

_WEIGHTS = st.sampled_from([[1], [1, 2, 3], [0, 1, -1, 2.5], [0.1, 0.2, 0.3, 0.7]])


@st.composite
def small_problems(draw: st.DrawFn, *, wishes: int = 5) -> dict[str, Any]:
    """Up to three parties a side, three slots, three tables."""
    slots, tables = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    sides = {"provider": draw(st.integers(1, 3)), "seeker": draw(st.integers(1, 3))}
    names = {side: [f"{side[0].upper()}{at}" for at in range(count)] for side, count in sides.items()}
    free = draw(st.permutations(range(tables)))
    parties = []
    for side, those in names.items():
        for name in those:
            party = draw(_parties(name, side, slots, [*names["provider"], *names["seeker"]]))
            if free and draw(st.integers(0, 4)) == 0:
                party["fixed_table"] = free.pop()
            parties.append(party)
    weights = draw(_WEIGHTS)
    wished = [
        {
            "id": f"w{at}",
            "provider": draw(st.sampled_from(names["provider"])),
            "seeker": draw(st.sampled_from(names["seeker"])),
            "weight": draw(st.sampled_from(weights)),
            "preference": draw(st.sampled_from(["must", "want", "want", "want", "no"])),
        }
        for at in range(draw(st.integers(0, wishes)))
    ]
    return {"slots": slots, "tables": tables, "parties": parties, "wishes": wished, "locked": []}


@st.composite
def problems_planned_before(draw: st.DrawFn) -> dict[str, Any]:
    """A problem with a timetable of before, which may be nonsense by now."""
    problem = draw(small_problems(wishes=4))
    places = [(slot, table) for slot in range(problem["slots"]) for table in range(problem["tables"])]
    before = zip(draw(st.permutations(problem["wishes"])), draw(st.permutations(places)), strict=False)
    return problem | {
        "previous": [{"wish": wish["id"], "slot": slot, "table": table} for wish, (slot, table) in before]
    }


@st.composite
def _parties(draw: st.DrawFn, name: str, side: str, slots: int, everybody: list[str]) -> dict[str, Any]:
    party: dict[str, Any] = {
        "id": name,
        "side": side,
        "available": [slot for slot in range(slots) if draw(st.integers(0, 4)) > 0],
    }
    if draw(st.booleans()):
        party["max_meetings"] = draw(st.integers(0, 3))
    if draw(st.integers(0, 3)) == 0:
        party["shared_with"] = [draw(st.sampled_from(everybody))]
    return party
