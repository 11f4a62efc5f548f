"""Who may act on a need, on both databases."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from marketplace.core.actor import ANYONE, Actor
from marketplace.core.errors import Forbidden, NotFound
from marketplace.needs import services
from marketplace.needs.rules import LIFECYCLE, NeedAction, NeedState
from marketplace.needs.services import FieldRemark
from tests.factories import make_need, need_content
from tests.needs.conftest import Cast

MORNING = datetime(2026, 11, 23, 1, tzinfo=UTC)
S = NeedState


Act = Callable[[Session, Actor, str], object]
OWNERS_ACTS: list[tuple[Act, NeedState]] = [
    (lambda session, actor, id: services.save_need(session, actor, id, need_content()), S.DRAFT),
    (services.submit, S.DRAFT),
    (services.recall, S.SUBMITTED),
    (services.revise, S.PUBLISHED),
    (services.discard, S.DRAFT),
]
CURATORS_ACTS: list[tuple[Act, NeedState]] = [
    (services.publish, S.SUBMITTED),
    (services.keep, S.SUBMITTED),
    (services.diagnose, S.SUBMITTED),
    (
        lambda session, actor, id: services.return_with_remarks(session, actor, id, [FieldRemark(field="", text="补")]),
        S.SUBMITTED,
    ),
]


@pytest.mark.parametrize("who", ["stranger", "curator", "public"])
@pytest.mark.parametrize("act", range(len(OWNERS_ACTS)))
def test_only_the_owner_writes(session: Session, cast: Cast, act: int, who: str) -> None:
    perform, state = OWNERS_ACTS[act]
    need = make_need(session, cast.enterprise, state)
    actor = ANYONE if who == "public" else getattr(cast, who)

    with pytest.raises((Forbidden, NotFound)):
        perform(session, actor, need.public_id)

    assert need.state == state


@pytest.mark.parametrize("who", ["member", "stranger", "own_curator", "public", "submitter"])
@pytest.mark.parametrize("act", range(len(CURATORS_ACTS)))
def test_only_a_curator_who_has_no_part_in_it_decides(session: Session, cast: Cast, act: int, who: str) -> None:
    perform, state = CURATORS_ACTS[act]
    submitted_by = cast.curator.person_id if who == "submitter" else cast.member.person_id
    need = make_need(session, cast.enterprise, state, submitted_by=submitted_by)
    actor = {"public": ANYONE, "submitter": cast.curator}.get(who) or getattr(cast, who)

    with pytest.raises((Forbidden, NotFound)):
        perform(session, actor, need.public_id)

    assert need.state == state


def test_nobody_creates_needs_for_another_organisation(session: Session, cast: Cast) -> None:
    with pytest.raises(Forbidden):
        services.create_need(session, cast.stranger, cast.enterprise.id, need_content())


def test_every_state_offers_only_what_the_table_allows() -> None:
    assert {state: set(LIFECYCLE.actions_from(state)) for state in (S.CONTRACTED, S.SOLVED, S.WITHDRAWN)} == {
        S.CONTRACTED: set(), S.SOLVED: set(), S.WITHDRAWN: {NeedAction.REVISE, NeedAction.REINSTATE},
    }  # fmt: skip
    assert LIFECYCLE.actions_from(S.SUBMITTED) == [
        NeedAction.RECALL, NeedAction.DIAGNOSE, NeedAction.PUBLISH, NeedAction.RETURN, NeedAction.KEEP,
    ]  # fmt: skip
