"""A deal is opened for a pair, once."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation
from marketplace.core.actor import Act, Actor, Power
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, Forbidden, InvalidInput, NotFound
from marketplace.core.public_ids import next_public_id
from marketplace.deals import policies, queries
from marketplace.deals.bounds import refuse_faults, value_faults
from marketplace.deals.models import Deal
from marketplace.deals.rules import NUMBERS, DealAction, Origin, Pipeline, Stage, Turn, pipeline_for
from marketplace.deals.services.recording import log
from marketplace.listings.models import Achievement, AchievementVersion
from marketplace.listings.rules import VISIBLE
from marketplace.matching.policies import speaks_for_need, speaks_for_result
from marketplace.matching.talks import get_achievement
from marketplace.needs.models import Need
from marketplace.needs.queries import get_need


def _(text: str) -> str:
    """Mark a msgid."""
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDeal:
    """The pair, by public ids; without a need the seeker is named by its code. What is left out is read from the records."""

    achievement: str
    need: str | None = None
    seeker: str = ""
    origin: Origin = Origin.BROKER
    reference: str = ""
    pipeline: Pipeline | None = None
    value: Decimal | None = None
    expected_close: date | None = None
    next_step: str = ""
    next_due: date | None = None
    sample: bool = False


class AlreadyOpen(Conflict):
    """The pair has a deal; `public_id` leads there for those who may see it."""

    def __init__(self, public_id: str) -> None:
        super().__init__(_("这一对已经有商机 %(id)s，不用再开。"), id=public_id)
        self.public_id = public_id


def open_deal(session: Session, actor: Actor, command: OpenDeal) -> Deal:
    """Open a deal for a pair of which the actor speaks for a side; a broker becomes its broker."""
    refuse_faults(dict(value_faults(command.value, command.expected_close, command.next_step)))
    result = get_achievement(session, command.achievement)
    shown = _shown_version(session, result)
    need = get_need(session, actor, command.need) if command.need else None
    seeker = need.owner if need else _seeker(session, command.seeker)
    if shown is None and not speaks_for_result(actor, result) and not actor.system:
        raise NotFound("没有编号为“%(id)s”的成果。它可能已被移走，或编号有误。", id=command.achievement)
    _refuse_strangers(actor, result, need, seeker)
    if seeker.id == result.owner_id:
        raise Conflict("成果和需求是同一单位的，不用开商机。")
    pair = queries.pair_name(result, need or seeker)
    _refuse_second(session, pair)
    power = _power(actor, result, need, seeker)
    value = command.value if command.value is not None else _price(shown)
    made = Deal(
        public_id=next_public_id(session, "D"), title=(need.title if need else shown.title if shown else pair)[:120],
        pipeline=command.pipeline or pipeline_for(shown.transfer_modes if shown else ()),
        achievement=result, need=need, pair=pair, provider_id=result.owner_id, seeker_id=seeker.id,
        broker_id=actor.person_id if power else None, broker_organisation_id=power.through if power else None,
        origin=command.origin, origin_reference=command.reference[:40],
        key_technology=shown.key_technology if shown else "", stage=Stage.LEAD, skipped=[],
        probability=NUMBERS[Stage.LEAD], value=value, expected_close=command.expected_close,
        expected_tco2e=shown.claim.conservative if shown and shown.claim else None,
        turn=Turn.BROKER, next_step=command.next_step, next_due=command.next_due, is_sample=command.sample,
        lock=0, created_by=actor.person_id, created_at=now(), stage_since=now(), turn_since=now(), log=[], ticks=[],
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:  # another one opened it between our look and our write
        _refuse_second(session, pair)
        raise
    log(session, actor, made, DealAction.OPEN, pair=pair, origin=command.origin.value)
    session.refresh(made, ["provider", "seeker"])
    return made


def _shown_version(session: Session, result: Achievement) -> AchievementVersion | None:
    shown = select(AchievementVersion).where(AchievementVersion.achievement_id == result.id)
    return session.scalar(shown.where(AchievementVersion.state.in_(VISIBLE)))


def _seeker(session: Session, code: str) -> Organisation:
    found = session.scalar(select(Organisation).where(Organisation.code == code)) if code else None
    if found is None:
        wrong = "请选需求，或填需求方单位的代码。"
        raise InvalidInput(wrong, {"seeker": wrong})
    return found


def _refuse_strangers(actor: Actor, result: Achievement, need: Need | None, seeker: Organisation) -> None:
    """Only who speaks for a side opens; and the owner of an anonymous need is met only with its consent."""
    asks = speaks_for_need(actor, need) if need else actor.may_act_for(Act.ANSWER, seeker.id, None)
    if actor.system or asks:
        return
    if not speaks_for_result(actor, result):
        raise Forbidden("您不代表成果方或需求方，不能开商机。请先取得一方的委托，委托中要含“代为答复”。")
    if need is not None and not policies.may_open(actor, result, need):
        raise Forbidden("需求方匿名。请先发出对接意向，对方接受后再开商机。")


def _refuse_second(session: Session, pair: str) -> None:
    held = queries.live_deal_of(session, pair)
    if held is not None:
        raise AlreadyOpen(held.public_id)


def _power(actor: Actor, result: Achievement, need: Need | None, seeker: Organisation) -> Power | None:
    """The mandate by which the actor opens it; None for a member of a side."""
    if actor.belongs_to(result.owner_id) or actor.belongs_to(seeker.id):
        return None
    asked = actor.power_for(Act.ANSWER, seeker.id, need.public_id if need else None)
    return asked or actor.power_for(Act.ANSWER, result.owner_id, result.public_id)


def _price(shown: AchievementVersion | None) -> Decimal | None:
    return round(Decimal(str(shown.price)), 6) if shown and shown.price is not None else None
