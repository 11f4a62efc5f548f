"""Learning from what an organisation does: corrected for places, compared on needs held back, its own lists only."""

from collections.abc import Callable

import numpy as np
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation, OrganisationKind
from marketplace.core.actor import SYSTEM, Role
from marketplace.core.audit import AuditEvent
from marketplace.core.db import Database
from marketplace.core.errors import Conflict
from marketplace.core.jobs import claim_next, enqueue, run_job
from marketplace.listings.models import Achievement
from marketplace.matching import services as matching
from marketplace.matching.learning import jobs, queries, services
from marketplace.matching.learning.models import Feedback, LearnedRanker
from marketplace.matching.learning.rules import UNDECIDED, Outcome, correction, gain
from marketplace.matching.learning.training import Seen, Trained, groups_of, train
from marketplace.matching.models import MatchPair
from marketplace.matching.rules import ApproachAction, Reason, Side
from marketplace.matching.services import Reply
from marketplace.matching.weighing import FIXED, SIGNALS, score
from marketplace.needs.models import Need
from tests.factories import make_listing, make_need, make_organisation, make_person
from tests.matching.test_pages import SignIn, ask, firm, judged, text_of
from tests.matching.test_talking import INTEREST, Pair

__all__ = ["ask", "firm", "judged"]
CARD = {"needs": 30, "before": 0.5, "after": 0.7, "mean": 0.2, "low": 0.1, "high": 0.3}


def seen(need: int, telling: str, draw: np.random.Generator) -> list[Seen]:
    """Five pairs listed in a row; the organisation takes the one with most of one signal and refuses the least."""
    signals = [{name: float(draw.random()) for name in SIGNALS} for _ in range(5)]
    order = sorted(range(5), key=lambda at: signals[at][telling])
    found = [_seen(need, at, Outcome.SHOWN, at + 1, signals[at]) for at in range(5)]
    found.append(_seen(need, order[-1], Outcome.ACCEPTED, order[-1] + 1, signals[order[-1]]))
    found.append(_seen(need, order[0], Outcome.DECLINED, order[0] + 1, signals[order[0]], Reason.TOO_EARLY))
    return found


def _seen(
    need: int, result: int, outcome: Outcome, place: int, signals: dict[str, float], reason: Reason | None = None
) -> Seen:
    return Seen(need=f"N-{need}", result=result, outcome=outcome, position=place, reason=reason, signals=signals)


def outcomes(needs: int, telling: str) -> list[Seen]:
    draw = np.random.default_rng(7)
    return [each for need in range(needs) for each in seen(need, telling, draw)]


def test_an_outcome_is_worth_what_came_of_it_and_silence_is_no_refusal() -> None:
    listed = Outcome.SHOWN

    assert gain(frozenset({listed}), None) == UNDECIDED
    assert gain(frozenset({listed, Outcome.ACCEPTED}), None) == 1
    assert gain(frozenset({listed, Outcome.ACCEPTED, Outcome.DEAL}), None) == 7
    assert gain(frozenset({listed, Outcome.DECLINED}), Reason.PRICE) == 0
    assert gain(frozenset({listed, Outcome.DECLINED}), Reason.NO_CAPACITY) == UNDECIDED


def test_what_was_taken_far_down_the_list_counts_more() -> None:
    assert [correction(place) for place in (None, 1, 4, 60)] == [1.0, 1.0, 4.0, 10.0]


def test_weights_learn_what_an_organisation_takes() -> None:
    trained = train(groups_of(outcomes(25, "ripeness")), FIXED)

    assert trained is not None
    assert trained.better is True
    assert max(trained.weights, key=lambda name: trained.weights[name]) == "ripeness"


def test_few_outcomes_train_nothing_and_outcomes_by_chance_are_not_better() -> None:
    draw = np.random.default_rng(3)
    by_chance = []
    for need in range(25):
        signals = [{name: float(draw.random()) for name in SIGNALS} for _ in range(5)]
        by_chance += [_seen(need, at, Outcome.SHOWN, at + 1, signals[at]) for at in range(5)]
        by_chance.append(_seen(need, int(draw.integers(5)), Outcome.ACCEPTED, 1, signals[0]))

    assert train(groups_of(outcomes(19, "ripeness")), FIXED) is None
    trained = train(groups_of(by_chance), FIXED)
    assert trained is not None
    assert trained.better is False


