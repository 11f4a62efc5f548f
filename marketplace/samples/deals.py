"""Invented deals of the demo's broker: a dozen over the stages, so that the desk has a day in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts import queries as accounts
from marketplace.accounts.demo import email_of
from marketplace.accounts.models import Mandate, MandateState, Organisation
from marketplace.core.actor import SYSTEM, Actor, Role
from marketplace.core.clock import held_at, now, today
from marketplace.core.db import Database
from marketplace.core.public_ids import next_public_id
from marketplace.deals import services
from marketplace.deals.models import Deal
from marketplace.deals.rules import LostReason, Origin, Pipeline, Stage, Turn, needed
from marketplace.deals.services import EditDeal, Lose, Move, NewContact, NewTask, OpenDeal
from marketplace.listings.models import Achievement, AchievementVersion
from marketplace.listings.rules import VISIBLE
from marketplace.needs.models import Need
from marketplace.needs.rules import NeedState

AGENCY = "AGY-LIANTAN"
DESK = "sample-desk"  # tells these from the deals of the sample contracts
NOTE = "示例：材料见双方往来。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How a sample deal stands: value in 万元, days from now; `reached` are the stages it went through."""

    stage: Stage
    value: str
    close: int
    turn: Turn
    step: str
    due: int
    said: str = ""
    lost: LostReason | None = None


S, T = Stage, Turn
PLANS = (
    Plan(stage=S.EVALUATION, value="1180", close=120, turn=T.BROKER, step="答复吸收剂损耗数据的口径", due=0,
         said="请贵方说明损耗 0.73 kg/t 是按捕集量还是按烟气量计，我们好核对年用量。"),
    Plan(stage=S.LEAD, value="260", close=180, turn=T.BROKER, step="电话核实需求方的预算", due=2),
    Plan(stage=S.FIRST_TALK, value="420", close=75, turn=T.BROKER, step="约定首次面谈", due=1),
    Plan(stage=S.TERMS, value="630", close=48, turn=T.SEEKER, step="付款条款第二稿", due=-2,
         said="第二稿把入门费降到 35 万元，提成按节汽量 4%，请核对。"),
    Plan(stage=S.EVALUATION, value="760", close=130, turn=T.BROKER, step="把评估意见发给双方", due=1),
    Plan(stage=S.NDA, value="95", close=90, turn=T.SEEKER, step="签回保密协议", due=3),
    Plan(stage=S.APPROVAL, value="720", close=30, turn=T.PROVIDER, step="校内公示期满", due=8),
    Plan(stage=S.EVALUATION, value="880", close=160, turn=T.SEEKER, step="提供去年用汽台账", due=5),
    Plan(stage=S.FIRST_TALK, value="160", close=100, turn=T.BROKER, step="写首次对接纪要", due=-4),
    Plan(stage=S.PILOT, value="540", close=150, turn=T.PROVIDER, step="中试第二批样品检测", due=12),
    Plan(stage=S.VERIFIED, value="310", close=170, turn=T.PROVIDER, step="提供中试报告摘要", due=6),
    Plan(stage=S.TERMS, value="350", close=40, turn=T.PROVIDER, step="商定提成比例", due=4),
    Plan(stage=S.NDA, value="210", close=60, turn=T.BROKER, step="", due=9, lost=LostReason.BUDGET),
)  # fmt: skip


def strike_deals(database: Database) -> None:
    """Bring the deals in unless they are there. Safe to run again."""
    with database.transaction() as session:
        person = accounts.find_person(session, email_of(Role.BROKER))
        if person is None or session.scalars(select(Deal.id).where(Deal.origin_reference == DESK)).first() is not None:
            return
        agency = accounts.get_organisation_by_code(session, AGENCY)
        pairs = list(pairs_of(session, len(PLANS)))
        for owner in dict.fromkeys(result.owner_id for result, _need in pairs):
            entrust(session, owner, agency)
        session.flush()
        session.refresh(person)
        broker = accounts.actor_for(person)
        for number, (plan, (result, need)) in enumerate(zip(PLANS, pairs, strict=False)):
            _strike(session, broker, plan, result, need, number)


