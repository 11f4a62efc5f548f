"""Making an organisation, once: whoever makes it is its first manager."""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from marketplace.accounts.models import Membership, MembershipRole, Organisation, OrganisationKind
from marketplace.accounts.queries import get_person
from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now
from marketplace.core.errors import Forbidden, InvalidInput
from marketplace.core.public_ids import next_public_id
from marketplace.organisations import queries
from marketplace.organisations.bounds import refuse_out_of_bounds
from marketplace.organisations.credit_code import read_credit_code

PREFIX = "O"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What an organisation says of itself."""

    name: str
    kind: OrganisationKind
    english: str = ""
    credit_code: str = ""
    region: str = ""
    address: str = ""
    website: str = ""
    introduction: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Twins:
    """Organisations that may be the one somebody is about to make: `same` has its code or name, `alike` are near."""

    same: Organisation | None
    alike: tuple[Organisation, ...]


def look_up(session: Session, command: Profile) -> Twins:
    """Is it here already?"""
    near = queries.find_alike(session, command.name, command.english)
    named = next((each for each in near if each.name == command.name), None)
    same = queries.find_twin(session, command.credit_code) or named
    return Twins(same=same, alike=tuple(each for each in near if each is not same))


def create_organisation(
    session: Session, actor: Actor, command: Profile, *, although_alike: bool = False
) -> Organisation:
    """Make an organisation with the actor as its manager; InvalidInput when it is here already, or may be."""
    person = get_person(session, actor.person_id) if actor.person_id else None
    if person is None:
        raise Forbidden("请先登录，再新建单位。")
    command = tidied(command)
    twins = look_up(session, command)
    if twins.same is not None:
        raise InvalidInput("这个单位已经在碳索里了。请申请加入它，不要再建一个。", {"": "twins"})
    if twins.alike and not although_alike:
        raise InvalidInput("有名称相近的单位。请看看是不是其中一个；都不是，再继续新建。", {"": "twins"})
    organisation = Organisation(code=next_public_id(session, PREFIX))
    write_profile(organisation, command)
    session.add(organisation)
    person.memberships.append(
        Membership(organisation=organisation, role=MembershipRole.MANAGER, chosen_at=now(), joined_at=now())
    )
    session.flush()
    record_act(session, actor, "create", organisation, name=organisation.name)
    return organisation


def tidied(command: Profile) -> Profile:
    """The command with its code checked; InvalidInput for what cannot be kept."""
    refuse_out_of_bounds(command)
    code = read_credit_code(command.credit_code) if command.credit_code.strip() else ""
    return replace(command, credit_code=code)


def write_profile(organisation: Organisation, command: Profile) -> None:
    organisation.name, organisation.english, organisation.kind = command.name, command.english, command.kind
    organisation.credit_code = command.credit_code or None
    for name in ("region", "address", "website", "introduction", "contact_name", "contact_phone", "contact_email"):
        setattr(organisation, name, getattr(command, name))
