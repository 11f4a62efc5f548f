"""Who may see and do what with sessions and registrations."""

from sqlalchemy import ColumnElement, and_, exists, false, or_

from marketplace.core.actor import Act, Actor, Role
from marketplace.events.day.rules import StaffRole
from marketplace.events.models import Event, EventItem, EventRegistration, EventStaff
from marketplace.events.rules import ANNOUNCED
from marketplace.needs.models import Need


def organises(actor: Actor) -> bool:
    """Organisers who belong to an organisation: they may set up sessions."""
    return Role.ORGANISER in actor.roles and bool(actor.organisations)


def can_manage(actor: Actor, event: Event) -> bool:
    """The organisers of the organisation that holds the session, and those whom they made co-organisers of it."""
    return owns(actor, event) or helps_as(actor, event, StaffRole.CO_ORGANISER)


def owns(actor: Actor, event: Event) -> bool:
    """The organisers of the organisation that holds it: they alone say who helps."""
    return actor.system or (organises(actor) and actor.belongs_to(event.owner_id))


def helps_as(actor: Actor, event: Event, *roles: StaffRole) -> bool:
    """Was this person let in to help at this session?"""
    return actor.signed_in and any(each.person_id == actor.person_id and each.role in roles for each in event.staff)


def can_check_in(actor: Actor, event: Event) -> bool:
    """Whoever runs it, and its desk."""
    return can_manage(actor, event) or helps_as(actor, event, StaffRole.DESK)


def can_see(actor: Actor, event: Event) -> bool:
    """Everybody once it is announced; before that those who run it or help."""
    return event.state in ANNOUNCED or can_check_in(actor, event)


def managed_by(actor: Actor) -> ColumnElement[bool]:
    """The sessions that the actor runs, as a condition."""
    own = Event.owner_id.in_(sorted(actor.current)) if organises(actor) else false()
    return or_(own, _helped_by(actor, StaffRole.CO_ORGANISER)) if actor.signed_in else own


def worked_by(actor: Actor) -> ColumnElement[bool]:
    """The sessions that the actor runs or helps at, as a condition."""
    return or_(managed_by(actor), _helped_by(actor, StaffRole.DESK))


def _helped_by(actor: Actor, role: StaffRole) -> ColumnElement[bool]:
    return exists().where(
        EventStaff.event_id == Event.id, EventStaff.person_id == actor.person_id, EventStaff.role == role
    )


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
