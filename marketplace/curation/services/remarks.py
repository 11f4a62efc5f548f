"""Writing, changing, retiring standard remarks."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now
from marketplace.core.errors import Forbidden, InvalidInput
from marketplace.curation.models import StandardRemark
from marketplace.curation.queries.remarks import fields_for, get_remark
from marketplace.curation.rules import Kind, RemarkAct

LONGEST = 500


def _(text: str) -> str:
    """Mark a msgid."""
    return text


UNSAID = _("请写出意见，不超过 500 字。")
NO_SUCH_FIELD = _("这一类记录没有这个栏目，请另选。")


@dataclass(frozen=True, slots=True, kw_only=True)
class RemarkText:
    """What a standard remark says in both languages, and what it is tied to."""

    kind: Kind | None
    field: str
    zh: str
    en: str


def create_remark(session: Session, actor: Actor, command: RemarkText) -> StandardRemark:
    """Add a remark for every curator."""
    if not actor.is_curator:
        raise Forbidden("只有审核员可以使用常用意见。")
    remark = StandardRemark(created_by=actor.person_id)
    _write(remark, command)
    session.add(remark)
    session.flush()
    record_act(session, actor, RemarkAct.CREATE, remark)
    return remark


def edit_remark(session: Session, actor: Actor, number: int, command: RemarkText) -> StandardRemark:
    """Change a remark; what was written with it before stays as it was."""
    remark = get_remark(session, actor, number)
    _write(remark, command)
    record_act(session, actor, RemarkAct.EDIT, remark)
    return remark


def retire_remark(session: Session, actor: Actor, number: int) -> StandardRemark:
    """Offer it no longer."""
    remark = get_remark(session, actor, number)
    if remark.retired_at is None:
        remark.retired_at = now()
        record_act(session, actor, RemarkAct.RETIRE, remark)
    return remark


def restore_remark(session: Session, actor: Actor, number: int) -> StandardRemark:
    """Offer it again."""
    remark = get_remark(session, actor, number)
    if remark.retired_at is not None:
        remark.retired_at = None
        record_act(session, actor, RemarkAct.RESTORE, remark)
    return remark


def _write(remark: StandardRemark, command: RemarkText) -> None:
    wrong = {
        name: UNSAID for name, text in (("zh", command.zh), ("en", command.en)) if not 0 < len(text.strip()) <= LONGEST
    }
    if command.field and command.field not in fields_for(command.kind):
        wrong["field"] = NO_SUCH_FIELD
    if wrong:
        raise InvalidInput("有内容不符合要求，请按提示修改。", wrong)
    remark.kind, remark.field = command.kind, command.field
    remark.zh, remark.en, remark.updated_at = command.zh.strip(), command.en.strip(), now()
