"""Who helps at a session: granted and taken back by its organiser."""

from sqlalchemy.orm import Session

from marketplace.accounts.queries import find_person
from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now
from marketplace.core.errors import InvalidInput, NotFound
from marketplace.events import queries
from marketplace.events.day.rules import DayAction, StaffRole
from marketplace.events.letters import tell_helper
from marketplace.events.models import EventStaff


def _(text: str) -> str:
    """Mark a msgid."""
    return text


UNKNOWN = _("没有用这个邮箱的账号。请对方先注册，再来授权。")
MOST_STAFF = 40
TOO_MANY = _("最多 40 人。请先收回不再需要的授权。")


def grant_staff(session: Session, actor: Actor, public_id: str, email: str, role: StaffRole) -> EventStaff:
    """Let somebody help; granted again, the role is changed."""
    event = queries.get_event_owned(session, actor, public_id, held=True)
    person = find_person(session, email)
    if person is None or not person.active:
        raise InvalidInput(UNKNOWN, {"email": UNKNOWN})
    staff = next((each for each in event.staff if each.person_id == person.id), None)
    if staff is None:
        if len(event.staff) >= MOST_STAFF:
            raise InvalidInput(TOO_MANY, {"email": TOO_MANY})
        staff = EventStaff(event_id=event.id, person_id=person.id)
        event.staff.append(staff)
    staff.role, staff.granted_by, staff.granted_at = role, actor.person_id, now()
    session.flush()
    record_act(session, actor, DayAction.GRANT, event, person=person.id, role=role.value)
    tell_helper(session, event, person, role)
    return staff


def revoke_staff(session: Session, actor: Actor, public_id: str, person_id: int) -> None:
    """Somebody helps no longer."""
    event = queries.get_event_owned(session, actor, public_id, held=True)
    staff = next((each for each in event.staff if each.person_id == person_id), None)
    if staff is None:
        raise NotFound("这个人没有这场的授权。")
    event.staff.remove(staff)
    record_act(session, actor, DayAction.REVOKE, event, person=person_id, role=staff.role.value)
