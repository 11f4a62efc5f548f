"""The people around a need."""

from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation, OrganisationKind
from marketplace.core.actor import Actor, Role
from tests.factories import make_actor, make_organisation


@dataclass(frozen=True, slots=True)
class Cast:
    """An enterprise with a member, another one, a curator, and a curator who belongs to the enterprise."""

    enterprise: Organisation
    member: Actor
    stranger: Actor
    curator: Actor
    own_curator: Actor


@pytest.fixture
def cast(session: Session) -> Cast:
    enterprise = make_organisation(session, "ENT-A", OrganisationKind.ENTERPRISE, "楚垣钢铁集团有限公司")
    other = make_organisation(session, "ENT-B", OrganisationKind.ENTERPRISE, "岚桥水泥有限公司")
    return Cast(
        enterprise=enterprise,
        member=make_actor(session, "member@example.org", Role.ENTERPRISE, organisation=enterprise),
        stranger=make_actor(session, "stranger@example.org", Role.ENTERPRISE, organisation=other),
        curator=make_actor(session, "curator@example.org", Role.CURATOR),
        own_curator=make_actor(session, "own@example.org", Role.CURATOR, organisation=enterprise),
    )
