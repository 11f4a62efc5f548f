"""A result, its owner and somebody who would like to see more of it."""

import pytest
from sqlalchemy.orm import Session

from marketplace.accounts.models import OrganisationKind
from marketplace.accounts.queries import actor_for
from marketplace.core.actor import Role
from marketplace.disclosure import features
from tests.disclosure.making import Shop
from tests.factories import make_listing, make_organisation, make_person

features.lend()


@pytest.fixture
def shop(session: Session) -> Shop:
    university = make_organisation(session, "UNI-A")
    works = make_organisation(session, "ENT-A", OrganisationKind.ENTERPRISE)
    owner = make_person(session, "owner@example.org", Role.UNIVERSITY, organisation=university)
    person = make_person(session, "reader@example.org", Role.ENTERPRISE, organisation=works)
    version = make_listing(session, owner=university)
    return Shop(version, actor_for(owner), actor_for(person), works, person)
