"""Tasks and contacts of a deal."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Membership, Person
from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now
from marketplace.core.errors import NotFound
from marketplace.deals import policies
from marketplace.deals.bounds import refuse_faults, text_faults
from marketplace.deals.models import Deal, DealContact, DealTask
from marketplace.deals.rules import DealAction, Turn
from marketplace.deals.services.recording import deal_to, refuse_ended


def _(text: str) -> str:
    """Mark a msgid."""
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTask:
    title: str
    turn: Turn
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewContact:
    turn: Turn
    name: str
    duty: str = ""
    email: str = ""
    phone: str = ""


def add_task(session: Session, actor: Actor, public_id: str, command: NewTask) -> DealTask:
    """Note something to do; whoever has to do it is reminded the day before."""
    deal = deal_to(session, actor, public_id, may=policies.can_see)
    refuse_ended(deal)
    refuse_faults(dict(_task_faults(deal, command)))
    task = DealTask(
        deal_id=deal.id, title=command.title.strip(), due=command.due, turn=command.turn, created_by=actor.person_id
    )
    session.add(task)
    session.flush()
    record_act(session, actor, DealAction.ADD_TASK, deal, task=task.title)
    return task


def do_task(session: Session, actor: Actor, public_id: str, task_id: int) -> DealTask:
    """Tick a task off, or open it again."""
    deal = deal_to(session, actor, public_id, may=policies.can_see)
    task = session.scalar(select(DealTask).where(DealTask.id == task_id, DealTask.deal_id == deal.id))
    if task is None:
        raise NotFound("没有这项任务。")
    task.done_at, task.done_by = (None, None) if task.done_at else (now(), actor.person_id)
    record_act(session, actor, DealAction.DO_TASK, deal, task=task.title, done=task.done_at is not None)
    session.flush()
    return task


def add_contact(session: Session, actor: Actor, public_id: str, command: NewContact) -> DealContact:
    """Name somebody of a side; an address that belongs to one of its members is tied to their account."""
    deal = deal_to(session, actor, public_id, may=policies.can_see)
    refuse_ended(deal)
    refuse_faults(dict(_contact_faults(command)))
    contact = DealContact(
        deal_id=deal.id, turn=command.turn, name=command.name.strip(), duty=command.duty.strip(),
        email=command.email.strip().lower(), phone=command.phone.strip(), person_id=_member(session, deal, command),
    )  # fmt: skip
    session.add(contact)
    session.flush()
    record_act(session, actor, DealAction.ADD_CONTACT, deal, side=command.turn.value)
    return contact


def drop_contact(session: Session, actor: Actor, public_id: str, contact_id: int) -> None:
    deal = deal_to(session, actor, public_id, may=policies.can_see)
    contact = session.scalar(select(DealContact).where(DealContact.id == contact_id, DealContact.deal_id == deal.id))
    if contact is None:
        raise NotFound("没有这位联系人。")
    session.delete(contact)
    record_act(session, actor, DealAction.DROP_CONTACT, deal, side=contact.turn.value)
    session.flush()


def organisation_of(deal: Deal, turn: Turn) -> int | None:
    return {Turn.PROVIDER: deal.provider_id, Turn.SEEKER: deal.seeker_id}.get(turn, deal.broker_organisation_id)


def _member(session: Session, deal: Deal, command: NewContact) -> int | None:
    organisation = organisation_of(deal, command.turn)
    found = (
        select(Person.id)
        .join(Membership)
        .where(Membership.organisation_id == organisation, Person.email == command.email.strip().lower())
    )
    return session.scalar(found) if organisation and command.email else None


def _task_faults(deal: Deal, command: NewTask) -> Iterator[tuple[str, str]]:
    yield from text_faults("title", command.title, 200, required=True)
    if command.due is not None and command.due < deal.created_at.date():
        yield "due", _("期限早于商机的开始。请核对日期。")


def _contact_faults(command: NewContact) -> Iterator[tuple[str, str]]:
    yield from text_faults("name", command.name, 80, required=True)
    yield from text_faults("duty", command.duty, 80)
    yield from text_faults("phone", command.phone, 40)
    if command.email and ("@" not in command.email or len(command.email) > 254):
        yield "email", _("请填写完整的邮箱，例如 name@example.org。")
