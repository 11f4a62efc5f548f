"""Who deletes their account is no longer named in the registrations of their organisation. On both databases."""

from sqlalchemy import select

from marketplace.accounts.models import Person
from marketplace.events.rules import Side
from marketplace.events.services.forgetting import forget_attendee
from tests.events.staging import Stage


def test_a_number_takes_the_place_of_the_name_in_the_own_organisation_alone(stage: Stage) -> None:
    event = stage.event()
    ours, theirs = stage.party("uni-a", Side.PROVIDER), stage.party("ent-a", Side.SEEKER)
    person = stage.session.scalars(select(Person).where(Person.id == ours.actor.person_id)).one()
    names = ("陈工", person.name)
    registered = stage.register(event, ours, attendees=names)
    namesake = stage.register(event, theirs, attendees=names)
    registered.phone = namesake.phone = "13800001234"

    forget_attendee(stage.session, person)
    stage.session.flush()

    assert (registered.attendees, registered.phone) == (["陈工", person.public_id], "")
    assert (namesake.attendees, namesake.phone) == (list(names), "13800001234")
