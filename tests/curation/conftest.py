"""Curators, an enterprise with needs, a university with results."""

from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation, OrganisationKind
from marketplace.core.actor import Actor, Role
from tests.factories import make_actor, make_organisation


@dataclass(frozen=True, slots=True)
class Cast:
    university: Organisation
    enterprise: Organisation
    curator: Actor
    colleague: Actor
    own_curator: Actor


@pytest.fixture
def cast(session: Session) -> Cast:
    university = make_organisation(session, "UNI-A", name="楚泽大学")
    enterprise = make_organisation(session, "ENT-A", OrganisationKind.ENTERPRISE, "楚垣钢铁")
    return Cast(
        university=university,
        enterprise=enterprise,
        curator=make_actor(session, "curator@example.org", Role.CURATOR),
        colleague=make_actor(session, "colleague@example.org", Role.CURATOR),
        own_curator=make_actor(session, "own@example.org", Role.CURATOR, organisation=enterprise),
    )
