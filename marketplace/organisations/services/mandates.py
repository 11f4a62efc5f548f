"""委托: an owner's manager offers it, the broker or the agency's manager takes it, either side ends it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Mandate, MandateRecord, MandateState, Organisation, OrganisationKind, Person
from marketplace.core.actor import SYSTEM, Act, Actor, Role
from marketplace.core.audit import record_act
from marketplace.core.clock import CHINA, now, today
from marketplace.core.errors import Forbidden, InvalidInput
from marketplace.core.public_ids import next_public_id
from marketplace.core.schedule import every
from marketplace.organisations import letters, mandates, policies, queries
from marketplace.organisations.exclusivity import refuse_a_second
from marketplace.organisations.records import owned
from marketplace.organisations.rules import LONGEST_MANDATE, MANDATE, MandateAction
from marketplace.organisations.services.verifying import Evidence

PREFIX = "M"
LONGEST_TEXT = 1000


def _(text: str) -> str:
    """Mark a msgid; it is translated for the one who reads the letter."""
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What is offered to whom: a broker (`person_id`) or an agency; None for `records` means all of the owner's."""

    acts: frozenset[Act]
    valid_from: date
    valid_until: date
    person_id: int | None = None
    agency_id: int | None = None
    records: frozenset[str] | None = None
    exclusive: bool = False
    note: str = ""
    paper: Evidence | None = None


def propose(session: Session, actor: Actor, code: str, command: Proposal) -> Mandate:
    """Offer a mandate; it gives no power before it is accepted."""
    owner = queries.get_to_manage(session, actor, code, lock=True)
    _refuse_unsound(session, owner, command)
    chosen = sorted(command.records or ())
    mandate = Mandate(
        public_id=next_public_id(session, PREFIX),
        owner=owner,
        person=session.get(Person, command.person_id) if command.person_id else None,
        agency=session.get(Organisation, command.agency_id) if command.agency_id else None,
        may_edit=bool(command.acts & {Act.EDIT, Act.SUBMIT}),  # nobody hands in what they may not open
        may_submit=Act.SUBMIT in command.acts,
        may_answer=Act.ANSWER in command.acts,
        all_records=command.records is None,
        exclusive=command.exclusive,
        valid_from=command.valid_from,
        valid_until=command.valid_until,
        note=command.note.strip()[:LONGEST_TEXT],
        paper=command.paper.key if command.paper else "",
        paper_type=command.paper.media_type if command.paper else "",
        proposed_by=actor.person_id,
        records=[MandateRecord(public_id=public_id) for public_id in chosen],
    )
    session.add(mandate)
    session.flush()
    refuse_a_second(session, mandate)
    record_act(session, actor, "propose", mandate, holder=letters.facts_of(mandate)["holder"])
    letters.tell_holder(
        session, mandate, _("%(owner)s 向您提出委托 %(id)s（%(since)s 至 %(until)s），请登录后在“待办”中答复")
    )
    return mandate


def accept(session: Session, actor: Actor, public_id: str) -> Mandate:
    """Take the mandate on; it is in force on its days."""
    mandate = _as_holder(session, actor, public_id)
    session.execute(select(Organisation.id).where(Organisation.id == mandate.owner_id).with_for_update())
    refuse_a_second(session, mandate)  # another may have been accepted since it was offered
    _move(session, actor, mandate, MandateAction.ACCEPT)
    letters.tell_owner(session, mandate, _("%(holder)s 接受了委托 %(id)s（%(since)s 至 %(until)s）"))
    return mandate


def decline(session: Session, actor: Actor, public_id: str, reason: str) -> Mandate:
    mandate = _as_holder(session, actor, public_id)
    _move(session, actor, mandate, MandateAction.DECLINE, reason)
    letters.tell_owner(session, mandate, _("%(holder)s 谢绝了委托 %(id)s：%(reason)s"))
    return mandate


def give_up(session: Session, actor: Actor, public_id: str, reason: str) -> Mandate:
    """End it from the broker's side; the power ends at once."""
    mandate = _as_holder(session, actor, public_id)
    _move(session, actor, mandate, MandateAction.GIVE_UP, reason)
    letters.tell_owner(session, mandate, _("%(holder)s 终止了委托 %(id)s：%(reason)s"))
    return mandate


