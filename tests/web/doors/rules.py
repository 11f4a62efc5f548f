"""Whom the doors know: names of readers, and the rules that rows of several rooms share."""

from typing import Any

from ingest.models import RunState
from marketplace.accounts.models import MandateState
from marketplace.core.actor import Actor, Role
from marketplace.events import policies as events
from marketplace.events.rules import LIFECYCLE as EVENT_LIFE
from marketplace.events.rules import EventAction
from marketplace.listings import policies as listings
from marketplace.listings.queries.records import GONE
from marketplace.listings.rules import LIFECYCLE as LISTING_LIFE
from marketplace.listings.rules import VISIBLE as LISTED
from marketplace.listings.rules import ListingAction
from marketplace.matching.policies import decides_what_is_learnt, sees_what_is_learnt, sides_of
from marketplace.matching.talks import standing_of
from marketplace.needs import policies as needs
from marketplace.needs.rules import LIFECYCLE as NEED_LIFE
from marketplace.needs.rules import NeedAction
from marketplace.organisations import policies as organisations
from marketplace.web.access import anyone, has_role, in_an_organisation, signed_in
from tests.web.answers import Answer, Record, Rule, rule

PUBLIC, OWNER, OTHER, ENTERPRISE, CURATOR, ADMIN = "public", "owner", "other", "enterprise", "curator", "admin"
# rows that name their readers are walked by these; rules and policies by everybody in house.READERS
NAMED = frozenset({PUBLIC, OWNER, OTHER, ENTERPRISE, CURATOR, ADMIN, "broker", "organiser", "expert"})
EVERYBODY, SIGNED_IN, MEMBERS = anyone, signed_in, in_an_organisation
CURATORS, ADMINS = has_role(Role.CURATOR), has_role(Role.ADMIN)


def only(*readers: str) -> frozenset[str]:
    return frozenset(readers)


def listing(action: ListingAction | None = None, **said: Any) -> Rule:
    """On an achievement's version in work, or its newest; `action` gives the states from the table of states."""
    states = {"states": LISTING_LIFE.table[action].sources} if action else {}
    return rule("result", **{"sees": listings.can_see, "may": by_listing} | states | said)


def by_listing(actor: Actor, version: Any) -> bool:
    return listings.can_edit(actor, version.achievement)


def submits_listing(actor: Actor, version: Any) -> bool:
    return listings.can_submit(actor, version.achievement)


def looks_after(actor: Actor, version: Any) -> bool:
    return listings.can_look_after(actor, version.achievement)


def came_out(action: ListingAction, **said: Any) -> Rule:
    """On the version that came out."""
    return listing(action, **{"may": looks_after, "of": "out"} | said)


def public_page(_actor: Actor, record: Record) -> Answer:
    """The page of a record: the version in force, a tombstone, or nothing."""
    if record.out is None:
        return Answer.HIDDEN
    return Answer.GONE if record.out.state in GONE else Answer.OPEN


def shown_result(_actor: Actor, record: Record) -> Answer:
    """What is said of a result while the public reads it, and of no other."""
    return Answer.OPEN if record.out is not None and record.out.state in LISTED else Answer.HIDDEN


def takes_part(actor: Actor, talk: Any) -> bool:
    return bool(sides_of(actor, talk))


def receives_talk(actor: Actor, talk: Any) -> bool:
    return standing_of(actor, talk)[1]


def sees_learnt(actor: Actor, organisation: Any) -> bool:
    return sees_what_is_learnt(actor, organisation.id)


def decides_learnt(actor: Actor, organisation: Any) -> bool:
    return decides_what_is_learnt(actor, organisation.id)


def version_page(actor: Actor, record: Record) -> Answer:
    """The page of one version; of what was taken off others than its owner's side see the tombstone."""
    if listings.can_see(actor, record.row):
        return Answer.OPEN
    return Answer.GONE if record.row.state in GONE else Answer.HIDDEN


