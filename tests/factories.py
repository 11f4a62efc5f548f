"""People, organisations and records for tests."""

from dataclasses import replace
from functools import lru_cache

from sqlalchemy.orm import Session

from marketplace.accounts.models import Membership, MembershipRole, Organisation, OrganisationKind, Person, PersonRole
from marketplace.accounts.passwords import hash_password
from marketplace.accounts.queries import actor_for
from marketplace.core.actor import Actor, Role
from marketplace.core.clock import now
from marketplace.core.public_ids import next_public_id
from marketplace.needs.content import Constraint, NeedContent
from marketplace.needs.mapping import write_content
from marketplace.needs.models import Need
from marketplace.needs.rules import RESPONSE_TIME, VISIBLE, WAITING, NeedState
from marketplace.taxonomy.terms import Operator, Priority, SolutionMode

PASSWORD = "correct-horse-battery"


@lru_cache
def _hashed() -> str:
    return hash_password(PASSWORD)


def make_organisation(
    session: Session, code: str = "UNI-A", kind: OrganisationKind = OrganisationKind.UNIVERSITY, name: str = ""
) -> Organisation:
    organisation = Organisation(code=code, name=name or f"单位 {code}", english=code, kind=kind, region="420100")
    session.add(organisation)
    session.flush()
    return organisation


def make_person(session: Session, email: str, *roles: Role, organisation: Organisation | None = None) -> Person:
    person = Person(
        email=email,
        name=email.split("@")[0],
        password_hash=_hashed(),
        session_key=f"key-{email}"[:40],
        roles=[PersonRole(role=role) for role in roles],
    )
    if organisation is not None:
        person.memberships.append(Membership(organisation=organisation, role=MembershipRole.MANAGER))
    session.add(person)
    session.flush()
    return person


def make_actor(session: Session, email: str, *roles: Role, organisation: Organisation | None = None) -> Actor:
    """The actor of a new person."""
    return actor_for(make_person(session, email, *roles, organisation=organisation))


def need_content(**changes: object) -> NeedContent:
    """A need that may be published and matched."""
    content = NeedContent(
        title="烧结烟气余热 180 ℃ 以下回收发电",
        problem="烧结机烟气在 180 ℃ 以下的余热直接排空，两台机组每年损失约 1.2 万吨标煤。",
        indicators="余热回收率 60 % 以上，系统净发电不少于 1.5 MW，场地不超过 800 平方米。",
        goal="一年内完成改造，年减排 2 万吨二氧化碳。",
        keywords=("余热回收", "烧结"),
        region="420100",
        contact_name="陈工",
        contact_phone="13800001234",
        contact_email="chen@example.org",
        sector="steel",
        constraints=(
            Constraint(parameter="余热回收率", operator=Operator.AT_LEAST, value=60, unit="%"),
            Constraint(parameter="投资回收期", operator=Operator.AT_MOST, value=4, unit="年", priority=Priority.WANT),
        ),
        target_reduction=20000,
        budget=1800,
        minimum_trl=7,
        solution_modes=(SolutionMode.COMMISSION, SolutionMode.SERVICE),
    )
    return replace(content, **changes)  # type: ignore[arg-type]


def make_need(
    session: Session,
    owner: Organisation,
    state: NeedState = NeedState.PUBLISHED,
    content: NeedContent | None = None,
    submitted_by: int | None = None,
    **changes: object,
) -> Need:
    """A need in a state, as the services would have left it; `changes` alter the content."""
    public_id = next_public_id(session, "N")
    need = Need(
        public_id=public_id,
        owner_id=owner.id,
        owner=owner,
        source_system="tansuo",
        source_key=public_id,
        state=state,
        constraints=[],
        modes=[],
    )
    write_content(need, content or need_content(**changes))
    if state in WAITING | VISIBLE:
        need.submitted_at, need.submitted_by = now(), submitted_by
        need.response_due_at = now() + RESPONSE_TIME
    if state in VISIBLE:
        need.published_at = now()
    session.add(need)
    session.flush()
    return need
