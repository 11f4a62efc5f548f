"""People, organisations and records for tests."""

from dataclasses import replace
from datetime import date
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import (
    Membership,
    MembershipRole,
    Organisation,
    OrganisationKind,
    Person,
    PersonRole,
    Registration,
)
from marketplace.accounts.passwords import hash_password
from marketplace.accounts.queries import actor_for
from marketplace.accounts.rules import CONSENT_VERSION, REGISTRATION_LIFE
from marketplace.core.actor import SYSTEM, Actor, Role
from marketplace.core.clock import now
from marketplace.core.files import FileStore
from marketplace.core.public_ids import next_public_id
from marketplace.listings import services as listings
from marketplace.listings.content import AchievementContent, CarbonClaim, Case, IntellectualProperty, Parameter
from marketplace.listings.models import AchievementVersion
from marketplace.listings.queries import get_to_edit
from marketplace.listings.rules import ListingState
from marketplace.needs.content import Constraint, NeedContent
from marketplace.needs.mapping import write_content
from marketplace.needs.models import Need, NeedPassage, NeedSource
from marketplace.needs.rules import RESPONSE_TIME, VISIBLE, WAITING, NeedState
from marketplace.taxonomy.terms import (
    CarbonClass,
    DisclosureTier,
    IpKind,
    IpStatus,
    Operator,
    PriceMode,
    Priority,
    SolutionMode,
    Stage,
    TransferMode,
)

PASSWORD = "correct-horse-battery"


@lru_cache
def _hashed() -> str:
    return hash_password(PASSWORD)


def make_organisation(
    session: Session, code: str = "UNI-A", kind: OrganisationKind = OrganisationKind.UNIVERSITY, name: str = ""
) -> Organisation:
    organisation = Organisation(code=code, name=name or f"单位 {code}", english=code, kind=kind, region="420100")
    session.add(organisation)
    session.flush()
    return organisation


def make_person(session: Session, email: str, *roles: Role, organisation: Organisation | None = None) -> Person:
    person = Person(
        email=email,
        name=email.split("@")[0],
        password_hash=_hashed(),
        session_key=f"key-{email}"[:40],
        roles=[PersonRole(role=role) for role in roles],
    )
    if organisation is not None:
        person.memberships.append(Membership(organisation=organisation, role=MembershipRole.MANAGER))
    session.add(person)
    session.flush()
    return person


def make_registration(session: Session, email: str, password: str = PASSWORD) -> Registration:
    """Somebody who registered and has not followed the link yet."""
    registration = Registration(
        email=email,
        name=email.split("@")[0],
        password_hash=hash_password(password),
        wanted=OrganisationKind.ENTERPRISE,
        consent_version=CONSENT_VERSION,
        expires_at=now() + REGISTRATION_LIFE,
    )
    session.add(registration)
    session.flush()
    return registration


def make_actor(session: Session, email: str, *roles: Role, organisation: Organisation | None = None) -> Actor:
    """The actor of a new person."""
    return actor_for(make_person(session, email, *roles, organisation=organisation))


def need_content(**changes: object) -> NeedContent:
    """A need that may be published and matched."""
    content = NeedContent(
        title="烧结烟气余热 180 ℃ 以下回收发电",
        problem="烧结机烟气在 180 ℃ 以下的余热直接排空，两台机组每年损失约 1.2 万吨标煤。",
        indicators="余热回收率 60 % 以上，系统净发电不少于 1.5 MW，场地不超过 800 平方米。",
        goal="一年内完成改造，年减排 2 万吨二氧化碳。",
        keywords=("余热回收", "烧结"),
        region="420100",
        contact_name="陈工",
        contact_phone="13800001234",
        contact_email="chen@example.org",
        sector="steel",
        constraints=(
            Constraint(parameter="余热回收率", operator=Operator.AT_LEAST, value=60, unit="%"),
            Constraint(parameter="投资回收期", operator=Operator.AT_MOST, value=4, unit="年", priority=Priority.WANT),
        ),
        target_reduction=20000,
        budget=1800,
        minimum_trl=7,
        solution_modes=(SolutionMode.COMMISSION, SolutionMode.SERVICE),
    )
    return replace(content, **changes)  # type: ignore[arg-type]


def make_need(
    session: Session,
    owner: Organisation,
    state: NeedState = NeedState.PUBLISHED,
    content: NeedContent | None = None,
    submitted_by: int | None = None,
    **changes: object,
) -> Need:
    """A need in a state, as the services would have left it; `changes` alter the content."""
    public_id = next_public_id(session, "N")
    need = Need(
        public_id=public_id,
        owner_id=owner.id,
        owner=owner,
        source_system="tansuo",
        source_key=public_id,
        state=state,
        constraints=[],
        modes=[],
    )
    write_content(need, content or need_content(**changes))
    if state in WAITING | VISIBLE:
        need.submitted_at, need.submitted_by = now(), submitted_by
        need.response_due_at = now() + RESPONSE_TIME
    if state in VISIBLE:
        need.published_at = now()
    session.add(need)
    session.flush()
    return need