def restores(actor: Actor, record: Record) -> Answer:
    """Whoever took it off puts it back."""
    answer = came_out(ListingAction.RESTORE).answer(actor, record)
    refused = answer is Answer.OPEN and not listings.can_restore(actor, record.out)
    return Answer.FORBIDDEN if refused else answer


def need(action: NeedAction | None = None, **said: Any) -> Rule:
    states = {"states": NEED_LIFE.table[action].sources} if action else {}
    return rule("need", **{"sees": needs.can_see, "may": needs.can_edit} | states | said)


def reinstates(actor: Actor, record: Record) -> Answer:
    answer = need(NeedAction.REINSTATE, may=needs.can_withdraw).answer(actor, record)
    return Answer.FORBIDDEN if answer is Answer.OPEN and not needs.can_reinstate(actor, record.row) else answer


def is_diagnosed(actor: Actor, row: Any) -> bool:
    return row.diagnosis is not None and needs.can_see(actor, row) and needs.can_diagnose(actor, row)


def manages(actor: Actor, organisation: Any) -> bool:
    return organisations.can_manage(actor, organisation.id)


def manages_owner(actor: Actor, row: Any) -> bool:
    return organisations.can_manage(actor, getattr(row, "owner_id", None) or row.organisation_id)


def manages_itself(actor: Actor, row: Any) -> bool:
    """Managers alone: administrators do not set up sources."""
    return row.organisation_id in actor.manages


def belongs(actor: Actor, row: Any) -> bool:
    return actor.belongs_to(row.organisation_id)


def leaves(actor: Actor, record: Record) -> Answer:
    """Members; the only manager cannot."""
    if not actor.belongs_to(record.row.id):
        return Answer.HIDDEN
    return Answer.CONFLICT if record.row.id in actor.manages else Answer.OPEN


def joins(actor: Actor, record: Record) -> Answer:
    return Answer.CONFLICT if actor.belongs_to(record.row.id) else Answer.OPEN


def administers(actor: Actor, _row: Any) -> bool:
    return actor.is_admin


def own_job(actor: Actor, row: Any) -> bool:
    return actor.person_id == row.person_id


def opens_paper(actor: Actor, record: Record) -> Answer:
    """A file of a version: of what the reader may see, at the tiers that are open."""
    if not listings.can_see(actor, record.row):
        return Answer.HIDDEN
    if record.out.tier in listings.tiers_of(actor, record.row):
        return Answer.OPEN
    return Answer.FORBIDDEN if actor.signed_in else Answer.SIGN_IN


def event(action: EventAction | None = None, **said: Any) -> Rule:
    states = {"states": EVENT_LIFE.table[action].sources} if action else {}
    return rule("event", **{"sees": events.can_see, "may": events.can_manage} | states | said)


def at_door(states: Any = None, **said: Any) -> Rule:
    """The desk of a session and those who run it."""
    return rule("event", **{"sees": events.can_see, "may": events.can_check_in, "states": states} | said)


def owned(**said: Any) -> Rule:
    """Those who say who helps at a session."""
    return rule("event", **{"sees": events.can_see, "may": events.owns} | said)


def watches(actor: Actor, guest: Any) -> bool:
    """Whoever works at the session, and the parties that come."""
    return events.can_check_in(actor, guest.event) or events.represents(actor, guest)


def checks_in(actor: Actor, row: Any) -> bool:
    return events.can_check_in(actor, row.event)


def owns_its_session(actor: Actor, row: Any) -> bool:
    return events.owns(actor, row.event)


def runs_its_session(actor: Actor, row: Any) -> bool:
    return events.can_manage(actor, row.event)


managed = rule("organisation", may=manages)
at_home = rule("ours", may=manages)
mandate = rule("mandate", sees=organisations.can_see_mandate)
sourced = rule("import", sees=belongs)

AT_REST = frozenset(RunState) - {RunState.UPLOADED, RunState.LOADING}  # no job at work on it
LOCK = {"lock": "{lock}"}
WHY = {"reason": "改由本单位自己办理"}


def acts_on(may: Any, state: MandateState) -> Rule:
    return rule("mandate", sees=organisations.can_see_mandate, may=may, states={state})
