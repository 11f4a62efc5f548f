"""Reading organisations for administrators: the list with its counts, and the page of one."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Membership, Organisation
from marketplace.core.actor import Actor
from marketplace.core.audit import AuditEvent
from marketplace.core.errors import Forbidden
from marketplace.core.paging import Page
from marketplace.organisations import queries
from marketplace.organisations.queries import OrganisationFilter


def _(text: str) -> str:
    """Mark a msgid."""
    return text


PAGE_SIZE = 50
LATEST = 30


def organisations(
    session: Session, actor: Actor, wanted: OrganisationFilter, number: int = 1
) -> tuple[Page[Organisation], Mapping[int, int]]:
    """A page of the organisations, by name, and how many members each has."""
    _refuse_others(actor)
    page = queries.directory(session, wanted, number, PAGE_SIZE)
    shown = [organisation.id for organisation in page.items]
    counted = select(Membership.organisation_id, func.count()).where(Membership.organisation_id.in_(shown))
    return page, {row[0]: row[1] for row in session.execute(counted.group_by(Membership.organisation_id))}


def history(session: Session, actor: Actor, organisation: Organisation) -> Sequence[AuditEvent]:
    """The latest acts on the organisation itself."""
    _refuse_others(actor)
    about = select(AuditEvent).where(
        AuditEvent.subject_kind == Organisation.record_kind, AuditEvent.subject_id == organisation.public_id
    )
    return session.scalars(about.order_by(AuditEvent.id.desc()).limit(LATEST)).all()


SIDES = (
    (_("单位全称"), "name"),
    (_("英文名称"), "english"),
    (_("统一社会信用代码"), "credit_code"),
    (_("地址"), "address"),
    (_("网址"), "website"),
    (_("联系人"), "contact_name"),
    (_("联系电话"), "contact_phone"),
    (_("联系邮箱"), "contact_email"),
)
MOVES = {
    "memberships": _("成员"),
    "achievements": _("成果"),
    "needs": _("需求"),
    "import_runs": _("导入"),
    "harvest_sources": _("采集来源"),
    "mandates": _("委托"),
    "invitations": _("邀请"),
    "join_requests": _("加入申请"),
    "organisation_verifications": _("认证材料"),
    "organisation_redirects": _("先前并入的单位"),
}


def side_by_side(gone: Organisation, kept: Organisation) -> list[tuple[str, str, str, bool]]:
    """Label (a msgid), what each says, and whether they differ."""
    pairs = [(label, getattr(gone, name) or "", getattr(kept, name) or "") for label, name in SIDES]
    return [(label, ours, theirs, ours != theirs) for label, ours, theirs in pairs]


def what_moves(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """What the organisation has, in words (msgids) and counts; the rest under one word."""
    named = [(word, counts[table]) for table, word in MOVES.items() if counts.get(table)]
    other = sum(count for table, count in counts.items() if table not in MOVES)
    return [*named, (_("其他设置"), other)] if other else named


def _refuse_others(actor: Actor) -> None:
    if not actor.is_admin:
        raise Forbidden("只有系统管理员可以查看这一页。")
