"""What search gets to hold of an achievement."""

from sqlalchemy.orm import Session

from marketplace.listings.projection import project, searchable_ids
from marketplace.listings.rules import ListingState as S
from marketplace.taxonomy.terms import DisclosureTier, TrlScale
from tests.factories import COMPLETE, content, make_listing, revise_listing
from tests.listings.test_queries import counted


def test_a_published_record_becomes_a_document(session: Session) -> None:
    version = make_listing(session)

    (document,) = project(session, [version.public_id])

    assert (document.id, document.kind, document.title) == (version.public_id, "achievement", COMPLETE.title)
    assert document.scopes == {"public"}
    assert document.facets == {
        "sector": ("energy",),
        "technology": ("E5",),
        "carbon_class": ("low",),
        "stage": ("middle",),
        "mode": ("ordinary_licence", "joint_development"),
        "region": ("420000", "420100"),
        "owner_kind": ("university",),
        "owner": ("UNI-A",),
        "grade": ("E0",),
        "level": ("unassessed",),
        "industry": ("D44",),
    }
    assert {name: round(value) for name, value in document.numbers.items() if name != "published"} == {
        "trl": 7,
        "reduction": 57_861,
    }


def test_nothing_of_the_higher_tiers_nor_the_contact_can_be_found(session: Session) -> None:
    version = make_listing(session, said=content(inventors=("秦未央",)))

    (document,) = project(session, [version.public_id])
    everything = repr(document)

    secrets = ("0.73", "41.7", "溶剂损耗", "相变温度", "褚明远", "05557982", "demo.contact", "9033739", "秦未央")
    assert [secret for secret in secrets if secret in everything] == []
    assert "再生能耗 2.35-2.45 GJ/tCO₂" in everything


def test_drafts_and_withdrawn_records_are_left_out(session: Session) -> None:
    shown = make_listing(session)
    hidden = [make_listing(session, state=state).public_id for state in (S.DRAFT, S.SUBMITTED, S.WITHDRAWN, S.EXPIRED)]
    revise_listing(session, shown.public_id, title="不可见的第二版")

    (document,) = project(session, [shown.public_id, *hidden])

    assert document.title == COMPLETE.title
    assert searchable_ids(session) == [shown.public_id]


def test_short_passages_are_joined_and_blank_ones_left_out(session: Session) -> None:
    long = "长" * 300
    normal, sparse = make_listing(session), make_listing(session, said=content(problem="", cases=(), parameters=()))
    wordy = make_listing(session, said=content(problem=long, principle=long, advantage=long, timing=long))

    names = {d.id: [p.name for p in d.passages] for d in project(session, [normal.public_id, sparse.public_id])}
    many = project(session, [wordy.public_id])[0].passages

    assert names[normal.public_id] == ["teaser", "problem"]
    assert names[sparse.public_id] == ["teaser", "principle"]
    assert [passage.name for passage in many] == ["teaser", "problem", "principle", "advantage", "timing", "parameters"]


def test_thirteen_levels_count_as_nine_at_most(session: Session) -> None:
    listed = [make_listing(session, said=content(trl=level, trl_scale=TrlScale.THIRTEEN)) for level in (8, 13)]

    found = project(session, [version.public_id for version in listed])

    assert [document.numbers["trl"] for document in found] == [8.0, 9.0]


def test_any_number_of_records_costs_the_same(session: Session) -> None:
    ids = [make_listing(session).public_id for _ in range(5)]
    costs = []
    for wanted in (ids[:1], ids):
        session.expunge_all()
        with counted(session) as sent:
            project(session, wanted)
        costs.append(len(sent))

    assert costs[0] == costs[1]


def test_a_parameter_for_signed_in_readers_stays_out(session: Session) -> None:
    hidden = tuple(parameter for parameter in COMPLETE.parameters if parameter.tier is not DisclosureTier.PUBLIC)
    version = make_listing(session, said=content(parameters=hidden, cases=()))

    (document,) = project(session, [version.public_id])

    assert [passage.name for passage in document.passages] == ["teaser", "problem"]