def test_no_weights_lift_a_broken_must_over_one_that_may_fit() -> None:
    best, worst = dict.fromkeys(SIGNALS, 1.0), dict.fromkeys(SIGNALS, 0.0)
    weights = {"ripeness": -3.0, "likeness": 0.5, "fit": 0.2}

    assert score(best, True, {"ripeness": 3.0}) <= score(worst, False, {"ripeness": 3.0})
    assert score(worst, True, weights) <= score(best, False, weights)
    assert score({"likeness": 0.5, "fit": 1.0}, False) == 0.7


@pytest.fixture
def pair(session: Session) -> Pair:
    return Pair(session)


def kept(session: Session) -> list[tuple[str, int | None, str | None]]:
    rows = session.scalars(select(Feedback).order_by(Feedback.outcome))
    return [(row.outcome.value, row.position, row.reason and row.reason.value) for row in rows]


def test_what_the_needs_side_does_is_kept_with_its_place_and_taken_back_with_the_act(
    session: Session, pair: Pair
) -> None:
    result = session.get_one(Achievement, pair.version.achievement_id)
    services.note_shown(session, pair.need, {result.public_id: 4}, {result.public_id: {"fit": 1.0}})
    services.note_shown(session, pair.need, {result.public_id: 9}, {})
    session.add(MatchPair(need_id=pair.need.id, achievement_id=result.id, score=1.0, signals={"fit": 0.5}))
    session.flush()

    talk = matching.approach(session, pair.asker, pair.need, result, INTEREST)
    asked = kept(session)
    matching.act(session, pair.asker, talk.public_id, ApproachAction.WITHDRAW, Reply())
    matching.decline_pair(session, pair.asker, pair.need, result, Side.NEED, Reason.PRICE)
    declined = kept(session)
    matching.undo_decline(session, pair.asker, pair.need, result, Side.NEED)
    matching.decline_pair(session, pair.owner, pair.need, result, Side.RESULT, Reason.PRICE)

    assert asked == [("accepted_pair", 4, None), ("shown", 4, None)]
    assert declined == [("declined_pair", 4, "price"), ("shown", 4, None)]
    assert kept(session) == [("shown", 4, None)]
    assert services.unshown(session, pair.need, [result.public_id]) is False


def ranker(session: Session, organisation: Organisation, *, better: bool) -> LearnedRanker:
    return services.keep_ranker(
        session, SYSTEM, organisation.id, Trained(weights={"fit": 1.0}, better=better, card=CARD)
    )


def in_use(session: Session, organisation: Organisation) -> str | None:
    use = queries.find_use(session, organisation.id)
    return use.ranker.public_id if use and use.ranker else None


def test_only_a_better_ranker_comes_into_use_and_a_person_can_go_back(session: Session) -> None:
    firm = make_organisation(session, "ENT-A", OrganisationKind.ENTERPRISE)
    first = ranker(session, firm, better=True)
    worse = ranker(session, firm, better=False)
    second = ranker(session, firm, better=True)
    used = [in_use(session, firm)]

    with pytest.raises(Conflict):
        services.promote(session, SYSTEM, worse.public_id)
    services.go_back(session, SYSTEM, second.public_id)
    used.append(in_use(session, firm))
    third = ranker(session, firm, better=True)
    used.append(in_use(session, firm))
    services.promote(session, SYSTEM, third.public_id)
    used.append(in_use(session, firm))

    assert used == [second.public_id, first.public_id, first.public_id, third.public_id]
    acts = session.scalars(select(AuditEvent.action).where(AuditEvent.subject_kind == "ranker").order_by(AuditEvent.id))
    assert list(acts) == ["promote_ranker", "promote_ranker", "go_back_to_ranker", "promote_ranker"]


