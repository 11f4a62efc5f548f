"""Deleting an account: what is personal goes, what others rely on stays and no longer names anybody."""

from sqlalchemy import Text, cast, delete, select, update
from sqlalchemy.orm import Session

from marketplace.accounts import letters, queries
from marketplace.accounts.holdings import ERASERS, charges_of
from marketplace.accounts.models import ApiToken, Person, Registration
from marketplace.accounts.passwords import NO_PASSWORD
from marketplace.accounts.rules import AccountAction
from marketplace.accounts.services.passwords import refuse_wrong_password
from marketplace.accounts.services.signing import end_all_sessions
from marketplace.core.actor import Actor, Role
from marketplace.core.audit import AuditEvent, record_act
from marketplace.core.clock import now
from marketplace.core.errors import Conflict
from marketplace.core.mail import Mail


def delete_account(session: Session, actor: Actor, current: str) -> None:
    """Erase the person; refused while an organisation or the platform would stand without anybody in charge."""
    person = queries.get_own(session, actor)
    refuse_wrong_password(person, current)
    if charges_of(session, person):
        raise Conflict("您是单位的唯一管理员。请先请另一位成员担任管理员，再注销账号。")
    if is_last_admin(session, person):
        raise Conflict("您是唯一的系统管理员。请先把这个角色授予另一位，再注销账号。")
    address, name, locale = person.email, person.name, person.locale
    record_act(session, actor, AccountAction.DELETE_ACCOUNT, person)
    session.flush()
    _erase(session, person)
    letters.tell_account_deleted(session, address, name, locale)


def is_last_admin(session: Session, person: Person) -> bool:
    is_admin = person.active and any(entry.role == Role.ADMIN for entry in person.roles)
    return is_admin and queries.count_admins(session) == 1


def _erase(session: Session, person: Person) -> None:
    for erase in ERASERS.values():
        erase(session, person)
    _number_in_the_trail(session, person)
    session.execute(delete(Mail).where(Mail.recipient == person.email))
    session.execute(delete(Registration).where(Registration.email == person.email))
    session.execute(delete(ApiToken).where(ApiToken.person_id == person.id))
    end_all_sessions(session, person)
    person.email = f"{person.public_id.lower()}@deleted.invalid"
    person.name, person.phone, person.pending_email = person.public_id, "", None
    person.password_hash, person.active, person.deleted_at = NO_PASSWORD, False, now()
    person.roles.clear()
    person.memberships.clear()


def _number_in_the_trail(session: Session, person: Person) -> None:
    """The number takes the place of the name, and of the address where an act noted it."""
    session.execute(update(AuditEvent).where(AuditEvent.person_id == person.id).values(person_name=person.public_id))
    noted = cast(AuditEvent.detail, Text).contains(person.email, autoescape=True)
    for event in session.scalars(select(AuditEvent).where(noted)):
        event.detail = {
            key: person.public_id if value == person.email else value for key, value in event.detail.items()
        }
