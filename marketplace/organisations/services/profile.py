"""What managers change about their organisation. A new name or code asks for a new verification."""

from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation
from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.errors import Conflict, InvalidInput
from marketplace.organisations import queries
from marketplace.organisations.rules import VERIFICATION, StandingAction
from marketplace.organisations.services.founding import Profile, look_up, tidied, write_profile
from marketplace.organisations.services.verifying import lapse


def save_profile(session: Session, actor: Actor, code: str, lock: int, command: Profile) -> Organisation:
    """Keep what a manager wrote; Conflict when somebody else saved in between."""
    organisation = queries.get_to_manage(session, actor, code, lock=True)
    if lock != organisation.lock:
        raise Conflict("别人刚刚保存了单位资料。您填的内容还在下面，请与已保存的对照后再保存。")
    command = tidied(command)
    same = look_up(session, command).same
    if same is not None and same.id != organisation.id:
        field = "credit_code" if same.credit_code == command.credit_code else "name"
        sentence = "已有另一个单位用了这个名称或代码。请核对；确是同一单位，请联系平台管理员。"
        raise InvalidInput(sentence, {field: sentence})
    before = (organisation.name, organisation.credit_code or "")
    write_profile(organisation, command)
    organisation.lock += 1
    changed = before != (organisation.name, organisation.credit_code or "")
    record_act(session, actor, "edit", organisation, **({"was": " ".join(before)} if changed else {}))
    if changed and VERIFICATION.allows(organisation.standing, StandingAction.LAPSE):
        lapse(session, actor, organisation)
    session.flush()
    return organisation


def set_logo(session: Session, actor: Actor, code: str, key: str) -> Organisation:
    """Show another picture, or none when `key` is blank."""
    organisation = queries.get_to_manage(session, actor, code, lock=True)
    organisation.logo = key
    record_act(session, actor, "logo", organisation)
    return organisation
