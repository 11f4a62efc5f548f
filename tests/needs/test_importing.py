"""Needs that come from outside, on both databases."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.core.actor import SYSTEM, Actor
from marketplace.core.errors import Conflict, Forbidden, InvalidInput
from marketplace.needs import services
from marketplace.needs.models import Need
from marketplace.needs.rules import NeedState
from marketplace.needs.services import Outcome, Withdraw
from marketplace.needs.texts import find_revision
from tests.factories import make_need, need_content
from tests.needs.conftest import Cast
from tests.needs.records import promises

MORNING = datetime(2026, 11, 23, 1, tzinfo=UTC)
S = NeedState


def _import(session: Session, actor: Actor, cast: Cast, publish: bool = False, **changes: object) -> Outcome:
    content = need_content(**changes)
    return services.upsert_imported(session, actor, cast.enterprise, "sheet", "7", content, publish).outcome


def _only(session: Session) -> Need:
    return session.scalars(select(Need)).one()


def test_an_import_creates_then_says_unchanged_then_updates(session: Session, cast: Cast) -> None:
    outcomes = [
        _import(session, cast.member, cast),
        _import(session, cast.member, cast),
        _import(session, cast.member, cast, title="新名称"),
    ]

    assert outcomes == [Outcome.CREATED, Outcome.UNCHANGED, Outcome.UPDATED]
    assert (_only(session).title, _only(session).state, promises(session)) == ("新名称", S.DRAFT, [])


def test_an_import_does_not_undo_what_was_edited_here(session: Session, cast: Cast) -> None:
    _import(session, cast.member, cast)
    services.save_need(session, cast.member, _only(session).public_id, need_content(title="手改"))

    assert _import(session, cast.member, cast) == Outcome.UNCHANGED
    assert _only(session).title == "手改"


def test_the_system_publishes_what_it_imports_once(session: Session, cast: Cast) -> None:
    outcomes = [_import(session, SYSTEM, cast, publish=True) for _ in range(2)]

    need = _only(session)
    assert outcomes == [Outcome.CREATED, Outcome.UNCHANGED]
    assert (need.state, need.number, promises(session)) == (S.PUBLISHED, 1, [("need", need.public_id)])


def test_new_content_for_a_published_need_is_published_as_the_next_version(session: Session, cast: Cast) -> None:
    _import(session, SYSTEM, cast, publish=True)

    assert _import(session, SYSTEM, cast, publish=True, title="新名称") == Outcome.UPDATED
    assert (_only(session).number, _only(session).state) == (2, S.PUBLISHED)


def test_new_content_without_publishing_begins_a_revision_which_the_next_import_goes_on_with(
    session: Session, cast: Cast
) -> None:
    _import(session, SYSTEM, cast, publish=True)
    need = _only(session)

    outcomes = [_import(session, cast.member, cast, title=title) for title in ("新名称", "新名称", "又一个名称")]

    assert outcomes == [Outcome.UPDATED, Outcome.UNCHANGED, Outcome.UPDATED]
    assert (need.state, need.title, promises(session)) == (
        S.PUBLISHED, need_content().title, [("need", need.public_id)],
    )  # fmt: skip
    revision = find_revision(session, need)
    assert revision is not None
    assert (revision.state, revision.title) == (S.DRAFT, "又一个名称")


def test_taking_an_import_back_drops_the_revision_it_began_and_the_next_one_begins_it_again(
    session: Session, cast: Cast
) -> None:
    _import(session, SYSTEM, cast, publish=True)
    need, new = _only(session), need_content(title="新名称")
    imported = services.upsert_imported(session, cast.member, cast.enterprise, "sheet", "7", new)

    services.take_back_imported(
        session, cast.member, need.public_id, imported.lock, imported.before, imported.hash_before
    )

    assert (find_revision(session, need), need.state) == (None, S.PUBLISHED)
    assert _import(session, cast.member, cast, title="新名称") == Outcome.UPDATED


def test_members_do_not_publish_by_import(session: Session, cast: Cast) -> None:
    with pytest.raises(Forbidden):
        _import(session, cast.member, cast, publish=True)


def test_the_system_publishes_an_incomplete_need_and_says_what_it_lacks(session: Session, cast: Cast) -> None:
    imported = services.upsert_imported(
        session, SYSTEM, cast.enterprise, "sheet", "7", need_content(goal="", contact_name=""), publish=True
    )

    assert (imported.outcome, imported.state, imported.public_id) == (
        Outcome.CREATED, S.PUBLISHED, _only(session).public_id,
    )  # fmt: skip
    assert [lack.field for lack in imported.lacks] == ["goal", "contact_name"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"problem": "", "indicators": "", "goal": ""}, "problem"),
        ({"anonymous": True, "goal": "楚垣钢铁减排"}, "goal"),
    ],
)
def test_what_says_nothing_or_too_much_is_not_published_by_import(
    session: Session, cast: Cast, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        _import(session, SYSTEM, cast, publish=True, **changes)

    assert list(refused.value.fields) == [field]


def test_a_withdrawn_need_is_not_rewritten_by_import(session: Session, cast: Cast) -> None:
    _import(session, SYSTEM, cast, publish=True)
    services.withdraw(session, cast.member, _only(session).public_id, Withdraw())

    with pytest.raises(Conflict):
        _import(session, SYSTEM, cast, publish=True, title="新名称")


def test_samples_are_removed_and_nothing_else(session: Session, cast: Cast) -> None:
    kept = make_need(session, cast.enterprise)
    services.upsert_imported(
        session, SYSTEM, cast.enterprise, "samples", "n1", need_content(), publish=True, is_sample=True
    )
    sample = session.scalars(select(Need.public_id).where(Need.is_sample)).one()

    assert services.remove_samples(session, SYSTEM) == 1

    assert session.scalars(select(Need.public_id)).all() == [kept.public_id]
    assert promises(session) == [("need", sample)] * 2
