"""Reading organisations, their people and what waits for them; each limited to what the actor may see."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session, joinedload

from marketplace.accounts.models import Membership, MembershipRole, Organisation, OrganisationKind, Person, Standing
from marketplace.core.actor import Actor
from marketplace.core.errors import Forbidden, NotFound
from marketplace.core.paging import Page
from marketplace.organisations import policies
from marketplace.organisations.credit_code import tidy
from marketplace.organisations.likeness import alike
from marketplace.organisations.models import Invitation, JoinRequest, OrganisationRedirect, Verification
from marketplace.organisations.rules import DoorState

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationFilter:
    """What a list of organisations is narrowed to; `region` is a province or a city."""

    text: str = ""
    kind: OrganisationKind | None = None
    standing: Standing | None = None
    region: str = ""


def get_organisation(session: Session, code: str, *, lock: bool = False) -> Organisation:
    """The organisation of this code; `lock` holds its row, so that two acts come one after the other."""
    found = select(Organisation).where(Organisation.code == code)
    if lock:
        found = found.with_for_update().execution_options(populate_existing=True)
    organisation = session.scalar(found)
    if organisation is None:
        raise NotFound("没有代码为“%(code)s”的单位。", code=code)
    return organisation


def find_merged(session: Session, code: str) -> str | None:
    """The code of the organisation into which this one was merged."""
    redirects = select(Organisation.code).join(OrganisationRedirect)
    return session.scalar(redirects.where(OrganisationRedirect.code == code))


def get_to_manage(session: Session, actor: Actor, code: str, *, lock: bool = False) -> Organisation:
    """The organisation, for its managers."""
    organisation = get_organisation(session, code, lock=lock)
    if not policies.can_manage(actor, organisation.id):
        raise Forbidden("只有这个单位的管理员可以这样做。请联系本单位管理员。")
    return organisation


def get_own(session: Session, actor: Actor, code: str) -> Organisation:
    """The organisation, for its members."""
    organisation = get_organisation(session, code)
    if not policies.can_see_members(actor, organisation):
        raise Forbidden("只有这个单位的成员可以看这一页。您可以申请加入。")
    return organisation


def directory(
    session: Session, wanted: OrganisationFilter, number: int = 1, size: int = PAGE_SIZE
) -> Page[Organisation]:
    """A page of the organisations, by name."""
    known = select(Organisation).where(*_conditions(wanted))
    total = session.scalar(select(func.count()).select_from(known.subquery())) or 0
    number = min(max(number, 1), max(1, -(-total // size)))
    first = known.order_by(Organisation.name, Organisation.id).limit(size).offset((number - 1) * size)
    return Page(items=session.scalars(first).all(), total=total, number=number, size=size)


def members_of(session: Session, actor: Actor, organisation: Organisation, number: int = 1) -> Page[Membership]:
    """A page of the members, managers first; for members and administrators."""
    if not policies.can_see_members(actor, organisation):
        raise Forbidden("只有这个单位的成员可以看这一页。您可以申请加入。")
    of = Membership.organisation_id == organisation.id
    total = session.scalar(select(func.count(Membership.id)).where(of)) or 0
    number = min(max(number, 1), max(1, -(-total // PAGE_SIZE)))
    order = (case((Membership.role == MembershipRole.MANAGER, 0), else_=1), Membership.id)
    rows = select(Membership).where(of).options(joinedload(Membership.person)).order_by(*order)
    shown = session.scalars(rows.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)).all()
    return Page(items=shown, total=total, number=number, size=PAGE_SIZE)


def get_membership(session: Session, organisation: Organisation, membership_id: int) -> Membership:
    found = select(Membership).where(Membership.id == membership_id, Membership.organisation_id == organisation.id)
    membership = session.scalar(found.options(joinedload(Membership.person)))
    if membership is None:
        raise NotFound("这位成员已不在本单位。请刷新页面。")
    return membership


def count_managers(session: Session, organisation_id: int) -> int:
    """How many active people manage the organisation."""
    found = select(func.count(Membership.id)).join(Person).where(Membership.organisation_id == organisation_id)
    return session.scalar(found.where(Membership.role == MembershipRole.MANAGER, Person.active)) or 0


def find_membership(session: Session, organisation_id: int, person_id: int | None) -> Membership | None:
    return session.scalar(
        select(Membership).where(Membership.organisation_id == organisation_id, Membership.person_id == person_id)
    )


def find_twin(session: Session, credit_code: str | None) -> Organisation | None:
    """The organisation that has this code already."""
    if not credit_code:
        return None
    return session.scalar(select(Organisation).where(Organisation.credit_code == credit_code))


def find_alike(session: Session, *names: str) -> list[Organisation]:
    """Organisations whose name is nearly one of these, the likest first."""
    known = session.execute(select(Organisation.id, Organisation.name, Organisation.english)).all()
    triples = [(row[0], row[1], row[2]) for row in known]
    near = dict.fromkeys(number for name in names if name for number in alike(name, triples))
    found = {each.id: each for each in session.scalars(select(Organisation).where(Organisation.id.in_(near)))}
    return [found[number] for number in near]


def open_invitations(session: Session, organisation: Organisation) -> Sequence[Invitation]:
    waiting = select(Invitation).where(
        Invitation.organisation_id == organisation.id, Invitation.state == DoorState.OPEN
    )
    return session.scalars(waiting.order_by(Invitation.sent_at.desc(), Invitation.id)).all()


def invitations_for(session: Session, email: str) -> Sequence[Invitation]:
    """What is open for an address."""
    waiting = select(Invitation).where(Invitation.email == email, Invitation.state == DoorState.OPEN)
    return [each for each in session.scalars(waiting.order_by(Invitation.id)) if not each.expired]


def open_requests(session: Session, organisation_ids: frozenset[int]) -> Sequence[JoinRequest]:
    """Who asks to join these organisations, the longest waiting first."""
    waiting = select(JoinRequest).where(
        JoinRequest.organisation_id.in_(organisation_ids), JoinRequest.state == DoorState.OPEN
    )
    return session.scalars(waiting.order_by(JoinRequest.asked_at, JoinRequest.id)).all()


def requests_of(session: Session, actor: Actor) -> Sequence[JoinRequest]:
    """What the actor asked and nobody has answered."""
    mine = select(JoinRequest).where(JoinRequest.person_id == actor.person_id, JoinRequest.state == DoorState.OPEN)
    return session.scalars(mine.order_by(JoinRequest.id)).all()


def find_open_request(session: Session, organisation_id: int, person_id: int | None) -> JoinRequest | None:
    return session.scalar(
        select(JoinRequest).where(
            JoinRequest.organisation_id == organisation_id,
            JoinRequest.person_id == person_id,
            JoinRequest.state == DoorState.OPEN,
        )
    )


def verifications_of(session: Session, organisation: Organisation) -> Sequence[Verification]:
    """Every hand-in, the latest first."""
    held = select(Verification).where(Verification.organisation_id == organisation.id)
    return session.scalars(held.order_by(Verification.id.desc())).all()


def waiting_verifications(session: Session, actor: Actor, number: int = 1) -> Page[Verification]:
    """The administrators' queue, the longest waiting first."""
    if not actor.is_admin:
        raise Forbidden("只有系统管理员可以查看这一页。")
    waiting = select(Verification).where(Verification.state == Standing.PENDING)
    total = session.scalar(select(func.count()).select_from(waiting.subquery())) or 0
    number = min(max(number, 1), max(1, -(-total // PAGE_SIZE)))
    shown = waiting.order_by(Verification.submitted_at, Verification.id).limit(PAGE_SIZE)
    return Page(
        items=session.scalars(shown.offset((number - 1) * PAGE_SIZE)).all(), total=total, number=number, size=PAGE_SIZE
    )


def get_evidence(session: Session, actor: Actor, code: str, number: int) -> Verification:
    """A paper that was handed in: for the organisation's managers and administrators; nobody else learns of it."""
    organisation = get_organisation(session, code)
    found = select(Verification).where(Verification.id == number, Verification.organisation_id == organisation.id)
    verification = session.scalar(found)
    if verification is None or not policies.can_manage(actor, organisation.id):
        raise NotFound("没有这份材料。")
    return verification


def _conditions(wanted: OrganisationFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.text:
        columns = (Organisation.name, Organisation.english, Organisation.code)
        said = [column.icontains(wanted.text, autoescape=True) for column in columns]
        conditions.append(or_(Organisation.credit_code == tidy(wanted.text), *said))
    if wanted.kind:
        conditions.append(Organisation.kind == wanted.kind)
    if wanted.standing:
        conditions.append(Organisation.standing == wanted.standing)
    if wanted.region:
        within = wanted.region.removesuffix("00").removesuffix("00")
        conditions.append(Organisation.region.startswith(within, autoescape=True))
    return conditions
