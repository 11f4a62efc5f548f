"""An invented year of the demo, so that reports have one: contracts month by month, interests, answers to needs, views."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from marketplace.accounts import queries as accounts
from marketplace.accounts.demo import email_of
from marketplace.accounts.models import Mandate
from marketplace.core.actor import Role
from marketplace.core.clock import now, today
from marketplace.core.db import Database
from marketplace.core.files import Store
from marketplace.core.public_ids import next_public_id
from marketplace.curation.models import QueueDecision
from marketplace.curation.rules import Kind, Nature
from marketplace.deals.models import Deal
from marketplace.deals.rules import Pipeline
from marketplace.listings.models import Achievement, AchievementVersion
from marketplace.listings.rules import VISIBLE
from marketplace.matching.models import Approach
from marketplace.matching.rules import ApproachKind, ApproachState, Side
from marketplace.needs.models import Need
from marketplace.needs.rules import NeedState
from marketplace.reports.models import ResultViews
from marketplace.samples.contracts import AGENCY, Cast, Plan, make_one, paper_of
from marketplace.samples.deals import entrust, pairs_of

P = Pipeline


def _past(pipeline: Pipeline, value: int, signed: int, received: tuple[int, ...], accepted: bool = False) -> Plan:
    return Plan(
        pipeline=pipeline, value=value, signed=signed, declared=True, registered=True, received=received,
        accepted=accepted,
    )  # fmt: skip


YEAR = (
    _past(P.LICENCE, 860, 335, (260, 300, 300), accepted=True),
    _past(P.DEVELOPMENT, 320, 296, (100, 120, 100), accepted=True),
    _past(P.SERVICE, 48, 262, (20, 16)),
    _past(P.ASSIGNMENT, 540, 214, (200, 200)),
    _past(P.LICENCE, 275, 171, (80, 90)),
    _past(P.DEVELOPMENT, 610, 140, (180, 200)),
    _past(P.LICENCE, 1250, 112, (400, 300)),
    _past(P.SERVICE, 36, 66, (12, 12)),
    _past(P.EQUITY, 980, 79, (200, 100)),
)
ASKED, ANSWERED = 24, 36  # interests and needs of the year
DAYS = 300  # of views


def live_a_year(database: Database, files: Store) -> None:
    """Bring the year in unless it is there. Safe to run again."""
    with database.transaction() as session:
        broker, registrar = (accounts.find_person(session, email_of(role)) for role in (Role.BROKER, Role.CURATOR))
        if broker is None or registrar is None or session.scalars(select(ResultViews.day)).first() is not None:
            return
        agency = accounts.get_organisation_by_code(session, AGENCY)
        pairs = list(pairs_of(session, len(YEAR)))
        held = set(session.scalars(select(Mandate.owner_id).where(Mandate.agency_id == agency.id, Mandate.may_answer)))
        for owner in dict.fromkeys(result.owner_id for result, _need in pairs):
            if owner not in held:
                entrust(session, owner, agency)
        session.flush()
        session.refresh(broker)
        cast = Cast(
            broker=accounts.actor_for(broker), registrar=accounts.actor_for(registrar), agency=agency,
            paper=paper_of(files),
        )  # fmt: skip
        for plan, (result, need) in zip(YEAR, pairs, strict=False):
            make_one(session, cast, plan, result, need)
        _ask(session)
        _answer(session, registrar.id)
        _look(session)


def forget_answers(session: Session) -> None:
    """Take the answers to sample needs out again; views and interests go with their records."""
    ours = select(Need.public_id).where(Need.is_sample)
    session.execute(delete(QueueDecision).where(QueueDecision.kind == Kind.NEED, QueueDecision.subject_id.in_(ours)))


def _ask(session: Session) -> None:
    """Each sample deal began with an interest; some interests came to nothing."""
    deals = session.scalars(select(Deal).where(Deal.is_sample, Deal.need_id.is_not(None)).order_by(Deal.id)).all()
    for place, deal in enumerate(deals[:ASKED]):
        sent = deal.created_at - timedelta(days=4 + place * 7 % 13, hours=place)
        session.add(
            Approach(
                public_id=next_public_id(session, "T"), kind=ApproachKind.INTEREST, need_id=deal.need_id,
                achievement_id=deal.achievement_id, side=Side.NEED, sender_id=deal.seeker_id,
                receiver_id=deal.provider_id, state=ApproachState.ACCEPTED, purpose="示例：用在现有装置的改造。",
                timing="半年内", way="先看数据，再谈许可", decided_at=sent + timedelta(days=1 + place % 4),
                created_at=sent, updated_at=sent,
            )
        )  # fmt: skip


def _answer(session: Session, curator: int) -> None:
    """Sample needs were answered, most of them in time."""
    needs = session.scalars(
        select(Need).where(Need.is_sample, Need.state == NeedState.PUBLISHED).order_by(Need.id).limit(ANSWERED)
    ).all()
    for place, need in enumerate(needs):
        decided = now() - timedelta(days=6 + place * 9)
        hours = 55 + place if place % 9 == 4 else 3 + place * 11 % 43
        session.add(
            QueueDecision(
                kind=Kind.NEED, subject_id=need.public_id, act="publish", nature=Nature.NEW, person_id=curator,
                submitted_at=decided - timedelta(hours=hours), decided_at=decided,
            )
        )  # fmt: skip


def _look(session: Session) -> None:
    """Views that rise over the year, more of some results than of others."""
    visible = select(AchievementVersion.achievement_id).where(AchievementVersion.state.in_(VISIBLE))
    results: Sequence[int] = session.scalars(
        select(Achievement.id).where(Achievement.is_sample, Achievement.id.in_(visible)).order_by(Achievement.id)
    ).all()
    rows = [
        {
            "achievement_id": result,
            "day": today() - timedelta(days=ago),
            "views": 1 + (place * 3 + ago) % (9 - ago // 50),
        }
        for place, result in enumerate(results[::2])
        for ago in range(place % 7, DAYS, 7 + place % 5)
    ]
    if rows:
        session.execute(insert(ResultViews), rows)
