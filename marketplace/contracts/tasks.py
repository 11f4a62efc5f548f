"""What waits for people because of contracts: declarations to decide, corrections to make, money that is late."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from marketplace.contracts.models import Contract
from marketplace.contracts.queries.records import to_correct, waiting_for_registrar
from marketplace.contracts.rules import ContractState
from marketplace.core.actor import Actor
from marketplace.web.inbox import Task

AT_MOST = 50


def tasks_of(session: Session, actor: Actor) -> list[Task]:
    """Two statements at most, however much waits."""
    return [*_to_decide(session, actor), *_to_correct(session, actor)]


def _to_decide(session: Session, actor: Actor) -> Iterator[Task]:
    for each in waiting_for_registrar(session, actor, AT_MOST):
        titles = {
            ContractState.DECLARED: _("受理技术合同登记"),
            ContractState.REVIEW: _("审核技术合同登记"),
            ContractState.CHANGING: _("登记合同变更"),
        }
        yield _task(each, titles[each.state])


def _to_correct(session: Session, actor: Actor) -> Iterator[Task]:
    for each in to_correct(session, actor, AT_MOST):
        yield _task(each, _("补正技术合同"))


def _task(contract: Contract, title: str) -> Task:
    return Task(
        kind=_("合同"),
        title=title,
        record=f"{contract.title} {contract.public_id}",
        href=url_for("contracts.registration", public_id=contract.public_id),
        since=contract.updated_at,
    )