def _answers(session: Session, firm: Organisation, needs: int) -> None:
    """Outcomes of real needs: the riper of two results is taken each time."""
    results = [make_listing(session).achievement_id for _ in range(2)]
    draw = np.random.default_rng(5)
    for _ in range(needs):
        need = make_need(session, firm)
        ripe = int(draw.integers(2))
        for at, result in enumerate(results):
            signals = {"likeness": float(draw.random()), "fit": 0.5, "ripeness": float(at == ripe)}
            outcomes = (Outcome.SHOWN, Outcome.ACCEPTED) if at == ripe else (Outcome.SHOWN,)
            session.add_all(
                Feedback(
                    organisation_id=firm.id, need_id=need.id, achievement_id=result, outcome=outcome, position=at + 1,
                    signals=signals,
                )
                for outcome in outcomes
            )  # fmt: skip


def test_the_job_trains_each_organisation_on_its_own_outcomes(database: Database) -> None:
    with database.transaction() as session:
        many = make_organisation(session, "ENT-A", OrganisationKind.ENTERPRISE)
        few = make_organisation(session, "ENT-B", OrganisationKind.ENTERPRISE)
        _answers(session, many, 22)
        _answers(session, few, 3)
        enqueue(session, jobs.LEARN, {})
    claimed = claim_next(database, "test")
    assert claimed is not None

    run_job(database, *claimed)

    with database.reading() as session:
        assert queries.own_weights(session, few.id) is None
        weights = queries.own_weights(session, many.id)
        assert weights is not None
        assert weights["ripeness"] > 0.1
        assert list(queries.organisations_that_answered(session)) == [few.id]


def test_an_organisations_ranker_orders_its_own_page_and_nobody_elses(
    app: Flask,
    client: FlaskClient,
    sign_in: SignIn,
    database: Database,
    judged: tuple[str, str, str],
    firm: Organisation,
    publish: Callable[..., object],
) -> None:
    wanted, fits, breaks = judged
    member = sign_in("member@example.org")
    with database.transaction() as session:
        need = session.scalars(select(Need).where(Need.public_id == wanted)).one()
        for pair in session.scalars(select(MatchPair).where(MatchPair.need_id == need.id)):
            pair.broken, pair.signals = False, {"fit": float(pair.met), "unmet": float(pair.unmet)}
        services.keep_ranker(session, SYSTEM, need.owner_id, Trained(weights={"unmet": 1.0}, better=True, card=CARD))

    own, others = text_of(member, f"/needs/{wanted}/matches"), text_of(client, f"/needs/{wanted}/matches")

    assert own.index(f"/matches/{breaks}") < own.index(f"/matches/{fits}")
    assert others.index(f"/matches/{fits}") < others.index(f"/matches/{breaks}")
    assert ["按贵单位以往" in page for page in (own, others)] == [True, False]
    with database.reading() as session:
        rows = session.scalars(select(Feedback).order_by(Feedback.position))
        assert [(row.outcome, row.position, row.organisation_id) for row in rows] == [
            (Outcome.SHOWN, 1, firm.id),
            (Outcome.SHOWN, 2, firm.id),
        ]


def test_the_console_shows_figures_and_goes_back(client: FlaskClient, sign_in: SignIn, database: Database) -> None:
    with database.transaction() as session:
        make_person(session, "admin@example.org", Role.ADMIN)
        firm = make_organisation(session, "ENT-A", OrganisationKind.ENTERPRISE, "楚垣钢铁集团有限公司")
        public_id = ranker(session, firm, better=True).public_id
    admin = sign_in("admin@example.org")

    before = text_of(admin, "/admin/rankers")
    answer = admin.post(f"/admin/rankers/{public_id}/back")
    after = text_of(admin, "/admin/rankers")

    assert ("0.2（0.1 至 0.3）" in before, "退回" in before, answer.status_code) == (True, True, 303)
    assert "更好，未启用" in after


def test_meetings_and_deals_are_those_that_hold_now(session: Session, pair: Pair) -> None:
    told = {(pair.need.id, pair.version.achievement_id, outcome) for outcome in (Outcome.MET, Outcome.DEAL)}

    first, again = services.keep_told(session, told), services.keep_told(session, told)
    both = kept(session)
    services.keep_told(session, {each for each in told if each[2] is Outcome.MET})

    assert (first, again) == (2, 0)
    assert both == [("deal", None, None), ("meeting_held", None, None)]
    assert kept(session) == [("meeting_held", None, None)]
