"""Access for the house of tests/web: a request in every state, one of them in force, and agreements to sign and in force."""

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from marketplace.core.actor import Act, Actor
from marketplace.disclosure.rules import GrantState, NdaState
from marketplace.listings.models import AchievementVersion
from marketplace.taxonomy.terms import DisclosureTier
from tests.disclosure.making import make_grant, make_nda

if TYPE_CHECKING:
    from tests.web.house import House

T2, T3 = DisclosureTier.ACCEPTED_INTEREST, DisclosureTier.UNDER_NDA
# who asked for what of the published result, and what became of it
ASKED = {
    "enterprise": (T3, GrantState.ASKED), "other": (T3, GrantState.GRANTED), "broker": (T2, GrantState.GRANTED),
    "expert": (T2, GrantState.REVOKED), "newcomer": (T2, GrantState.EXPIRED), "organiser": (T2, GrantState.CANCELLED),
    "admin": (T2, GrantState.DECLINED),
}  # fmt: skip


def plant_access(session: Session, house: "House", version: AchievementVersion) -> None:
    """Requests and agreements by the names that doors know them by, and the words that grants let people read."""
    owner = version.owner_id
    for name, (tier, state) in ASKED.items():
        person = house.people[name]
        purpose = house.secrets.plant(
            "grant.purpose",
            lambda actor, of=person.id: actor.person_id == of or _answers(actor, owner),
            "outgoing.mails",
        )
        grant = make_grant(session, version, person, tier, state, purpose)
        house.keep("grant", grant.public_id, state, grant)
        house.names[f"grant_{name}"] = grant.public_id
    for name, state in (("enterprise", NdaState.DRAFTED), ("other", NdaState.IN_FORCE)):
        home = house.people[name].memberships[0].organisation
        purpose = house.secrets.plant(
            "nda.purpose", lambda actor, of=home.id: actor.belongs_to(of) or _answers(actor, owner)
        )
        nda = make_nda(session, version, home, state, purpose)
        house.keep("nda", nda.public_id, state, nda)
        house.names[f"nda_{name}"] = nda.public_id
    for parameter in version.parameters:
        readers = {T2: ("broker", "other"), T3: ("other",)}.get(parameter.tier, ())
        for name in readers:
            _let_read(house, parameter.evidence or parameter.conditions, house.people[name].id)


def _answers(actor: Actor, owner: int) -> bool:
    """The owner's members, and whoever may answer in its name."""
    return actor.belongs_to(owner) or any(each.owner_id == owner and Act.ANSWER in each.acts for each in actor.powers)


def _let_read(house: "House", word: str, person_id: int) -> None:
    place = next(place for place, each in enumerate(house.secrets.planted) if each.word == word)
    secret = house.secrets.planted[place]

    def may(actor: Actor) -> bool:
        return secret.may(actor) or actor.person_id == person_id

    house.secrets.planted[place] = replace(secret, may=may)
