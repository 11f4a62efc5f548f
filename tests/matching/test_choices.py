"""What an organisation lets be learnt from it: to look at, to switch off, to have forgotten."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation
from marketplace.core.actor import SYSTEM, Actor
from marketplace.core.audit import AuditEvent
from marketplace.core.db import Database
from marketplace.core.errors import Conflict, Forbidden, NotFound
from marketplace.matching.learning import choices, queries, services, sources, taught
from marketplace.matching.learning.models import Feedback, LearnedRanker
from marketplace.matching.learning.rules import Outcome
from marketplace.matching.learning.training import Trained
from marketplace.matching.rules import Reason
from tests.factories import make_listing, make_need
from tests.matching.test_learning import CARD
from tests.matching.test_pages import SignIn, firm, text_of
from tests.matching.test_talking import Pair

__all__ = ["firm"]
FIRM = "ENT-A"


@pytest.fixture
def pair(session: Session) -> Pair:
    return Pair(session)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> set[sources.Told]:
    """What another room tells of; a test adds to it and takes away."""
    telling: set[sources.Told] = set()
    monkeypatch.setattr(sources, "SOURCES", {"deals": lambda _session: telling})
    return telling


def manager(pair: Pair) -> Actor:
    return replace(pair.asker, manages=frozenset({pair.need.owner_id}))


def keep(session: Session, pair: Pair) -> LearnedRanker:
    """Two outcomes, and a ranker in use that was trained on them."""
    services.note_outcome(session, pair.need, pair.version.achievement_id, Outcome.DECLINED, Reason.PRICE)
    services.note_outcome(session, make_need(session, pair.need.owner), pair.version.achievement_id, Outcome.ACCEPTED)
    trained = Trained(weights={"fit": 1.0}, better=True, card=CARD)
    return services.keep_ranker(session, SYSTEM, pair.need.owner_id, trained)


def outcomes(session: Session) -> list[str]:
    return [row.value for row in session.scalars(select(Feedback.outcome).order_by(Feedback.outcome))]


def acts(session: Session) -> list[tuple[str, object, object]]:
    of_firm = select(AuditEvent).where(AuditEvent.subject_kind == "organisation").order_by(AuditEvent.id)
    return [(row.action, row.detail.get("outcomes"), row.detail.get("need")) for row in session.scalars(of_firm)]


def test_switched_off_nothing_is_kept_and_the_fixed_weights_order(
    session: Session, pair: Pair, told: set[sources.Told]
) -> None:
    keep(session, pair)
    result = pair.version.achievement
    choices.switch_learning(session, manager(pair), FIRM, learns=False)
    told.add((pair.need.id, result.id, Outcome.MET))

    services.keep_told(session, sources.all_told(session))
    services.note_shown(session, pair.need, {result.public_id: 1}, {})
    off = queries.own_weights(session, pair.need.owner_id), list(queries.organisations_that_answered(session))
    choices.switch_learning(session, manager(pair), FIRM, learns=True)
    told.add((pair.need.id, result.id, Outcome.DEAL))
    services.keep_told(session, sources.all_told(session))

    assert off == (None, [])
    assert outcomes(session) == ["accepted_pair", "deal", "declined_pair"]
    assert queries.own_weights(session, pair.need.owner_id) == {"fit": 1.0}
    assert acts(session) == [("stop_learning", None, None), ("resume_learning", None, None)]
    with pytest.raises(Conflict):
        choices.switch_learning(session, manager(pair), FIRM, learns=True)


def test_what_is_forgotten_is_gone_with_its_rankers_and_is_not_told_again(
    session: Session, pair: Pair, told: set[sources.Told]
) -> None:
    keep(session, pair)
    told.add((pair.need.id, pair.version.achievement_id, Outcome.MET))
    before = queries.choice_of(session, pair.need.owner_id)

    one = choices.forget(session, manager(pair), FIRM, pair.need.public_id)
    services.keep_told(session, sources.all_told(session))
    left = outcomes(session)
    rest = choices.forget(session, manager(pair), FIRM)
    told.add((pair.need.id, pair.version.achievement_id, Outcome.DEAL))
    services.keep_told(session, sources.all_told(session))

    assert (one, left, rest) == (1, ["accepted_pair"], 1)
    assert outcomes(session) == ["deal"]
    assert session.scalar(select(func.count()).select_from(LearnedRanker)) == 0
    assert queries.own_weights(session, pair.need.owner_id) is None
    assert choices.still_chosen(session, pair.need.owner_id, before) is False
    assert acts(session) == [("forget_learnt", 1, pair.need.public_id), ("forget_learnt", 1, None)]


def test_members_look_managers_decide_and_nobody_else_does_either(session: Session, pair: Pair) -> None:
    keep(session, pair)
    admin = replace(pair.stranger, roles=frozenset({"admin"}))
    member = replace(pair.asker, manages=frozenset())

    assert taught.get_own(session, member, FIRM).id == pair.need.owner_id
    for who in (pair.stranger, admin, pair.owner):
        with pytest.raises(Forbidden):
            taught.get_own(session, who, FIRM)
    for who in (pair.stranger, admin, member):
        with pytest.raises(Forbidden):
            choices.forget(session, who, FIRM)
    with pytest.raises(NotFound):
        choices.forget(session, manager(pair), FIRM, make_need(session, pair.need.owner).public_id)


def test_an_organisation_reads_what_it_taught_and_has_it_forgotten(
    client: FlaskClient, sign_in: SignIn, database: Database, firm: Organisation
) -> None:
    with database.transaction() as session:
        need = make_need(session, session.merge(firm), title="烟气余热")
        result = make_listing(session).achievement
        services.note_shown(session, need, {result.public_id: 7}, {})
        services.note_outcome(session, need, result.id, Outcome.DECLINED, Reason.PRICE)
        trained = Trained(weights={"fit": 1.0, "ripe": 1.0}, better=True, card=CARD)
        services.keep_ranker(session, SYSTEM, firm.id, trained)
        wanted = need.public_id
    member = sign_in("member@example.org")

    page, need_page = (text_of(member, f"/organisations/{FIRM}/learning{tail}") for tail in ("", f"/{wanted}"))
    answer = member.post(f"/organisations/{FIRM}/learning/forget", data={"need": wanted})
    after = text_of(member, f"/organisations/{FIRM}/learning")

    assert all(words in page for words in ("烟气余热", "学到的顺序", "达到要求的成熟度"))
    assert all(words in need_page for words in ("价格不合", "已列出、已谢绝", ">7<"))
    assert (answer.status_code, "已忘掉 2 条反馈" in after, "还没有记下什么" in after) == (303, True, True)
