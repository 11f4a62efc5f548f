"""Who sees which needs and what of them, in lists and in the search index."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session, joinedload

from marketplace.core.actor import ANYONE, Actor
from marketplace.core.clock import held_at
from marketplace.core.errors import NotFound
from marketplace.following.models import Watch
from marketplace.needs import projection, queries
from marketplace.needs.queries import NeedFilter, NeedSort
from marketplace.needs.rules import VISIBLE, NeedState
from marketplace.taxonomy.terms import SolutionMode
from tests.factories import make_need, need_content
from tests.needs.conftest import Cast

S = NeedState
MORNING = datetime(2026, 11, 23, 1, tzinfo=UTC)


def _sees(session: Session, actor: Actor, public_id: str) -> bool:
    try:
        queries.get_need(session, actor, public_id)
    except NotFound:
        return False
    return True


@pytest.mark.parametrize("state", list(NeedState))
def test_who_sees_a_need_in_each_state(session: Session, cast: Cast, state: NeedState) -> None:
    need = make_need(session, cast.enterprise, state)

    seen = [_sees(session, actor, need.public_id) for actor in (cast.member, cast.curator, cast.stranger, ANYONE)]

    public = state in VISIBLE
    assert seen == [True, state != S.DRAFT, public, public]


def _statements(session: Session, read: Callable[[], object]) -> int:
    session.flush()
    session.expunge_all()
    seen: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(session.get_bind(), "before_cursor_execute", count)
    read()
    event.remove(session.get_bind(), "before_cursor_execute", count)
    return len(seen)


def test_lists_take_the_same_statements_for_one_and_for_twenty(session: Session, cast: Cast) -> None:
    ids = [make_need(session, cast.enterprise).public_id]

    def read() -> None:
        queries.open_needs(session, ANYONE, NeedFilter())
        queries.own_needs(session, cast.member)
        queries.waiting_for_answer(session, ANYONE, 20)
        assert len(queries.cards(session, ANYONE, ids)) == len(ids)
        assert len(projection.project(session, ids)) == len(ids)

    one = _statements(session, read)
    ids += [make_need(session, cast.enterprise).public_id for _ in range(19)]

    assert _statements(session, read) == one


def test_an_anonymous_need_hides_its_owner_from_all_but_owner_and_curator(session: Session, cast: Cast) -> None:
    need = make_need(session, cast.enterprise, anonymous=True, industries=("C31",))

    owners = [
        queries.cards(session, actor, [need.public_id])[need.public_id].owner
        for actor in (cast.member, cast.curator, cast.stranger, ANYONE)
    ]

    assert owners == [cast.enterprise.name, cast.enterprise.name, None, None]


def test_the_search_document_says_what_is_needed(session: Session, cast: Cast) -> None:
    with held_at(MORNING):
        need = make_need(session, cast.enterprise, region="420200", key_technology="D1")

    (document,) = projection.project(session, [need.public_id])

    assert (document.id, document.kind, document.title, document.version) == (need.public_id, "need", need.title, 1)
    assert [passage.name for passage in document.passages] == ["problem", "indicators", "goal", "constraints"]
    assert document.passages[-1].text == "余热回收率 ≥ 60 %；投资回收期 ≤ 4 年"
    assert document.facets == {
        "sector": ("steel",),
        "technology": ("D1",),
        "region": ("420000", "420200"),
        "mode": ("commission", "service"),
        "owner_kind": ("enterprise",),
        "track": ("direct",),
    }
    assert document.numbers == {
        "published": 20780.0, "budget": 1800.0, "minimum_trl": 7.0, "target_reduction": 20000.0,
    }  # fmt: skip
    assert document.scopes == {"public"}


def test_the_search_document_of_an_anonymous_need_carries_nothing_of_its_owner(session: Session, cast: Cast) -> None:
    need = make_need(session, cast.enterprise, anonymous=True)

    (document,) = projection.project(session, [need.public_id])

    assert "owner_kind" not in document.facets
    written = repr(document)
    for told in (cast.enterprise.name, "楚垣", cast.enterprise.code, "陈工", "13800001234", "chen@example.org"):
        assert told not in written


def test_only_what_the_public_sees_is_projected(session: Session, cast: Cast) -> None:
    ids = {state: make_need(session, cast.enterprise, state).public_id for state in NeedState}

    documents = projection.project(session, list(ids.values()))

    visible = sorted(ids[state] for state in VISIBLE)
    assert sorted(document.id for document in documents) == visible
    assert sorted(projection.searchable_ids(session)) == visible


def _found(session: Session, **wanted: object) -> list[str]:
    page = queries.open_needs(session, ANYONE, NeedFilter(**wanted))  # type: ignore[arg-type]
    return [card.title for card in page.items]


def test_the_public_list_is_narrowed_and_ordered(session: Session, cast: Cast) -> None:
    with held_at(MORNING):
        make_need(session, cast.enterprise, title="甲 余热", region="420100", budget=100.0, keywords=("ORC",))
    with held_at(MORNING + timedelta(hours=1)):
        make_need(
            session, cast.enterprise, title="乙 100%达标", region="420200", sector="building", budget=None,
            solution_modes=(SolutionMode.LICENCE,), target_reduction=90000.0,
        )  # fmt: skip
    with held_at(MORNING + timedelta(hours=2)):
        make_need(session, cast.enterprise, title="丙", region="110000", budget=900.0)
    make_need(session, cast.enterprise, S.DRAFT, title="草稿")

    assert _found(session) == ["丙", "乙 100%达标", "甲 余热"]
    assert _found(session, region="420000") == ["乙 100%达标", "甲 余热"]
    assert _found(session, region="420100") == ["甲 余热"]
    assert _found(session, sector="building") == ["乙 100%达标"]
    assert _found(session, mode=SolutionMode.LICENCE) == ["乙 100%达标"]
    assert _found(session, budget_from=500.0) == ["丙"]
    assert _found(session, text="orc") == ["甲 余热"]
    assert _found(session, text="100%达标") == ["乙 100%达标"]
    assert _found(session, text="余热 回收率 不存在") == []
    assert _found(session, sort=NeedSort.BUDGET) == ["丙", "甲 余热", "乙 100%达标"]
    assert _found(session, sort=NeedSort.REDUCTION)[0] == "乙 100%达标"
    with held_at(MORNING + timedelta(hours=3)):
        assert _found(session, sort=NeedSort.DUE) == ["甲 余热", "乙 100%达标", "丙"]


def test_a_page_beyond_the_end_is_the_last_page(session: Session, cast: Cast) -> None:
    for _ in range(21):
        make_need(session, cast.enterprise)

    page = queries.open_needs(session, ANYONE, NeedFilter(), number=99)

    assert (page.number, page.total, len(page.items)) == (2, 21, 1)


def test_needs_wait_for_an_answer_by_urgency_and_their_hours_count_down(session: Session, cast: Cast) -> None:
    with held_at(MORNING):
        make_need(session, cast.enterprise, title="先")
    with held_at(MORNING + timedelta(hours=30)):
        make_need(session, cast.enterprise, title="后")
        make_need(session, cast.enterprise, S.LONG_TERM, title="长期")
        make_need(session, cast.enterprise, S.SUBMITTED, title="未发布")
        waiting = queries.waiting_for_answer(session, ANYONE)
        assert [(card.title, card.hours_left) for card in waiting] == [("先", 18), ("后", 48)]
    with held_at(MORNING + timedelta(hours=49)):
        assert [card.title for card in queries.waiting_for_answer(session, ANYONE)] == ["后"]


def test_lateness_is_said_before_the_first_decision_only(session: Session, cast: Cast) -> None:
    with held_at(MORNING):
        for state in (S.SUBMITTED, S.DIAGNOSIS, S.PUBLISHED):
            make_need(session, cast.enterprise, state, title=state.value)
    with held_at(MORNING + timedelta(hours=50)):
        cards = queries.own_needs(session, cast.member).items
        assert {card.state: card.hours_left for card in cards} == {
            S.SUBMITTED: -2,
            S.DIAGNOSIS: None,
            S.PUBLISHED: None,
        }


def test_own_needs_are_those_of_the_own_organisations(session: Session, cast: Cast) -> None:
    draft = make_need(session, cast.enterprise, S.DRAFT)
    make_need(session, cast.enterprise, S.PUBLISHED)

    assert [c.public_id for c in queries.own_needs(session, cast.member, state=S.DRAFT).items] == [draft.public_id]
    assert queries.own_states(session, cast.member) == {S.DRAFT: 1, S.PUBLISHED: 1, None: 2}
    assert queries.own_needs(session, cast.stranger).items == []


def test_content_survives_its_snapshot() -> None:
    from marketplace.needs.mapping import from_snapshot, snapshot

    content = need_content(industries=("C31",), extra={"a": "b"}, deadline=MORNING.date())

    assert from_snapshot(snapshot(content)) == content


def test_a_need_is_read_with_its_owner_below_an_outer_join_too(session: Session) -> None:
    """A need is one class of several on its table; an inner join nested below it could not be written."""
    joined = select(Watch).options(joinedload(Watch.need))

    assert session.scalars(joined).unique().all() == []
