"""Rules of merging, by property: small commits rewrite little."""

from hypothesis import given
from hypothesis import strategies as st

from search.engines.embedded.compaction import Group, plan_groups

SIZES = st.lists(st.integers(1, 1000).flatmap(lambda rows: st.tuples(st.just(rows), st.integers(0, rows))), max_size=12)


@given(SIZES)
def test_every_segment_is_in_exactly_one_group_in_order(sizes: list[tuple[int, int]]) -> None:
    covered = [at for group in plan_groups(sizes) for at in range(group.first, group.last)]

    assert covered == list(range(len(sizes)))


def test_a_small_commit_leaves_a_large_segment_alone() -> None:
    assert plan_groups([(100_000, 100_000), (1, 1)]) == [Group(0, 1, rewrite=False), Group(1, 2, rewrite=False)]
    assert plan_groups([(100_000, 100_000), (1, 1), (1, 1)]) == [Group(0, 1, rewrite=False), Group(1, 3, rewrite=True)]


def test_a_segment_of_many_dead_is_rewritten() -> None:
    assert plan_groups([(10, 6)]) == [Group(0, 1, rewrite=True)]
    assert plan_groups([(10, 7)]) == [Group(0, 1, rewrite=False)]


def test_many_single_commits_write_each_row_a_few_times() -> None:
    sizes: list[tuple[int, int]] = []
    written = 0
    for _ in range(20_000):
        sizes.append((1, 1))
        merged = []
        for group in plan_groups(sizes):
            rows = sum(alive for _, alive in sizes[group.first : group.last])
            written += rows if group.rewrite else 0
            merged.append((rows, rows))
        sizes = merged

    assert sum(rows for rows, _ in sizes) == 20_000
    assert len(sizes) <= 9
    assert written <= 40 * 20_000
