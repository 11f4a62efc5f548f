"""What a person changes about themself."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from marketplace.accounts import letters, queries
from marketplace.accounts.models import Consent
from marketplace.accounts.rules import CONSENT_VERSION, AccountAction, Document, Topic
from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now
from marketplace.core.errors import InvalidInput
from marketplace.core.jobs import Job, enqueue

EXPORT = "accounts.export"
LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    name: str
    phone: str
    locale: str


def save_profile(session: Session, actor: Actor, profile: Profile) -> None:
    if profile.locale not in LANGUAGES:
        raise InvalidInput("请选择语言。")
    person = queries.get_own(session, actor)
    person.name, person.phone, person.locale = profile.name, profile.phone, profile.locale


def save_notices(session: Session, actor: Actor, wanted: frozenset[Topic]) -> None:
    """Keep which letters the person wants; those about the account itself are not among them."""
    queries.get_own(session, actor).muted = sorted(topic.value for topic in Topic if topic not in wanted)


def give_consent(session: Session, actor: Actor) -> None:
    """Agree to the terms and the privacy notice that hold now; agreeing twice changes nothing."""
    person = queries.get_own(session, actor)
    given = {consent.document for consent in queries.consents_of(session, actor) if consent.version == CONSENT_VERSION}
    for document in Document:
        if document not in given:
            consent = Consent(person_id=person.id, document=document, version=CONSENT_VERSION, given_at=now())
            session.add(consent)
    if given != set(Document):
        record_act(session, actor, AccountAction.CONSENT, person, version=CONSENT_VERSION)
        letters.tell_consent(session, person, CONSENT_VERSION)


def ask_for_export(session: Session, actor: Actor) -> Job:
    """Have everything that is kept about the person put together; the worker does it."""
    person = queries.get_own(session, actor)
    record_act(session, actor, AccountAction.EXPORT_DATA, person)
    letters.tell_export_asked(session, person)
    return enqueue(session, EXPORT, {"person": person.id}, person.id)