def withdraw(session: Session, actor: Actor, public_id: str) -> Mandate:
    """Take the offer back."""
    mandate = _as_owner(session, actor, public_id)
    _move(session, actor, mandate, MandateAction.WITHDRAW)
    letters.tell_holder(session, mandate, _("%(owner)s 撤回了委托 %(id)s"))
    return mandate


def revoke(session: Session, actor: Actor, public_id: str, reason: str) -> Mandate:
    """End it from the owner's side; the power ends at once."""
    mandate = _as_owner(session, actor, public_id)
    _move(session, actor, mandate, MandateAction.REVOKE, reason)
    letters.tell_holder(session, mandate, _("%(owner)s 解除了委托 %(id)s：%(reason)s"))
    return mandate


@every("mandates.expire", timedelta(hours=1))
def end_those_out_of_date(session: Session, moment: datetime) -> None:
    """Close what ran out and tell both sides. The power itself ended with the day: it is asked for by date."""
    day = moment.astimezone(CHINA).date()
    out = select(Mandate).where(
        Mandate.state.in_((MandateState.ACCEPTED, MandateState.PROPOSED)), Mandate.valid_until < day
    )
    for mandate in session.scalars(out.order_by(Mandate.id).with_for_update(of=Mandate)).all():
        _move(session, SYSTEM, mandate, MandateAction.EXPIRE)
        for tell in (letters.tell_owner, letters.tell_holder):
            tell(session, mandate, _("委托 %(id)s（%(owner)s 委托 %(holder)s）已于 %(until)s 到期"))


NEEDS_A_REASON = frozenset({MandateAction.DECLINE, MandateAction.GIVE_UP, MandateAction.REVOKE})


def _move(session: Session, actor: Actor, mandate: Mandate, action: MandateAction, reason: str = "") -> None:
    state = MANDATE.next_state(mandate.state, action)
    reason = reason.strip()[:LONGEST_TEXT]
    if action in NEEDS_A_REASON and not reason:
        raise InvalidInput("请写明理由，对方会看到。", {"reason": "请写明理由，对方会看到。"})
    mandate.state, mandate.reason, mandate.decided_at = state, reason, now()
    session.flush()
    record_act(session, actor, action, mandate, **({"reason": reason} if reason else {}))


def _as_holder(session: Session, actor: Actor, public_id: str) -> Mandate:
    mandate = mandates.get_mandate(session, actor, public_id, lock=True)
    if not policies.holds(actor, mandate):
        raise Forbidden("只有受托的技术经理人，或受托机构的管理员，可以这样做。")
    return mandate


def _as_owner(session: Session, actor: Actor, public_id: str) -> Mandate:
    mandate = mandates.get_mandate(session, actor, public_id, lock=True)
    if not policies.can_manage(actor, mandate.owner_id):
        raise Forbidden("只有委托单位的管理员可以这样做。")
    return mandate


def _refuse_unsound(session: Session, owner: Organisation, command: Proposal) -> None:
    """InvalidInput with a sentence for each field that does not hold."""
    wrong: dict[str, str] = {}
    if not _may_hold(session, owner, command):
        wrong["holder"] = _("请选择一位技术经理人或一家技术转移机构。")
    if not command.acts:
        wrong["acts"] = _("请至少选一项权限。")
    if command.valid_until < max(command.valid_from, today()):
        wrong["valid_until"] = _("结束日期要在今天和开始日期之后。")
    elif command.valid_until - command.valid_from > LONGEST_MANDATE:
        wrong["valid_until"] = _("委托最长三年。请改早结束日期，到期可以再续。")
    if command.records is not None:
        known = {line.public_id for line in owned(session, frozenset({owner.id}))}
        if not command.records or not command.records <= known:
            wrong["records"] = _("请选择本单位的成果或需求，或改为全部记录。")
    if wrong:
        raise InvalidInput("有内容不符合要求，请按提示修改。", wrong)


def _may_hold(session: Session, owner: Organisation, command: Proposal) -> bool:
    if (command.person_id is None) == (command.agency_id is None):
        return False
    if command.agency_id is not None:
        agency = session.get(Organisation, command.agency_id)
        return agency is not None and agency.kind is OrganisationKind.AGENCY and agency.id != owner.id
    person = session.get(Person, command.person_id)
    return person is not None and person.active and any(entry.role is Role.BROKER for entry in person.roles)
