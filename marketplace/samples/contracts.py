"""Invented contracts of the demo: a draft, one that waits for the registrar, one registered and paid in part, one accepted and measured."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts import queries as accounts
from marketplace.accounts.demo import email_of
from marketplace.accounts.models import Mandate, MandateState, Organisation
from marketplace.contracts import services
from marketplace.contracts.amounts import Deduction
from marketplace.contracts.models import CommissionParty, Contract
from marketplace.contracts.rules import Basis, DeductionKind, PaperKind, PaymentKind, Trigger
from marketplace.contracts.services import (
    Agree,
    EditContract,
    Measure,
    Paper,
    PayOut,
    PlanPayment,
    Receive,
    Registered,
    Share,
)
from marketplace.core.actor import SYSTEM, Actor, Role
from marketplace.core.clock import held_at, now, today
from marketplace.core.db import Database
from marketplace.core.files import Store
from marketplace.core.public_ids import next_public_id
from marketplace.deals import facts
from marketplace.deals import services as deals
from marketplace.deals.models import Deal
from marketplace.deals.rules import STAGES, Origin, Pipeline, Stage, needed
from marketplace.deals.services import Move, OpenDeal
from marketplace.listings.models import Achievement, AchievementVersion
from marketplace.listings.rules import VISIBLE
from marketplace.needs.models import Need
from marketplace.needs.rules import NeedState
from marketplace.taxonomy.terms import EvidenceGrade

NOTE = "示例：材料见双方往来。"
AGENCY, HOME, FIRM = "AGY-LIANTAN", "UNI-DEMO", "ENT-DEMO"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How far a sample contract is: it was signed so many days ago (0: a draft)."""

    pipeline: Pipeline
    value: int
    signed: int
    declared: bool = False
    registered: bool = False
    received: tuple[int, ...] = ()  # of the planned payments, in order
    accepted: bool = False
    equipment: int = 0


