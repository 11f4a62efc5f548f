"""What stands at the doors of the demo's organisations: profiles, a verification, a request, two mandates."""

from io import BytesIO

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from marketplace.accounts import queries as accounts
from marketplace.accounts.demo import email_of
from marketplace.accounts.models import Mandate, Organisation, Standing
from marketplace.core.actor import Act, Actor, Role
from marketplace.core.clock import now, today
from marketplace.core.db import Database
from marketplace.core.files import Store
from marketplace.listings.models import Achievement
from marketplace.organisations import services
from marketplace.organisations.models import JoinRequest, Verification
from marketplace.organisations.services import mandates
from marketplace.organisations.services.mandates import Proposal
from marketplace.organisations.services.verifying import Evidence

PENDING = "ORG-ZHITONG"
UNVERIFIED = ("ENT-QINGMAI", "ENT-SUIAN", PENDING)
IN_MANDATE = 4  # records of UNI-DEMO that the broker looks after
ABOUT = {
    "UNI-DEMO": {
        "introduction": "以化工、能源与材料见长的理工大学，碳捕集、工业余热与低碳建材三个方向有中试平台。\n科研院负责成果登记与转化，欢迎企业来校对接。",
        "address": "武汉市云梦路 1 号（示例）",
        "website": "https://uni-demo.example.org",
        "contact_name": "科研院成果转化处",
        "contact_email": "transfer@uni-demo.example.org",
    },
    "ENT-DEMO": {
        "introduction": "精细化工生产企业，两套中间体装置，正在做蒸汽系统与尾气的节能降碳改造。",
        "address": "宜昌市荆沅大道 18 号（示例）",
        "contact_name": "技术部",
        "contact_email": "tech@ent-demo.example.org",
    },
    "AGY-LIANTAN": {"introduction": "为高校院所和企业做技术转移服务：需求诊断、对接、合同登记。"},
}


def furnish(database: Database, files: Store) -> None:
    """Bring in what is not there yet. Safe to run again."""
    with database.transaction() as session:
        _describe(session)
        _verify_most(session)
        _hand_in_one(session, files)
        _ask_once(session)
        _give_mandates(session)


def _describe(session: Session) -> None:
    for code, said in ABOUT.items():
        organisation = accounts.get_organisation_by_code(session, code)
        if not organisation.introduction:
            for name, value in said.items():
                setattr(organisation, name, value)


def _verify_most(session: Session) -> None:
    session.execute(
        update(Organisation)
        .where(
            Organisation.is_sample, Organisation.code.not_in(UNVERIFIED), Organisation.standing == Standing.UNVERIFIED
        )
        .values(standing=Standing.VERIFIED, verified_at=now())
    )


def _hand_in_one(session: Session, files: Store) -> None:
    known = select(Verification).join(Organisation).where(Organisation.code == PENDING)
    if session.scalars(known).first() is None:
        evidence = Evidence(key=files.put(_licence(PENDING)), media_type="image/png")
        services.hand_in(session, _actor(session, Role.ORGANISER), PENDING, evidence)


def _ask_once(session: Session) -> None:
    expert = _actor(session, Role.EXPERT)
    asked = select(JoinRequest).where(JoinRequest.person_id == expert.person_id)
    if session.scalars(asked).first() is None:
        services.ask_to_join(session, expert, "UNI-DEMO", "能源与动力工程学院教授，负责余热方向的成果。")


def _give_mandates(session: Session) -> None:
    """One in force for some results of the university, one that the enterprise has offered to the agency."""
    if session.scalars(select(Mandate)).first() is not None:
        return
    broker = _actor(session, Role.BROKER)
    university = accounts.get_organisation_by_code(session, "UNI-DEMO")
    agency = accounts.get_organisation_by_code(session, "AGY-LIANTAN")
    latest = select(Achievement.public_id).where(Achievement.owner_id == university.id)
    chosen = frozenset(session.scalars(latest.order_by(Achievement.id.desc()).limit(IN_MANDATE)))
    until = today().replace(year=today().year + 1, day=1)
    acts = frozenset({Act.EDIT, Act.SUBMIT})
    to_broker = Proposal(
        person_id=broker.person_id, acts=acts, records=chosen, valid_from=today(), valid_until=until,
        note="负责这几项成果的推广与对接。",
    )  # fmt: skip
    given = mandates.propose(session, _actor(session, Role.UNIVERSITY), "UNI-DEMO", to_broker)
    mandates.accept(session, broker, given.public_id)
    to_agency = Proposal(agency_id=agency.id, acts=acts, valid_from=today(), valid_until=until)
    mandates.propose(session, _actor(session, Role.ENTERPRISE), "ENT-DEMO", to_agency)


def _actor(session: Session, role: Role) -> Actor:
    person = accounts.find_person(session, email_of(role))
    assert person is not None, "the demo's accounts come first"
    return accounts.actor_for(person)


def _licence(code: str) -> BytesIO:
    """A drawn paper that says what it is."""
    from PIL import Image, ImageDraw  # only the demo draws

    paper = Image.new("RGB", (840, 594), "#FBFAF6")
    pen = ImageDraw.Draw(paper)
    pen.rectangle((24, 24, 816, 570), outline="#10231C", width=3)
    pen.text((64, 72), f"SAMPLE LICENCE\n\n{code}\n\nDrawn for the demonstration. Not a document.", fill="#10231C")
    drawn = BytesIO()
    paper.save(drawn, "PNG")
    drawn.seek(0)
    return drawn
