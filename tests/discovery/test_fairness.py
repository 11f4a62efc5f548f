"""Fair exposure: one organisation cannot fill a page of equal fits, and ties take turns."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from marketplace.discovery.fairness import Ranked, spread

DAY = date(2026, 3, 1)


def test_an_organisation_with_many_equal_results_leaves_room_for_others() -> None:
    ranked = [Ranked(f"a{number}", 0.80, "甲") for number in range(5)] + [
        Ranked("b1", 0.79, "乙"),
        Ranked("c1", 0.79, "丙"),
    ]

    owners = [public_id[0] for public_id in spread(ranked, DAY)]

    assert sorted(owners[:3]) == ["a", "b", "c"]


def test_a_clearly_better_result_stays_before_others() -> None:
    ranked = [Ranked("a1", 0.9, "甲"), Ranked("a2", 0.85, "甲"), Ranked("b1", 0.5, "乙")]

    assert spread(ranked, DAY) == ["a1", "a2", "b1"]


def test_ties_take_turns_from_day_to_day() -> None:
    ranked = [Ranked(f"r{number}", 0.7, f"单位{number}") for number in range(4)]

    firsts = {spread(ranked, date(2026, 3, day))[0] for day in range(1, 29)}

    assert firsts == {"r0", "r1", "r2", "r3"}


@given(st.lists(st.tuples(st.floats(-1, 1), st.sampled_from("甲乙丙")), max_size=20))
def test_everything_is_shown_once_and_nothing_jumps_further_than_equal_fits(rows: list[tuple[float, str]]) -> None:
    ranked = [Ranked(f"r{number:02}", score, owner) for number, (score, owner) in enumerate(rows)]
    scores = {each.id: each.score for each in ranked}

    order = spread(ranked, DAY)

    assert sorted(order) == sorted(scores)
    for place, public_id in enumerate(order):
        assert scores[public_id] >= max((scores[each] for each in order[place:]), default=-2) - 0.02