def make_source(session: Session, need: Need, folder: Path) -> str:
    """Let a need have been read from a text file in the store; gives its public id."""
    text = "需求名称：余热回收".encode()
    kept = FileStore(folder).put(BytesIO(text))
    session.add(NeedSource(need_id=need.id, filename="需求.txt", file_hash=kept, size=len(text)))
    session.add(NeedPassage(need_id=need.id, field="title", passage="需求名称：余热回收"))
    session.flush()
    return need.public_id


COMPLETE = AchievementContent(
    title="两相吸收剂低能耗燃烧后 CO₂ 捕集工艺",
    teaser="吸收后分相，只再生富液的一半，再生能耗 2.4 GJ/tCO₂，较 30% MEA 工艺低 37%。",
    problem="燃煤机组用 30% MEA 捕集，每吨 CO₂ 需 3.8 GJ 低压蒸汽。",
    principle="叔胺与促进剂混合，吸收 CO₂ 后自行分为富、贫两相。",
    advantage="再生能耗 2.4 GJ/tCO₂，塔径可缩小 15%。",
    timing="分相器已完成 12 kt/a 连续运行。",
    keywords=("碳捕集", "相变吸收剂"),
    inventors=("秦未央",),
    contact_name="褚明远",
    contact_phone="027-05557982",
    contact_email="demo.contact@example.org",
    stage=Stage.MIDDLE,
    trl=7,
    trl_evidence="12 kt/a 中试报告",
    sector="energy",
    key_technology="E5",
    carbon_class=CarbonClass.LOW,
    industries=("D44",),
    parameters=(
        Parameter(name="再生能耗", minimum=2.35, maximum=2.45, unit="GJ/tCO₂", comparator_value=3.8),
        Parameter(name="溶剂损耗", minimum=0.73, maximum=0.73, unit="kg/t", tier=DisclosureTier.SIGNED_IN),
        Parameter(name="相变温度", minimum=41.7, maximum=41.7, unit="℃", tier=DisclosureTier.UNDER_NDA),
    ),
    comparator="30% MEA 单级再生",
    ip=(
        IntellectualProperty(
            kind=IpKind.INVENTION, title="一种分相器", number="ZL2023 1 9033739.9", status=IpStatus.GRANTED
        ),
    ),
    transfer_modes=(TransferMode.ORDINARY_LICENCE, TransferMode.JOINT_DEVELOPMENT),
    price_mode=PriceMode.NEGOTIABLE,
    claim=CarbonClaim(
        functional_unit="捕集装置运行一年",
        boundary="烟气引出至 CO₂ 交付",
        baseline="烟气直接排放",
        baseline_emissions=100_000.0,
        project_emissions=33_049.0,
        leakage_emissions=1_200.0,
        uncertainty_percent=12.0,
    ),
    cases=(Case(user="某热电厂", place="武汉", year=2025, scale="12 kt/a", measured_result="再生能耗 2.40 GJ/t"),),
    valid_until=date(2031, 5, 31),
)


def content(**changes: Any) -> AchievementContent:
    """A complete achievement, with changes."""
    return replace(COMPLETE, **changes)


def make_listing(
    session: Session,
    *,
    owner: Organisation | None = None,
    state: ListingState = ListingState.PUBLISHED,
    said: AchievementContent = COMPLETE,
    submitter: Actor = SYSTEM,
) -> AchievementVersion:
    """The first version of a new achievement, put into a state as it is."""
    if owner is None:
        owner = session.scalar(select(Organisation).where(Organisation.code == "UNI-A")) or make_organisation(session)
    version = listings.create_listing(session, SYSTEM, listings.NewListing(organisation_id=owner.id, content=said))
    version.state = state
    if state is not ListingState.DRAFT:
        version.submitted_at, version.submitted_by = now(), submitter.person_id
    if state not in (ListingState.DRAFT, ListingState.SUBMITTED):
        version.published_at = now()
    session.flush()
    return version


def revise_listing(session: Session, public_id: str, **changes: Any) -> AchievementVersion:
    """A draft of the next version, with changes."""
    version = listings.revise(session, SYSTEM, public_id)
    listings.save_listing(
        session, SYSTEM, public_id, listings.SaveListing(lock=version.lock, content=content(**changes))
    )
    return get_to_edit(session, SYSTEM, public_id)
