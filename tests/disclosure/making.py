"""Grants and agreements in a state, as the services would have left them."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation, Person
from marketplace.accounts.queries import managers_of
from marketplace.core.actor import Actor
from marketplace.core.clock import now, today
from marketplace.core.mail import Mail
from marketplace.core.public_ids import next_public_id
from marketplace.disclosure import services
from marketplace.disclosure.models import Grant, Nda, NdaSignature
from marketplace.disclosure.nda_text import EDITION, Terms, compose, hash_of
from marketplace.disclosure.rules import GrantState, NdaState, Party
from marketplace.disclosure.services import AskAccess
from marketplace.listings.models import AchievementVersion
from marketplace.taxonomy.terms import DisclosureTier

OPEN = {DisclosureTier.PUBLIC, DisclosureTier.SIGNED_IN}
ENDED = frozenset({GrantState.GRANTED, GrantState.REVOKED, GrantState.EXPIRED})


@dataclass(frozen=True, slots=True)
class Shop:
    """A result, its owner, and somebody of a works who would like to see more of it."""

    version: AchievementVersion
    owner: Actor
    reader: Actor
    works: Organisation
    person: Person

    @property
    def id(self) -> str:
        return self.version.public_id


def ask(session: Session, shop: Shop, tier: DisclosureTier = DisclosureTier.ACCEPTED_INTEREST) -> Grant:
    return services.ask(session, shop.reader, shop.id, AskAccess(tier=tier, purpose=" 核对  能耗 "))


def letters(session: Session) -> list[tuple[str, str]]:
    return [(mail.recipient, mail.subject) for mail in session.scalars(select(Mail).order_by(Mail.id))]


def make_grant(
    session: Session,
    version: AchievementVersion,
    person: Person,
    tier: DisclosureTier,
    state: GrantState = GrantState.ASKED,
    purpose: str = "核对能耗数据",
    organisation: Organisation | None = None,
) -> Grant:
    """A request of a person, in the name of their first organisation."""
    houses = [place.organisation for place in person.memberships]
    late = timedelta(days=-1) if state is GrantState.EXPIRED else timedelta(days=30)
    grant = Grant(
        public_id=next_public_id(session, "G"), achievement=version.achievement, person=person,
        organisation=organisation or (houses[0] if houses else None), tier=tier, purpose=purpose, state=state,
        reason="数据还不全" if state in (GrantState.DECLINED, GrantState.REVOKED) else "",
        decided_at=None if state is GrantState.ASKED else now(), expires_at=now() + late if state in ENDED else None,
    )  # fmt: skip
    session.add(grant)
    session.flush()
    return grant


def make_nda(
    session: Session,
    version: AchievementVersion,
    recipient: Organisation,
    state: NdaState,
    purpose: str = "核对能耗数据",
) -> Nda:
    """An agreement between the owner and an organisation; one in force has both signatures."""
    number = next_public_id(session, "NDA")
    owner = version.achievement.owner
    terms = Terms(
        number=number, discloser=owner.name, discloser_code="", recipient=recipient.name, recipient_code="",
        result_id=version.public_id, result_title=version.title, purpose=purpose, person="某人", years=3,
    )  # fmt: skip
    text = compose(terms).text
    signed = state in (NdaState.IN_FORCE, NdaState.ENDED)
    nda = Nda(
        public_id=number, achievement=version.achievement, discloser=owner, recipient=recipient, state=state,
        edition=EDITION, text=text, sha256=hash_of(text), years=3, in_force_at=now() if signed else None,
        valid_until=today() + timedelta(days=900) if signed else None, signatures=[],
        reason="不再需要" if state in (NdaState.REFUSED, NdaState.ENDED) else "",
    )  # fmt: skip
    for party, house in ((Party.DISCLOSER, owner), (Party.RECIPIENT, recipient)):
        if signed:
            person_id = house_manager(session, house)
            nda.signatures.append(
                NdaSignature(
                    party=party, person_id=person_id, name="某人", office="主任", sha256=nda.sha256, method="click"
                )
            )
    session.add(nda)
    session.flush()
    return nda


def house_manager(session: Session, organisation: Organisation) -> int:
    return managers_of(session, organisation.id)[0].id
