"""Letters about a deal, each in its reader's language and with an address that files the answer."""

from collections.abc import Iterable, Sequence

from flask import current_app, has_app_context
from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Membership, Person
from marketplace.accounts.notices import those_who_want
from marketplace.accounts.queries import actor_for, people_of
from marketplace.accounts.rules import Topic
from marketplace.core.actor import Actor
from marketplace.core.mail import post
from marketplace.deals import policies
from marketplace.deals.models import Deal, DealContact, DealMessage, DealTask
from marketplace.deals.replies import reply_address
from marketplace.deals.rules import Turn
from marketplace.deals.wording import TURNS
from marketplace.web.formats import day
from marketplace.web.language import load_translations

MOST = 12  # people of a side who are written to


def _(text: str) -> str:
    """Mark a msgid."""
    return text


TAIL = _("商机 %(id)s“%(title)s”\n\n%(address)s")
ANSWER = _("直接回复这封信，内容会归到这条商机下。")


def tell_of_message(session: Session, deal: Deal, message: DealMessage, left_out: Sequence[str]) -> None:
    """The other sides read what was said and may answer the letter."""
    others = [turn for turn in Turn if turn is not message.turn]
    people = [person for turn in others for person in people_on(session, deal, turn) if person.id != message.person_id]
    lines = ["%(text)s", *([_("附件没有收下：%(files)s")] if left_out else []), TAIL]
    facts = {"text": message.text, "files": "、".join(left_out), "side": TURNS[message.turn]}
    _write(session, deal, people, _("%(side)s在商机中留言：%(title)s"), lines, facts)


def remind(session: Session, task: DealTask) -> None:
    """Who has something to do is told the day before."""
    facts = {"task": task.title, "due": day(task.due)}
    _write(
        session,
        task.deal,
        people_on(session, task.deal, task.turn),
        _("%(due)s 到期：%(task)s"),
        ["%(task)s", TAIL],
        facts,
    )


def tell_taker(session: Session, person: Person, giver: Actor, deals: Sequence[Deal]) -> None:
    """Whoever takes deals over learns which."""
    if person.id == giver.person_id:
        return
    say = load_translations(person.locale).gettext
    lines = [f"{deal.public_id} {deal.title}" for deal in deals]
    subject = say(_("%(name)s 移交给您 %(count)s 条商机")) % {"name": giver.name, "count": len(deals)}
    post(session, person.email, subject, "\n".join([*lines, "", _base("/desk")]))


def people_on(session: Session, deal: Deal, turn: Turn) -> list[Person]:
    """Who is written to on a side: its contacts with an account, else its members; nobody who may not see the deal now."""
    if turn is Turn.BROKER:
        broker = session.get(Person, deal.broker_id) if deal.broker_id else None
        return [broker] if broker and broker.active and policies.works_as_broker(actor_for(broker), deal) else []
    organisation = deal.provider_id if turn is Turn.PROVIDER else deal.seeker_id
    named = (
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.organisation_id == organisation,
            Person.active,
            Person.id.in_(
                select(DealContact.person_id).where(DealContact.deal_id == deal.id, DealContact.person_id.is_not(None))
            ),
        )
        .order_by(Person.id)
    )
    return (list(session.scalars(named).unique()) or list(people_of(session, organisation)))[:MOST]


def _write(
    session: Session, deal: Deal, people: Iterable[Person], subject: str, lines: Iterable[str], facts: dict[str, str]
) -> None:
    values = facts | {"id": deal.public_id, "title": deal.title, "address": _base(f"/deals/{deal.public_id}")}
    for person in those_who_want(people, Topic.DEALS):
        say = load_translations(person.locale).gettext
        told = values | {"side": say(values["side"])} if "side" in values else values
        to = _reply_to(deal, person)
        parts = [say(line) % told for line in lines] + ([say(ANSWER)] if to else [])
        post(session, person.email, say(subject) % told, "\n\n".join(parts), reply_to=to)


def _reply_to(deal: Deal, person: Person) -> str:
    if not has_app_context():
        return ""
    settings = current_app.extensions["settings"]
    return reply_address(settings.secret_key, settings.mail_reply, deal.public_id, person.id)


def _base(path: str) -> str:
    base = current_app.extensions["settings"].base_url if has_app_context() else ""
    return f"{base}{path}"
