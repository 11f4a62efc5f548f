"""Letters about sessions, each in its reader's language."""

from collections.abc import Collection, Iterable

from flask import current_app, has_app_context
from sqlalchemy.orm import Session

from marketplace.accounts.models import Person
from marketplace.accounts.notices import those_who_want
from marketplace.accounts.queries import people_of
from marketplace.accounts.rules import Topic
from marketplace.core.actor import Role
from marketplace.core.mail import post
from marketplace.events import queries
from marketplace.events.day.rules import StaffRole
from marketplace.events.models import Event, EventRegistration
from marketplace.events.rules import RegistrationState as R
from marketplace.web.language import load_translations


def _(text: str) -> str:
    """Mark a msgid."""
    return text


TOLD = {
    R.APPLIED: (_("报名已收到：%(title)s"), _("“%(title)s”的报名已收到，主办方审核后会再告诉您。\n\n%(address)s")),
    R.ACCEPTED: (
        _("报名已通过：%(title)s"),
        _("“%(title)s”的报名已通过。%(day)s，%(venue)s。\n\n日历文件和约见在这里：%(address)s"),
    ),
    R.WAITING: (
        _("进入候补：%(title)s"),
        _("“%(title)s”的名额已满，您在候补名单里。有名额空出会自动递补并告诉您。\n\n%(address)s"),
    ),
    R.REFUSED: (
        _("报名没有通过：%(title)s"),
        _("“%(title)s”的报名没有通过，主办方的理由：\n\n%(note)s\n\n%(address)s"),
    ),
}


def tell_party(session: Session, registration: EventRegistration) -> None:
    """Where the registration stands now."""
    subject, body = TOLD[registration.state]
    people = queries.people_behind(session, registration)
    write_to(session, people, subject, body, registration.event, note=registration.note)


def tell_organisers_applied(session: Session, registration: EventRegistration) -> None:
    event = registration.event
    subject = _("有单位报名：%(title)s")
    body = _("%(party)s 报名“%(title)s”，请审核。\n\n%(address)s")
    path = f"/my/events/{event.public_id}/parties"
    write_to(session, _organisers(session, event), subject, body, event, path, party=registration.organisation.name)


def tell_organisers_withdrawn(session: Session, registration: EventRegistration) -> None:
    event = registration.event
    subject = _("有单位退出：%(title)s")
    body = _("%(party)s 退出“%(title)s”。候补已按先后递补；日程若已发布，请重新核对。\n\n%(address)s")
    path = f"/my/events/{event.public_id}/parties"
    write_to(session, _organisers(session, event), subject, body, event, path, party=registration.organisation.name)


def tell_parties_moved(session: Session, event: Event) -> None:
    subject = _("时间或地点有变：%(title)s")
    body = _("“%(title)s”改为 %(day)s 第一轮 %(start)s 开始，地点：%(venue)s。\n\n%(address)s")
    _tell_all(session, event, subject, body)


def tell_parties_cancelled(session: Session, event: Event) -> None:
    subject = _("专场取消：%(title)s")
    body = _("原定 %(day)s 的“%(title)s”取消，主办方的说明：\n\n%(note)s\n\n%(address)s")
    _tell_all(session, event, subject, body, note=event.cancel_note)


def remind_parties(session: Session, event: Event) -> None:
    subject = _("请准时到场：%(title)s")
    body = _("“%(title)s”在 %(day)s 举行，第一轮 %(start)s 开始，地点：%(venue)s。\n\n%(address)s")
    _tell_all(session, event, subject, body)


def tell_timetable(session: Session, event: Event, changed: Collection[int]) -> None:
    """To each party whose day is new or changed."""
    subject = _("日程 v%(version)s：%(title)s")
    body = _("“%(title)s”的日程 v%(version)s 已发布，您的约见有新内容或变动，请在手机上查看：\n\n%(address)s")
    for registration in queries.parties_by_id(session, event).values():
        if registration.id in changed:
            path = f"/events/{event.public_id}/registrations/{registration.id}/agenda"
            people = queries.people_behind(session, registration)
            write_to(session, people, subject, body, event, path, version=str(event.version))


def tell_helper(session: Session, event: Event, person: Person, role: StaffRole) -> None:
    """To whom the organiser lets help."""
    subject = _("请您协助：%(title)s")
    desk = _("主办方请您在“%(title)s”负责签到。%(day)s，%(venue)s。当天在手机上打开：\n\n%(address)s")
    runs = _("主办方请您协办“%(title)s”，您可以办理这个专场。%(day)s，%(venue)s。\n\n%(address)s")
    at_desk = role is StaffRole.DESK
    path = f"/events/{event.public_id}/door" if at_desk else f"/my/events/{event.public_id}"
    write_to(session, [person], subject, desk if at_desk else runs, event, path)


def ask_outcomes(session: Session, registration: EventRegistration, missing: int) -> None:
    """To a party whose meetings are over without a word."""
    event = registration.event
    subject = _("谈得怎样：%(title)s")
    body = _("您在“%(title)s”还有 %(missing)s 场约见没有登记结果，每场点两下即可：\n\n%(address)s")
    path = f"/events/{event.public_id}/registrations/{registration.id}/agenda"
    people = queries.people_behind(session, registration)
    write_to(session, people, subject, body, event, path, missing=str(missing))


def ask_follow_up(session: Session, registration: EventRegistration, days: int) -> None:
    """30, 90 and 180 days later, to a party whose meetings go on."""
    event = registration.event
    subject = _("后来怎样了：%(title)s")
    body = _("“%(title)s”过去 %(days)s 天了。您在那里有约见打算继续谈，请说一下进展：\n\n%(address)s")
    path = f"/events/{event.public_id}/registrations/{registration.id}/agenda"
    write_to(session, queries.people_behind(session, registration), subject, body, event, path, days=str(days))


def _tell_all(session: Session, event: Event, subject: str, body: str, **more: str) -> None:
    for registration in queries.accepted_of(session, event):
        write_to(session, queries.people_behind(session, registration), subject, body, event, **more)


def _organisers(session: Session, event: Event) -> list[Person]:
    members = people_of(session, event.owner_id)
    return [person for person in members if any(entry.role == Role.ORGANISER for entry in person.roles)]


def write_to(
    session: Session, people: Iterable[Person], subject: str, body: str, event: Event, path: str = "", **more: str
) -> None:
    values = {
        "title": event.title,
        "day": event.day.isoformat(),
        "start": f"{event.first_slot:%H:%M}",
        "venue": event.venue,
        "address": _address(path or f"/events/{event.public_id}"),
        **more,
    }
    for person in those_who_want(people, Topic.EVENTS):
        words = load_translations(person.locale)
        post(session, person.email, words.gettext(subject) % values, words.gettext(body) % values)


def _address(path: str) -> str:
    """The full address where the application runs, the path alone elsewhere."""
    base = current_app.extensions["settings"].base_url if has_app_context() else ""
    return f"{base}{path}"
