"""Invented sessions of the demo: in preparation, taking registrations, by requests, with a published timetable, and on today."""

from collections.abc import Sequence
from datetime import time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts import queries as accounts
from marketplace.accounts.demo import email_of
from marketplace.accounts.models import Organisation, OrganisationKind
from marketplace.core.actor import SYSTEM, Actor, Role
from marketplace.core.clock import CHINA, now, today
from marketplace.core.db import Database
from marketplace.events import queries, services
from marketplace.events.asking import requests as asking
from marketplace.events.asking.requests import Ask
from marketplace.events.asking.rules import RequestMode
from marketplace.events.day import checking_in, telling
from marketplace.events.day.rules import DayAction, Interest, NextStep, Presence
from marketplace.events.day.telling import Outcome
from marketplace.events.hours import minutes_of
from marketplace.events.inviting import queries as invitations
from marketplace.events.inviting import services as inviting
from marketplace.events.inviting.rules import InvitationState
from marketplace.events.models import Event
from marketplace.events.problem import problem_of
from marketplace.events.roadshow import services as roadshow
from marketplace.events.roadshow.rules import BlockKind
from marketplace.events.roadshow.services import Block
from marketplace.events.rules import Saying, Side
from marketplace.events.services import Registering, SetUp
from marketplace.events.timetable import read_problem, solve

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
        soon = services.create_event(session, organiser, house.id, _soon(), sample=True)
        _fill(session, organiser, soon, demo=True)
        _publish(session, organiser, soon)
        on = services.create_event(session, organiser, house.id, _today(), sample=True)
        _fill(session, organiser, on, demo=True)
        _publish(session, organiser, on)
        _stage(session, organiser, on)
        services.go_on(session, today())
        _live_through(session, on)
        coming = services.create_event(session, organiser, house.id, _coming(), sample=True)
        _fill(session, organiser, coming, demo=False)
        _invite(session, organiser, coming)
        _stage(session, organiser, coming)
        _ask_each_other(
            session, organiser, services.create_event(session, organiser, house.id, _by_request(), sample=True)
        )


def _fill(session: Session, organiser: Actor, event: Event, *, demo: bool) -> None:
    """Parties of both sides, most of them let in, with wishes."""
    services.open_registration(session, organiser, event.public_id)
    for side, most in ((Side.PROVIDER, PROVIDERS), (Side.SEEKER, SEEKERS)):
        for number, (owner, records) in enumerate(houses_with_records(session, side, most, demo=demo)):
            made = services.register(session, SYSTEM, event.public_id, owner.id, side, _said(event, number, records))
            if demo or number + 2 < most:
                services.accept(session, organiser, event.public_id, made.id)
    parties = queries.accepted_of(session, event)
    for party in parties:
        others = [other for other in parties if other.side is not party.side]
        services.save_wishes(session, SYSTEM, party.id, _wishes(party.id, [other.id for other in others]))


def _ask_each_other(session: Session, organiser: Actor, event: Event) -> None:
    """A small session by requests: some wait for an answer, one was accepted, one declined."""
    services.open_registration(session, organiser, event.public_id)
    there: dict[Side, list[int]] = {}
    for side in Side:
        for number, (owner, records) in enumerate(houses_with_records(session, side, 4, demo=True)):
            made = services.register(session, SYSTEM, event.public_id, owner.id, side, _said(event, number, records))
            services.accept(session, organiser, event.public_id, made.id)
            there.setdefault(side, []).append(made.id)
    providers, seekers = there[Side.PROVIDER], there[Side.SEEKER]
    for provider, seeker in zip(providers, seekers, strict=False):
        asking.ask(session, SYSTEM, provider, seeker, Ask(message="我们的成果已在同类产线上运行，想当面核对参数。"))
    for seeker in seekers[1:3]:
        asking.ask(session, SYSTEM, seeker, providers[0], Ask(word=Saying.MUST))
    asking.accept(session, SYSTEM, providers[0], seekers[1])
    asking.decline(session, SYSTEM, seekers[2], providers[2], "今年没有改造计划。")


def _invite(session: Session, organiser: Actor, event: Event) -> None:
    """Those who fit and have not registered: written to, one of whom has read it, and two who are only chosen."""
    records = [
        found[0]
        for side in Side
        for _owner, found in houses_with_records(session, side, PROVIDERS + SEEKERS, demo=True)
    ]
    inviting.choose(session, organiser, event.public_id, records[:-6], "钢铁与化工余热回收")
    inviting.send(session, organiser, event.public_id, "这一场有十几家钢铁、化工企业带工艺参数来谈。")
    for each in invitations.invitations_of(session, event, InvitationState.INVITED).items[:1]:
        inviting.note_opened(session, organiser, event.public_id, each.invitation.code)
    inviting.choose(session, organiser, event.public_id, records[-6:], "低碳工艺")