def pairs_of(session: Session, count: int) -> Iterator[tuple[Achievement, Need]]:
    """Sample results and needs of one key technology or sector, each used once, no two sides of one organisation."""
    version = AchievementVersion
    offered = session.execute(
        select(Achievement, version.key_technology, version.sector)
        .join(version, version.achievement_id == Achievement.id)
        .where(Achievement.is_sample, version.state.in_(VISIBLE))
        .order_by(Achievement.id)
    ).all()
    wanted = session.scalars(
        select(Need)
        .where(Need.is_sample, Need.state == NeedState.PUBLISHED, Need.anonymous.is_(False))
        .order_by(Need.id)
    ).all()
    taken = set(session.scalars(select(Deal.achievement_id)))
    count += len(taken)
    for need in list(wanted)[::3]:
        fits = [row for row in offered if row[0].id not in taken and row[0].owner_id != need.owner_id]
        best = next((row for row in fits if row[1] and row[1] == need.key_technology), None)
        best = best or next((row for row in fits if row[2] == need.sector), None)
        if best is not None and len(taken) < count:
            taken.add(best[0].id)
            yield best[0], need


def entrust(session: Session, owner: int, agency: Organisation) -> None:
    """The owner lets the agency answer in its name for a year."""
    session.add(
        Mandate(
            public_id=next_public_id(session, "M"), owner_id=owner, agency_id=agency.id, state=MandateState.ACCEPTED,
            may_edit=False, may_submit=False, may_answer=True, valid_from=today(),
            valid_until=today() + timedelta(days=365), note="示例：委托推进对接与商机。", decided_at=now(),
        )
    )  # fmt: skip


def _strike(session: Session, broker: Actor, plan: Plan, result: Achievement, need: Need, number: int) -> None:
    """Open it some weeks ago and take it through its stages, one every few days."""
    way = list(Stage)[: list(Stage).index(plan.stage) + 1]
    begun = now() - timedelta(days=6 * len(way) + number)
    with held_at(begun):
        command = OpenDeal(
            achievement=result.public_id, need=need.public_id, origin=Origin.MATCH, pipeline=Pipeline.LICENCE,
            value=Decimal(plan.value), sample=True, reference=DESK,
        )  # fmt: skip
        deal = services.open_deal(session, broker, command)
    for place, stage in enumerate(way[1:], 1):
        with held_at(begun + timedelta(days=5 * place)):
            for fact in sorted(needed(deal.pipeline, stage) - {tick.fact for tick in deal.ticks}):
                services.tick(session, SYSTEM, deal.public_id, fact, NOTE)
            services.move(session, broker, deal.public_id, Move(stage=stage))
    said = _edited(deal, plan)
    with held_at(now() - timedelta(days=3)):
        services.edit(session, SYSTEM, deal.public_id, said)
    _talk(session, broker, deal, plan)


def _edited(deal: Deal, plan: Plan) -> EditDeal:
    return EditDeal(
        title=deal.title, pipeline=deal.pipeline, probability=deal.probability, value=deal.value,
        expected_close=today() + timedelta(days=plan.close), turn=plan.turn, next_step=plan.step,
        next_due=today() + timedelta(days=plan.due),
    )  # fmt: skip


def _talk(session: Session, broker: Actor, deal: Deal, plan: Plan) -> None:
    if plan.said:
        services.say(session, broker, deal.public_id, plan.said)
        services.add_task(
            session,
            broker,
            deal.public_id,
            NewTask(title="整理下次面谈的问题清单", turn=T.BROKER, due=today() + timedelta(days=5)),
        )
        services.add_contact(
            session, broker, deal.public_id, NewContact(turn=T.SEEKER, name="示例联系人", duty="能源科")
        )
    if plan.lost is not None:
        services.lose(session, SYSTEM, deal.public_id, Lose(reason=plan.lost, note="今年没有列入预算。"))


def remove_deals(session: Session) -> None:
    """Take the sample deals out again, with all that belongs to them."""
    for deal in session.scalars(select(Deal).where(Deal.is_sample)):
        session.delete(deal)
    session.flush()
