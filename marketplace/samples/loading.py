"""Load the samples into a database, and take them out again."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, exists, or_, select
from sqlalchemy.orm import Session

from marketplace.accounts import queries as accounts
from marketplace.accounts import services
from marketplace.accounts.demo import ACCOUNTS, PASSWORD, email_of
from marketplace.accounts.models import MembershipRole, Organisation, Person
from marketplace.accounts.queries import actor_for
from marketplace.core.actor import SYSTEM, Actor, Role
from marketplace.core.clock import held_at, now
from marketplace.core.db import Database
from marketplace.core.errors import NotFound
from marketplace.disclosure.models import Access, Grant, Nda
from marketplace.events import services as events
from marketplace.events.models import Event, EventRegistration
from marketplace.listings import services as listings
from marketplace.listings.content import AchievementContent
from marketplace.listings.mapping import fingerprint as listing_print
from marketplace.listings.models import Achievement, AchievementVersion
from marketplace.listings.rules import ListingState
from marketplace.needs import services as needs
from marketplace.needs.content import NeedContent
from marketplace.needs.mapping import fingerprint as need_print
from marketplace.needs.models import Need
from marketplace.needs.rules import NeedState
from marketplace.samples import reading
from marketplace.samples.contracts import remove_contracts
from marketplace.samples.deals import remove_deals
from marketplace.samples.history import forget_answers
from marketplace.samples.reading import Sample

SOURCE = "sample"
BATCH = 25
PACE = timedelta(hours=31)  # one sample was published this long after the one before
# samples of the demo's own organisations that are left waiting, so that queue and drafts have something in them
WAITING = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """How many samples stand in the database now."""

    organisations: int
    achievements: int
    needs: int


def load_samples(database: Database, say: Callable[[str], None]) -> Loaded:
    """Bring accounts and samples in; what is there already is left alone. Safe to run again after a kill."""
    with database.transaction() as session:
        _add_organisations(session)
        _add_accounts(session)
    results, wishes = reading.achievements(), reading.needs()
    held = _held_back(results, "UNI-DEMO") | _held_back(wishes, "ENT-DEMO")
    with database.reading() as session:
        stale = _not_yet_there(session, results, wishes)
    begin = now() - PACE * len(stale)
    for position, batch in _batches(stale):
        with database.transaction() as session:
            for offset, sample in enumerate(batch):
                with held_at(begin + PACE * (position + offset)):
                    _load(session, sample, publish=sample.key not in held)
        say(f"{position + len(batch)} of {len(stale)} samples")
    if stale:
        with database.transaction() as session:
            _hand_in(session, held)
    return Loaded(organisations=len(reading.organisations()), achievements=len(results), needs=len(wishes))


def remove_samples(database: Database) -> Loaded:
    """Take every sample out: records, organisations that own nothing else, and the demo's accounts."""
    with database.transaction() as session:
        remove_contracts(session)
        remove_deals(session)
        events.remove_samples(session)
        forget_answers(session)
        achievements = listings.remove_samples(session, SYSTEM)
        wishes = needs.remove_samples(session)
        for role, _name, _organisation in ACCOUNTS:
            person = accounts.find_person(session, email_of(role))
            if person is not None:
                person.active, person.session_key = False, ""
                person.memberships.clear()
        session.flush()
        owning = (
            Achievement.owner_id, Need.owner_id, Event.owner_id, EventRegistration.organisation_id,
            Grant.organisation_id, Nda.recipient_id, Access.organisation_id,
        )  # fmt: skip
        owns = or_(*(exists().where(owner == Organisation.id) for owner in owning))
        gone = session.scalars(select(Organisation.id).where(Organisation.is_sample, ~owns)).all()
        session.execute(delete(Organisation).where(Organisation.id.in_(gone)))
    return Loaded(organisations=len(gone), achievements=achievements, needs=wishes)


def _add_organisations(session: Session) -> None:
    known = set(session.scalars(select(Organisation.code)))
    for command in reading.organisations():
        if command.code not in known:
            services.add_organisation(session, command)


def _add_accounts(session: Session) -> None:
    for role, name, place in ACCOUNTS:
        person = accounts.find_person(session, email_of(role))
        if person is None:
            command = services.NewPerson(email=email_of(role), name=name, password=PASSWORD, roles=frozenset({role}))
            person = services.add_person(session, command)
        person.active = True
        _join(session, person, place)


def _join(session: Session, person: Person, code: str) -> None:
    if code and not person.memberships:
        services.add_members(
            session, accounts.get_organisation_by_code(session, code), [person], MembershipRole.MANAGER
        )


def _load(session: Session, sample: reading.AnySample, publish: bool) -> None:
    organisation = accounts.get_organisation_by_code(session, sample.organisation)
    if isinstance(sample.content, AchievementContent):
        listings.upsert_imported(
            session, SYSTEM, organisation, SOURCE, sample.key, sample.content, publish=publish, sample=True
        )
    else:
        needs.upsert_imported(
            session, SYSTEM, organisation, SOURCE, sample.key, sample.content, publish=publish, is_sample=True
        )


def _held_back(samples: Sequence[reading.AnySample], organisation: str) -> set[str]:
    """The keys of the demo organisation's last samples."""
    return {sample.key for sample in [sample for sample in samples if sample.organisation == organisation][-WAITING:]}


def _hand_in(session: Session, held: set[str]) -> None:
    """Submit all held back samples but the first of each kind, which stays a draft."""
    university, enterprise = _account(session, Role.UNIVERSITY), _account(session, Role.ENTERPRISE)
    drafts = session.scalars(
        select(Achievement)
        .join(AchievementVersion)
        .where(Achievement.source_key.in_(held), AchievementVersion.state == ListingState.DRAFT)
        .order_by(Achievement.source_key)
    ).all()
    for achievement in drafts[1:] if len(drafts) == WAITING else ():
        listings.submit(session, university, achievement.public_id)
    wishes = session.scalars(
        select(Need).where(Need.source_key.in_(held), Need.state == NeedState.DRAFT).order_by(Need.source_key)
    ).all()
    for need in wishes[1:] if len(wishes) == WAITING else ():
        needs.submit(session, enterprise, need.public_id)


def _account(session: Session, role: Role) -> Actor:
    person = accounts.find_person(session, email_of(role))
    if person is None:
        raise NotFound("没有这个演示账号。")
    return actor_for(person)


def _not_yet_there(
    session: Session, results: Sequence[Sample[AchievementContent]], wishes: Sequence[Sample[NeedContent]]
) -> list[reading.AnySample]:
    """The samples that the database lacks or holds in another form; results and needs mixed as they would come in."""
    held: dict[str, str] = {}
    for table in (Achievement, Need):
        for key, content_hash in session.execute(select(table.source_key, table.content_hash).where(table.is_sample)):
            held[key] = content_hash
    stale: list[tuple[float, reading.AnySample]] = [
        *(
            (place / len(results), each)
            for place, each in enumerate(results)
            if held.get(each.key) != listing_print(each.content)
        ),
        *(
            (place / len(wishes), each)
            for place, each in enumerate(wishes)
            if held.get(each.key) != need_print(each.content)
        ),
    ]
    return [sample for _place, sample in sorted(stale, key=lambda entry: (entry[0], entry[1].key))]


def _batches(samples: Sequence[reading.AnySample]) -> Iterator[tuple[int, Sequence[reading.AnySample]]]:
    for start in range(0, len(samples), BATCH):
        yield start, samples[start : start + BATCH]
