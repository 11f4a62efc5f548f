"""独家: an owner gives the same scope to one alone, for as long as it lasts."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Mandate, MandateState
from marketplace.core.errors import InvalidInput


def _(text: str) -> str:
    """Mark a msgid; it is translated when it is shown."""
    return text


TAKEN = _("同样的范围和日期里已有独家委托 %(id)s。请先解除它，或改范围、日期。")
NOT_ALONE = _("同样的范围和日期里已有别人的委托 %(id)s，不能再设独家。请先解除它，或改范围、日期。")


def refuse_a_second(session: Session, mandate: Mandate) -> None:
    """InvalidInput when another holder has a mandate for the same in these days and either is to be the only one.

    The same holder may have several: a new one often begins before the old one ends.
    """
    held = select(Mandate).where(
        Mandate.owner_id == mandate.owner_id,
        Mandate.id != mandate.id,
        Mandate.state == MandateState.ACCEPTED,
        or_(
            Mandate.person_id.is_distinct_from(mandate.person_id), Mandate.agency_id.is_distinct_from(mandate.agency_id)
        ),
    )
    if not mandate.exclusive:
        held = held.where(Mandate.exclusive)
    for other in session.scalars(held.order_by(Mandate.exclusive.desc(), Mandate.id)).all():
        if mandate.reaches_with(other):
            sentence = TAKEN if other.exclusive else NOT_ALONE
            raise InvalidInput(sentence, {"exclusive": sentence}, id=other.public_id)
