"""Letters about a registration, each in its reader's language: to the registrars, and to both sides and the broker."""

from collections.abc import Iterable

from flask import current_app, has_app_context
from sqlalchemy.orm import Session

from marketplace.accounts.models import Person
from marketplace.accounts.notices import those_who_want
from marketplace.accounts.queries import people_of, people_with_role
from marketplace.accounts.rules import Topic
from marketplace.contracts.models import Contract
from marketplace.contracts.rules import ContractAction
from marketplace.core.actor import Role
from marketplace.core.mail import post
from marketplace.web.language import load_translations


def _(text: str) -> str:
    """Mark a msgid."""
    return text


DECLARED = _("技术合同等待受理：%(contract)s")
TOLD = {
    ContractAction.RETURN: _("技术合同需要补正：%(contract)s"),
    ContractAction.REGISTER: _("技术合同已登记：%(contract)s"),
    ContractAction.REFUSE: _("技术合同不予登记：%(contract)s"),
    ContractAction.REGISTER_CHANGE: _("技术合同的变更已登记：%(contract)s"),
    ContractAction.CANCEL: _("技术合同的登记已注销：%(contract)s"),
}
BODY = _("合同 %(contract)s“%(title)s”。\n\n%(remark)s\n\n%(address)s")


def tell_registrars(session: Session, contract: Contract) -> None:
    """A declaration waits to be accepted."""
    _write(session, contract, people_with_role(session, Role.CURATOR), DECLARED, Topic.CURATION)


def tell_parties(session: Session, contract: Contract, action: ContractAction) -> None:
    """Both sides and the broker learn what the registrar did."""
    people = [*people_of(session, contract.seller_id), *people_of(session, contract.buyer_id)]
    if contract.deal.broker_id is not None:
        people.append(session.get_one(Person, contract.deal.broker_id))
    unique = {person.id: person for person in people if person.active}
    _write(session, contract, unique.values(), TOLD[action], Topic.RESULTS)


def _write(session: Session, contract: Contract, people: Iterable[Person], subject: str, topic: Topic) -> None:
    values = {
        "contract": contract.public_id,
        "title": contract.title,
        "remark": contract.remark,
        "address": _address(f"/contracts/{contract.public_id}"),
    }
    for person in those_who_want(people, topic):
        say = load_translations(person.locale).gettext
        post(session, person.email, say(subject) % values, (say(BODY) % values).replace("\n\n\n", "\n"))


def _address(path: str) -> str:
    """The full address where the application runs, the path alone elsewhere."""
    base = current_app.extensions["settings"].base_url if has_app_context() else ""
    return f"{base}{path}"
