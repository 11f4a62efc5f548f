"""The conversation of a deal: on the page, and by letters that come in."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Person
from marketplace.accounts.queries import actor_for
from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, InvalidInput, NotFound
from marketplace.deals import letters, policies
from marketplace.deals.bounds import refuse_faults, text_faults
from marketplace.deals.models import Deal, DealContact, DealMessage, DealTask
from marketplace.deals.replies import Letter
from marketplace.deals.rules import LONGEST, DealAction, DealState, Turn
from marketplace.deals.services.merging import moves_with_deal
from marketplace.deals.services.recording import deal_to

for table in (DealMessage, DealTask, DealContact):
    moves_with_deal(table)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A letter that was filed; `again` when it had been filed before."""

    deal: str
    again: bool = False


def say(session: Session, actor: Actor, public_id: str, text: str) -> DealMessage:
    """Leave a message; the other sides are told by mail and may answer that mail."""
    deal = deal_to(session, actor, public_id, may=policies.can_see)
    refuse_faults(dict(text_faults("text", text, LONGEST, required=True)))
    return _add(session, actor, deal, text.strip(), DealAction.SAY)


def file_letter(session: Session, letter: Letter) -> Filed:
    """File an answer that came by mail, if its sender is who the letter had been sent to and still sees the deal."""
    person = session.get(Person, letter.person_id)
    if person is None or not person.active or person.email != letter.sender:
        raise NotFound("发件人与收信人不符，没有归档。请用收到通知的邮箱回复。")
    actor = actor_for(person)
    deal = deal_to(session, actor, letter.deal, may=policies.can_see)
    known = select(DealMessage.id).where(DealMessage.deal_id == deal.id, DealMessage.letter == letter.letter)
    if session.scalar(known) is not None:
        return Filed(deal=deal.public_id, again=True)
    if not letter.text:
        raise InvalidInput("信里没有文字，没有归档。请把要说的写在引用的原文之前。")
    _add(session, actor, deal, letter.text, DealAction.FILE_MAIL, letter.letter, list(letter.left_out))
    return Filed(deal=deal.public_id)


def _add(
    session: Session, actor: Actor, deal: Deal, text: str, action: DealAction, letter: str | None = None,
    left_out: list[str] | None = None,
) -> DealMessage:  # fmt: skip
    if deal.state is DealState.MERGED:
        raise Conflict("这条商机已并入另一条，请到那里留言。")
    message = DealMessage(
        deal_id=deal.id, person_id=actor.person_id, turn=side_of(actor, deal), text=text, letter=letter, at=now()
    )
    session.add(message)
    deal.updated_at = message.at
    record_act(session, actor, action, deal, **({"left_out": left_out} if left_out else {}))
    letters.tell_of_message(session, deal, message, left_out or [])
    session.flush()
    return message


def side_of(actor: Actor, deal: Deal) -> Turn:
    """For whom the actor speaks in a deal."""
    if policies.works_as_broker(actor, deal) or actor.system:
        return Turn.BROKER
    return Turn.PROVIDER if actor.belongs_to(deal.provider_id) else Turn.SEEKER
