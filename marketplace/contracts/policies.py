"""Who may: the deal's two sides and its broker write and sign; the registrar decides from the declaration on; nobody else knows."""

from sqlalchemy import ColumnElement, and_, or_

from marketplace.contracts.models import Contract
from marketplace.contracts.rules import REGISTRARS_ACTS, SEEN_BY_REGISTRAR, ContractAction, ContractState
from marketplace.core.actor import Actor
from marketplace.deals import policies as deals
from marketplace.deals.models import Deal


def is_insider(actor: Actor, contract: Contract) -> bool:
    """A member of one of the sides, or the deal's broker while the mandate is in force."""
    return deals.can_see(actor, contract.deal)


def is_registrar(actor: Actor) -> bool:
    """Curators and administrators do what the registry does."""
    return actor.is_curator or actor.is_admin


def can_register(actor: Actor, contract: Contract) -> bool:
    """A registrar who belongs to neither side nor to the agency: nobody decides on their own contract."""
    return is_registrar(actor) and not deals.is_party(actor, contract.deal) and not deals.is_named(actor, contract.deal)


def was_declared(contract: Contract) -> bool:
    """Has it ever been handed to the registry? What was given up before is nobody else's."""
    return contract.state in SEEN_BY_REGISTRAR or (
        contract.state is ContractState.CANCELLED and bool(contract.registration_number)
    )


def can_see(actor: Actor, contract: Contract) -> bool:
    return is_insider(actor, contract) or (can_register(actor, contract) and was_declared(contract))


def can_do(actor: Actor, contract: Contract, action: ContractAction) -> bool:
    """Each act belongs to the insiders or to the registrar."""
    return can_register(actor, contract) if action in REGISTRARS_ACTS else is_insider(actor, contract)


def sees_commission(actor: Actor, contract: Contract) -> bool:
    """The broker's side alone: neither of the parties, nor the registry."""
    return actor.system or deals.works_as_broker(actor, contract.deal)


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """`can_see` as a condition; the contract's deal is joined."""
    own = deals.seen_by(actor)
    if not is_registrar(actor):
        return own
    declared = or_(
        Contract.state.in_(SEEN_BY_REGISTRAR),
        and_(Contract.state == ContractState.CANCELLED, Contract.registration_number != ""),
    )
    return or_(own, and_(declared, decided_by(actor)))


def decided_by(actor: Actor) -> ColumnElement[bool]:
    """`can_register` as a condition for a registrar: contracts of other houses."""
    mine = sorted(actor.organisations)
    named = or_(Deal.broker_id.is_(None), Deal.broker_id != actor.person_id)
    through = or_(Deal.broker_organisation_id.is_(None), Deal.broker_organisation_id.not_in(mine))
    return and_(Deal.provider_id.not_in(mine), Deal.seeker_id.not_in(mine), named, through)
