"""Invented sessions of the demo: one that takes registrations, one that is being prepared."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts import queries as accounts
from marketplace.accounts.demo import email_of
from marketplace.accounts.models import Organisation, OrganisationKind
from marketplace.core.actor import SYSTEM, Role
from marketplace.core.clock import today
from marketplace.core.db import Database
from marketplace.events import queries, services
from marketplace.events.models import Event
from marketplace.events.rules import Side
from marketplace.events.services import Registering, SetUp

HOUSE = "ORG-ZHITONG"
PROVIDERS, SEEKERS = 12, 14
KINDS = {
    Side.PROVIDER: (OrganisationKind.UNIVERSITY, OrganisationKind.INSTITUTE),
    Side.SEEKER: (OrganisationKind.ENTERPRISE,),
}


def hold_sessions(database: Database) -> None:
    """Bring the sessions in unless they are there. Safe to run again."""
    with database.transaction() as session:
        if session.scalars(select(Event.id).where(Event.is_sample)).first() is not None:
            return
        person = accounts.find_person(session, email_of(Role.ORGANISER))
        house = accounts.get_organisation_by_code(session, HOUSE)
        organiser = accounts.actor_for(person) if person else SYSTEM
        services.create_event(session, organiser, house.id, _next_year(), sample=True)
        event = services.create_event(session, organiser, house.id, _coming(), sample=True)
        services.open_registration(session, organiser, event.public_id)
        for side, most in ((Side.PROVIDER, PROVIDERS), (Side.SEEKER, SEEKERS)):
            for number, (owner, records) in enumerate(_houses(session, side, most)):
                made = services.register(session, SYSTEM, event.public_id, owner.id, side, _said(number, records))
                if number + 2 < most:
                    services.accept(session, organiser, event.public_id, made.id)


def _coming() -> SetUp:
    day = today() + timedelta(days=24)
    return SetUp(
        title="双碳技术对接专场：化工、钢铁与能源",
        introduction="面向化工、钢铁与能源行业的节能降碳改造，成果方带样机数据，需求方带工艺参数，一对一面谈。",
        supporters="承办：智通会展服务（示例）",
        contact="会务组 027-05551234（示例）",
        sectors=("energy", "steel"),
        day=day,
        venue="襄水会议中心二层（示例）",
        registration_until=day - timedelta(days=10),
        wishes_until=day - timedelta(days=4),
        questions=("到场几位，是否需要停车位？",),
        provider_places=40,
        seeker_places=60,
    )


def _next_year() -> SetUp:
    day = today() + timedelta(days=120)
    return SetUp(
        title="双碳技术对接专场：建筑与交通",
        day=day,
        venue="江岸会展中心（示例）",
        registration_until=day - timedelta(days=14),
        wishes_until=day - timedelta(days=5),
    )


def _houses(session: Session, side: Side, most: int) -> Sequence[tuple[Organisation, list[str]]]:
    """Sample organisations with published records, without the demo's own: those register themselves."""
    chosen = select(Organisation).where(
        Organisation.is_sample, Organisation.kind.in_(KINDS[side]), Organisation.code.not_like("%-DEMO")
    )
    found = []
    for house in session.scalars(chosen.order_by(Organisation.code)):
        records = list(queries.own_records(session, house.id, side))[:3]
        if records:
            found.append((house, records))
    return found[:most]


def _said(number: int, records: list[str]) -> Registering:
    return Registering(
        attendees=("示例代表",),
        items=tuple(records),
        phone="027-05550000",
        answers={"到场几位，是否需要停车位？": "一位，不需要。"},
        listed=number % 5 != 4,
        absent=(0, 1) if number % 6 == 5 else (),
    )