def _stage(session: Session, organiser: Actor, event: Event) -> None:
    """An opening, talks by three of the parties, and coffee."""
    minutes = max(0, minutes_of(event.first_slot) - 90)
    first = time(minutes // 60, minutes % 60)
    presents = [party for party in queries.accepted_of(session, event) if party.side is Side.PROVIDER][:3]
    talks = [
        Block(
            title=next(iter(queries.own_records(session, party.organisation_id, party.side).values())),
            speakers=(f"示例代表，{party.organisation.name}",),
            party=party.id,
        )
        for party in presents
    ]
    opening = Block(title="开场致辞", kind=BlockKind.OPENING, minutes=15, begins=first, speakers=("何主任，主办方",))
    coffee = Block(title="茶歇，找到自己的桌", kind=BlockKind.PAUSE, minutes=15)
    for block in (opening, *talks, coffee):
        roadshow.add_block(session, organiser, event.public_id, block)


def _wishes(number: int, others: list[int]) -> dict[int, Saying | None]:
    """A must, some wants and at times a no, the same at every load."""
    words: dict[int, Saying | None] = {}
    for place, other in enumerate(others):
        turn = (number * 7 + place * 5) % 13
        words[other] = Saying.MUST if turn == 0 else Saying.WANT if turn < 5 else Saying.NO if turn == 12 else None
    return words


def _publish(session: Session, organiser: Actor, event: Event) -> None:
    services.gather_wishes(session, organiser, event.public_id)
    services.lock_wishes(session, organiser, event.public_id)
    raw = problem_of(event, queries.accepted_of(session, event), queries.all_wishes(session, event))
    problem = read_problem(raw)
    services.keep_plan(session, event.public_id, problem, solve(problem, seconds=5))
    services.publish_plan(session, organiser, event.public_id)


def _live_through(session: Session, event: Event) -> None:
    """Most have come, and most have said what their meetings so far led to."""
    parties = queries.accepted_of(session, event)
    for place, party in enumerate(parties):
        action = DayAction.EXCUSE if place % 11 == 10 else DayAction.CHECK_IN if place % 9 != 8 else None
        if action is not None:
            checking_in.note_presence(session, SYSTEM, event.public_id, party.id, action)
        for meeting in queries.day_of(session, party):
            turn = (meeting.wish_id * 7 + place) % 10
            if telling.may_tell(event, meeting) and turn < 8 and action is DayAction.CHECK_IN:
                telling.tell_outcome(session, SYSTEM, party.id, meeting.wish_id, _said_of(turn))


def _said_of(turn: int) -> Outcome:
    """What a side says, the same at every load."""
    if turn == 7:
        return Outcome(attended=Presence.ABSENT)
    interest = (Interest.INTENT, Interest.PROPOSAL, Interest.PROPOSAL, Interest.CONTACT, Interest.NO_FIT)[turn % 5]
    step = NextStep.NONE if interest is Interest.NO_FIT else list(NextStep)[turn % 3]
    amount = {Interest.INTENT: 260.0, Interest.PROPOSAL: 80.0}.get(interest)
    return Outcome(attended=Presence.PRESENT, interest=interest, next_step=step, rating=3 + turn % 3, amount=amount)


def _today() -> SetUp:
    """In its third round when the samples are brought in, whatever the hour."""
    moment = now().astimezone(CHINA)
    begins = max(0, min(moment.hour * 60 + moment.minute - 55, 24 * 60 - 330)) // 5 * 5
    return SetUp(
        title="双碳技术对接专场：化工与钢铁",
        introduction="今天正在举行：签到、大屏、手机日程和约见结果都在进行中。",
        contact="会务组 027-05551234（示例）",
        sectors=("energy", "steel"),
        day=today(),
        venue="襄水会议中心二层（示例）",
        registration_until=today(),
        wishes_until=today(),
        first_slot=time(begins // 60, begins % 60),
        tables=12,
        most_meetings=7,
        slots=10,
        pause_after=5,
        pause_minutes=60,
    )


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


def _soon() -> SetUp:
    day = today() + timedelta(days=5)
    return SetUp(
        title="双碳技术对接专场：材料与装备",
        introduction="面向材料与装备行业的低碳改造。日程已排好，参会方在手机上看自己的约见。",
        contact="会务组 027-05551234（示例）",
        sectors=("energy", "building"),
        day=day,
        venue="江岸会展中心一层（示例）",
        registration_until=today(),
        wishes_until=day - timedelta(days=1),
        tables=8,
        most_meetings=5,
    )


def _by_request() -> SetUp:
    day = today() + timedelta(days=40)
    return SetUp(
        title="双碳技术对接专场：先邀约后排程",
        introduction="小范围的对接：一方发邀约，另一方同意才见面。",
        contact="会务组 027-05551234（示例）",
        sectors=("energy",),
        day=day,
        venue="江岸会展中心三层（示例）",
        registration_until=day - timedelta(days=10),
        wishes_until=day - timedelta(days=4),
        tables=4,
        most_meetings=4,
        request_mode=RequestMode.REQUESTS,
        needs_approval=True,
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


def houses_with_records(
    session: Session, side: Side, most: int, *, demo: bool
) -> Sequence[tuple[Organisation, list[str]]]:
    """Sample organisations with published records; the demo's own among them or left to register themselves."""
    chosen = select(Organisation).where(Organisation.is_sample, Organisation.kind.in_(KINDS[side]))
    if not demo:
        chosen = chosen.where(Organisation.code.not_like("%-DEMO"))
    found = []
    for house in session.scalars(chosen.order_by(Organisation.code)):
        records = list(queries.own_records(session, house.id, side))[:3]
        if records:
            found.append((house, records))
    return found[:most]


def _said(event: Event, number: int, records: list[str]) -> Registering:
    return Registering(
        attendees=("示例代表",),
        items=tuple(records),
        phone="027-05550000",
        answers=dict.fromkeys(event.questions, "一位，不需要。"),
        listed=number % 5 != 4,
        absent=(0, 1) if number % 6 == 5 else (),
    )
