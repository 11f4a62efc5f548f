"""Who may see and do what with sessions and registrations."""

from sqlalchemy import ColumnElement, and_, exists, false

from marketplace.core.actor import Act, Actor, Role
from marketplace.events.models import Event, EventItem, EventRegistration
from marketplace.events.rules import ANNOUNCED
from marketplace.needs.models import Need


def organises(actor: Actor) -> bool:
    """Organisers who belong to an organisation: they may set up sessions."""
    return Role.ORGANISER in actor.roles and bool(actor.organisations)


def can_manage(actor: Actor, event: Event) -> bool:
    """The organisers of the organisation that holds the session."""
    return actor.system or (organises(actor) and actor.belongs_to(event.owner_id))


def can_see(actor: Actor, event: Event) -> bool:
    """Everybody once it is announced; before that its organisers."""
    return event.state in ANNOUNCED or can_manage(actor, event)


def managed_by(actor: Actor) -> ColumnElement[bool]:
    """The sessions that the actor runs, as a condition."""
    return Event.owner_id.in_(sorted(actor.current)) if organises(actor) else false()


def can_register(actor: Actor, organisation_id: int) -> bool:
    """Members, and whoever has a mandate to hand in for all of the owner's records."""
    return actor.system or actor.may_act_for(Act.SUBMIT, organisation_id, None)


def represents(actor: Actor, registration: EventRegistration) -> bool:
    return can_register(actor, registration.organisation_id)


def wishes_for(actor: Actor, registration: EventRegistration) -> bool:
    """Its own side, and the session's organisers on its behalf."""
    return represents(actor, registration) or can_manage(actor, registration.event)


def represented_by(actor: Actor) -> ColumnElement[bool]:
    """The registrations that the actor looks after, as a condition."""
    given = {power.owner_id for power in actor.current_powers if power.covers(Act.SUBMIT, power.owner_id, None)}
    return EventRegistration.organisation_id.in_(sorted(actor.current | given))


def named_to_all() -> ColumnElement[bool]:
    """The registrations whose name other parties see: with consent, and without an anonymous need to tie it to."""
    return and_(EventRegistration.listed, ~brings_anonymous())


def brings_anonymous() -> ColumnElement[bool]:
    """Whether any need that a registration brings is anonymous now."""
    brought = exists().where(
        EventItem.registration_id == EventRegistration.id, Need.public_id == EventItem.subject_id, Need.anonymous
    )
    return brought.correlate(EventRegistration)