PLANS = (
    Plan(pipeline=Pipeline.LICENCE, value=420, signed=0, equipment=60),
    Plan(pipeline=Pipeline.DEVELOPMENT, value=360, signed=6, declared=True),
    Plan(pipeline=Pipeline.LICENCE, value=680, signed=95, declared=True, registered=True, received=(200, 150), equipment=80),
    Plan(
        pipeline=Pipeline.SERVICE, value=150, signed=230, declared=True, registered=True, received=(45, 60, 45),
        accepted=True,
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Who acts in the demo, and where its papers lie."""

    broker: Actor
    registrar: Actor
    agency: Organisation
    paper: Paper


def make_contracts(database: Database, files: Store) -> None:
    """Bring the contracts in unless they are there. Safe to run again."""
    with database.transaction() as session:
        broker, registrar = (accounts.find_person(session, email_of(role)) for role in (Role.BROKER, Role.CURATOR))
        known = session.scalars(select(Contract.id).where(Contract.is_sample)).first()
        if broker is None or registrar is None or known is not None:
            return
        agency = accounts.get_organisation_by_code(session, AGENCY)
        _entrust(session, agency)
        session.refresh(broker)
        cast = Cast(
            broker=accounts.actor_for(broker), registrar=accounts.actor_for(registrar), agency=agency,
            paper=paper_of(files),
        )  # fmt: skip
        for plan, (result, need) in zip(PLANS, _pairs(session), strict=False):
            make_one(session, cast, plan, result, need)


def remove_contracts(session: Session) -> None:
    """Take the sample contracts out again, with their deals and all that belongs to them."""
    for contract in session.scalars(select(Contract).where(Contract.is_sample)).all():
        deal = contract.deal
        session.delete(contract)
        session.flush()
        session.delete(deal)
    session.flush()


def _entrust(session: Session, agency: Organisation) -> None:
    """The demo's university and enterprise let the agency answer in their name for a year."""
    for code in (HOME, FIRM):
        owner = accounts.get_organisation_by_code(session, code)
        session.add(
            Mandate(
                public_id=next_public_id(session, "M"), owner_id=owner.id, agency_id=agency.id, may_edit=False,
                may_submit=False, may_answer=True, state=MandateState.ACCEPTED, valid_from=today(),
                valid_until=today() + timedelta(days=365), note="示例：委托推进商机与合同。", decided_at=now(),
            )
        )  # fmt: skip
    session.flush()


def _pairs(session: Session) -> Iterator[tuple[Achievement, Need]]:
    """Published results of the demo's university and needs of its enterprise that no deal has yet, each used once."""
    home, firm = (accounts.get_organisation_by_code(session, code) for code in (HOME, FIRM))
    taken = {row for pair in session.execute(select(Deal.achievement_id, Deal.need_id)) for row in pair if row}
    version = AchievementVersion
    results = session.scalars(
        select(Achievement)
        .join(version, version.achievement_id == Achievement.id)
        .where(Achievement.owner_id == home.id, version.state.in_(VISIBLE), Achievement.id.not_in(taken))
        .order_by(Achievement.id)
    ).all()
    needs = session.scalars(
        select(Need)
        .where(Need.owner_id == firm.id, Need.state == NeedState.PUBLISHED, Need.id.not_in(taken))
        .order_by(Need.id)
    ).all()
    yield from zip(results, needs, strict=False)


def make_one(session: Session, cast: Cast, plan: Plan, result: Achievement, need: Need) -> None:
    """A deal with its contract, as far as the plan says."""
    begun = now() - timedelta(days=plan.signed + 40)
    with held_at(begun):
        command = OpenDeal(
            achievement=result.public_id, need=need.public_id, origin=Origin.MATCH, pipeline=plan.pipeline,
            value=Decimal(plan.value), sample=True,
        )  # fmt: skip
        deal = deals.open_deal(session, cast.broker, command)
    before = STAGES[plan.pipeline][1 : STAGES[plan.pipeline].index(Stage.SIGNED)]
    for place, stage in enumerate(before, 1):
        with held_at(begun + timedelta(days=3 * place)):
            _advance(session, cast.broker, deal, stage)
    with held_at(begun + timedelta(days=34)):
        contract = services.draft(session, cast.broker, deal)
    with held_at(now() - timedelta(days=plan.signed)):
        _write(session, cast.broker, contract, plan)
        if plan.signed:
            _sign(session, cast, contract, deal)
    if plan.declared:
        _register(session, cast, contract, deal, plan)
    if plan.registered:
        _pay(session, cast, contract, plan)
    if plan.accepted:
        _measure(session, cast, contract, deal)


def _advance(session: Session, broker: Actor, deal: Deal, stage: Stage) -> None:
    """Into a stage, with the facts that it needs."""
    wanted = needed(deal.pipeline, stage) - set(facts.standing(session, deal))
    for fact in sorted(wanted - {tick.fact for tick in deal.ticks}):
        deals.tick(session, SYSTEM, deal.public_id, fact, NOTE)
    deals.move(session, broker, deal.public_id, Move(stage=stage))


def _write(session: Session, broker: Actor, contract: Contract, plan: Plan) -> None:
    terms = services.terms_of(contract)
    signed = today() if plan.signed else None
    off = (Deduction(kind=DeductionKind.EQUIPMENT, label="专用换热器一台", amount=Decimal(plan.equipment)),)
    begin = signed or today()
    written = replace(
        terms, total=Decimal(plan.value), deductions=off if plan.equipment else (), signed_on=signed, starts_on=begin,
        ends_on=begin + timedelta(days=730), industry=terms.industry or "C26",
        ip=terms.ip or "技术秘密：工艺参数与操作规程",
        contracted_yearly=contract.expected_yearly and (contract.expected_yearly * Decimal("0.8")).quantize(Decimal(1)),
        contracted_years=Decimal(3) if contract.expected_yearly else None,
        seller=replace(terms.seller, contact=terms.seller.contact or "科研院", address=terms.seller.address or "武汉市（示例）"),
        buyer=replace(terms.buyer, contact=terms.buyer.contact or "技术部", address=terms.buyer.address or "宜昌市（示例）"),
    )  # fmt: skip
    command = EditContract(terms=written, lock=contract.lock, note="按谈定的条款补齐", sure=True)
    services.save(session, broker, contract.public_id, command)


def _sign(session: Session, cast: Cast, contract: Contract, deal: Deal) -> None:
    services.add_paper(session, cast.broker, contract.public_id, cast.paper)
    services.sign(session, cast.broker, contract.public_id, contract.lock)
    shares = (
        Share(percent=Decimal(60), person_id=cast.broker.person_id),
        Share(percent=Decimal(40), organisation_id=cast.agency.id),
    )
    terms = Agree(basis=Basis.TECHNICAL, rate=Decimal(3), trigger=Trigger.RECEIVED, shares=shares)
    services.agree(session, cast.broker, contract.public_id, terms)
    _advance(session, cast.broker, deal, Stage.SIGNED)


def _register(session: Session, cast: Cast, contract: Contract, deal: Deal, plan: Plan) -> None:
    with held_at(now() - timedelta(days=plan.signed - 2)):
        services.declare(session, cast.broker, contract.public_id)
    if not plan.registered:
        return
    with held_at(now() - timedelta(days=plan.signed - 4)):
        services.accept(session, cast.registrar, contract.public_id)
    with held_at(now() - timedelta(days=plan.signed - 13)):
        given = Registered(number=f"示例{contract.public_id[2:]}", day=today())
        services.register(session, cast.registrar, contract.public_id, given)
        _advance(session, cast.broker, deal, Stage.REGISTERED)
    with held_at(now() - timedelta(days=plan.signed - 20)):
        _advance(session, cast.broker, deal, Stage.PERFORMING)


def _pay(session: Session, cast: Cast, contract: Contract, plan: Plan) -> None:
    """Three payments, some of them in, the last one of a contract under way late."""
    broker, begun = cast.broker, contract.signed_on or today()
    first, second = (plan.received[0], plan.received[1])
    parts = ((PaymentKind.ENTRY, "入门费", first, 20), (PaymentKind.MILESTONE, "工艺包交付", second, 60))
    rest = plan.value - first - second
    lines = []
    for kind, label, amount, days in (*parts, (PaymentKind.MILESTONE, "投运验收", rest, 85)):
        command = PlanPayment(kind=kind, label=label, amount=Decimal(amount), due_on=begun + timedelta(days=days))
        lines.append(services.plan_payment(session, broker, contract.public_id, command).id)
    for line, amount, days in zip(lines, plan.received, (22, 61, 88), strict=False):
        with held_at(now() - timedelta(days=max(plan.signed - days - 8, 0))):
            services.receive(
                session, broker, contract.public_id, line,
                Receive(amount=Decimal(amount), received_on=begun + timedelta(days=days)),
            )  # fmt: skip


def _measure(session: Session, cast: Cast, contract: Contract, deal: Deal) -> None:
    begun = (contract.signed_on or today()) + timedelta(days=92)
    services.accept_work(session, cast.broker, contract.public_id, begun, "72 小时连续运行达到约定指标，验收合格。")
    _advance(session, cast.broker, deal, Stage.PAID)
    expected = contract.expected_yearly or Decimal(900)
    command = Measure(
        begin=begun + timedelta(days=1), end=begun + timedelta(days=92),
        tonnes=(expected * Decimal("0.22")).quantize(Decimal("0.1")), grade=EvidenceGrade.MEASURED,
        method="在线流量计与电表连续记录，第三方核算", key=cast.paper.key, media_type=cast.paper.media_type,
    )  # fmt: skip
    services.measure(session, cast.broker, contract.public_id, command)
    party = session.scalars(
        select(CommissionParty).where(
            CommissionParty.contract_id == contract.id, CommissionParty.person_id == cast.broker.person_id
        )
    ).one()  # the broker's own share is paid, the agency's is open
    command_paid = PayOut(amount=party.amount, paid_on=today() - timedelta(days=3), note="示例")
    services.pay_out(session, cast.broker, contract.public_id, party.id, command_paid)


def paper_of(files: Store) -> Paper:
    """A drawn paper that says what it is."""
    from PIL import Image, ImageDraw  # only the demo draws

    sheet = Image.new("RGB", (594, 840), "#FBFAF6")
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((24, 24, 570, 816), outline="#10231C", width=3)
    pen.text((64, 72), "SAMPLE\n\nDrawn for the demonstration. Not a document.", fill="#10231C")
    drawn = BytesIO()
    sheet.save(drawn, "PNG")
    size = drawn.tell()
    drawn.seek(0)
    return Paper(kind=PaperKind.SIGNED, key=files.put(drawn), media_type="image/png", size=size)
