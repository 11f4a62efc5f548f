"""What changed between two texts of a record: applying the changes to the old gives the new."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.listings import differences
from marketplace.listings.content import (
    AchievementContent,
    CarbonClaim,
    Case,
    ClaimLine,
    IntellectualProperty,
    Parameter,
)
from marketplace.listings.differences import RowState, apply, changes, pick
from marketplace.listings.disclosure import as_seen
from marketplace.listings.flat import flatten, unflatten
from marketplace.listings.words import side_by_side
from marketplace.taxonomy.terms import CarbonClass, DisclosureTier, IpKind, TransferMode
from tests.factories import COMPLETE, content

word = st.sampled_from(["", "能耗", "再生能耗 2.4 GJ/t", "损耗", "MEA", "电耗"])
figure = st.one_of(st.none(), st.sampled_from([0.0, 1.0, 2.4]))
parameters = st.lists(st.builds(Parameter, name=word, minimum=figure, unit=word), max_size=4).map(tuple)
rights = st.lists(st.builds(IntellectualProperty, kind=st.sampled_from(IpKind), title=word, number=word), max_size=3)
cases = st.lists(st.builds(Case, user=word, place=word), max_size=3).map(tuple)
lines = st.lists(st.builds(ClaimLine, side=st.sampled_from(["BE", "PE"]), label=word), max_size=3).map(tuple)
claims = st.one_of(
    st.none(),
    st.builds(CarbonClaim, functional_unit=word, boundary=word, baseline=word, lifetime_years=figure, lines=lines),
)
texts = st.builds(
    AchievementContent,
    title=word,
    teaser=word,
    keywords=st.lists(word, max_size=2).map(tuple),
    trl=st.one_of(st.none(), st.integers(1, 9)),
    carbon_class=st.one_of(st.none(), st.sampled_from(CarbonClass)),
    parameters=parameters,
    ip=rights.map(tuple),
    cases=cases,
    transfer_modes=st.lists(st.sampled_from(TransferMode), max_size=2, unique=True).map(tuple),
    claim=claims,
    extra=st.dictionaries(word, word, max_size=2),
)


@given(texts)
def test_flattening_and_back_changes_nothing(said: AchievementContent) -> None:
    assert unflatten(flatten(said)) == said


@settings(max_examples=300)
@given(texts, texts)
def test_the_changes_applied_to_the_old_text_give_the_new(
    before: AchievementContent, after: AchievementContent
) -> None:
    assert apply(before, changes(before, after)) == after


@given(texts)
def test_a_text_does_not_differ_from_itself(said: AchievementContent) -> None:
    assert changes(said, said) == ()


@given(texts, texts)
def test_every_old_row_is_kept_changed_or_removed_once(before: AchievementContent, after: AchievementContent) -> None:
    for change in changes(before, after):
        if change.rows:
            assert sorted(step.was for step in change.rows if step.was is not None) == list(range(len(change.before)))


@given(texts, texts)
def test_picking_all_of_mine_or_none_gives_one_side(saved: AchievementContent, typed: AchievementContent) -> None:
    every = [change.field for change in changes(saved, typed)]

    assert pick(saved, typed, every) == typed
    assert pick(saved, typed, ()) == saved


def test_picking_takes_each_field_from_its_side() -> None:
    saved, typed = content(title="甲", teaser="甲的简介"), content(title="乙", teaser="乙的简介")

    assert pick(saved, typed, ["teaser"]) == content(title="甲", teaser="乙的简介")


def test_a_claim_typed_field_by_field_is_a_claim() -> None:
    chosen = pick(content(claim=None), COMPLETE, ["claim-boundary"])

    assert chosen.claim == CarbonClaim(functional_unit="", boundary="烟气引出至 CO₂ 交付", baseline="")


def test_rows_are_told_as_added_removed_and_changed() -> None:
    kept, tuned, gone = COMPLETE.parameters
    after = content(parameters=(kept, replace(tuned, maximum=0.9), Parameter(name="电耗", minimum=1)))

    (change,) = changes(COMPLETE, after)

    told = [(step.state, (step.after or step.before).name, step.cells) for step in change.rows]
    assert told == [
        (RowState.KEPT, "再生能耗", ()),
        (RowState.CHANGED, "溶剂损耗", ("maximum",)),
        (RowState.ADDED, "电耗", ()),
        (RowState.REMOVED, gone.name, ()),
    ]


def test_every_field_of_prose_is_a_field() -> None:
    assert differences.PROSE - set(flatten(COMPLETE)) == set()


@given(st.text(alphabet="再生能耗降 ab12.\n", max_size=40), st.text(alphabet="再生能耗降 ab12.\n", max_size=40))
def test_side_by_side_says_the_old_and_the_new_text_in_full(before: str, after: str) -> None:
    old, new = side_by_side(before, after)

    assert ("".join(text for text, _ in old), "".join(text for text, _ in new)) == (before, after)


def test_side_by_side_marks_the_figure_that_changed() -> None:
    old, new = side_by_side("再生能耗 2.4 GJ/t，低 37%", "再生能耗 2.2 GJ/t，低 37%")

    assert old == (("再生能耗 ", False), ("2.4", True), (" GJ/t，低 37%", False))
    assert new == (("再生能耗 ", False), ("2.2", True), (" GJ/t，低 37%", False))


def test_very_long_texts_are_compared_by_lines() -> None:
    same = "甲" * 2000

    assert side_by_side(f"{same}\n旧", f"{same}\n新") == (
        ((f"{same}\n", False), ("旧", True)),
        ((f"{same}\n", False), ("新", True)),
    )


def test_what_the_public_sees_holds_nothing_of_the_higher_tiers() -> None:
    seen = as_seen(COMPLETE, {DisclosureTier.PUBLIC})

    assert [(each.name, each.minimum) for each in seen.parameters] == [
        ("再生能耗", 2.35),
        ("溶剂损耗", None),
        ("相变温度", None),
    ]
    assert (seen.contact_name, seen.contact_phone, seen.contact_email, seen.inventors) == ("", "", "", ())
    assert seen.ip[0].number == ""
    assert as_seen(COMPLETE, {DisclosureTier.PUBLIC}, sees_all=True) == COMPLETE
