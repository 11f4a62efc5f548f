"""What waits for a person in organisation matters: for 待办."""

from collections.abc import Iterator
from datetime import datetime, time

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from marketplace.accounts.queries import get_person
from marketplace.core.actor import Actor
from marketplace.core.clock import CHINA
from marketplace.organisations import mandates, policies, queries
from marketplace.organisations.wording import named
from marketplace.web.inbox import Task


def tasks_of(session: Session, actor: Actor) -> list[Task]:
    asked = (_invitations, _requests, _verifications, _mandates)
    return [task for provide in asked for task in provide(session, actor)]


def _invitations(session: Session, actor: Actor) -> Iterator[Task]:
    person = get_person(session, actor.person_id or 0)
    for each in queries.invitations_for(session, person.email) if person else ():
        yield Task(
            kind=_("单位"),
            title=_("答复加入邀请"),
            record=named(each.organisation),
            href=url_for("organisations.invitation", key=each.id),
            since=each.sent_at,
            due=each.expires_at,
        )


def _requests(session: Session, actor: Actor) -> Iterator[Task]:
    for each in queries.open_requests(session, actor.manages) if actor.manages else ():
        yield Task(
            kind=_("单位"),
            title=_("答复 %(name)s 的加入申请", name=each.person.name),
            record=named(each.organisation),
            href=url_for("organisations.people", code=each.organisation.code),
            since=each.asked_at,
        )


def _verifications(session: Session, actor: Actor) -> Iterator[Task]:
    for each in queries.waiting_verifications(session, actor).items if actor.is_admin else ():
        if policies.can_verify(actor, each.organisation_id):
            yield Task(
                kind=_("单位"),
                title=_("核验单位认证材料"),
                record=named(each.organisation),
                href=url_for("admin.organisation", code=each.organisation.code),
                since=each.submitted_at,
            )


def _mandates(session: Session, actor: Actor) -> Iterator[Task]:
    """What was offered to the actor, and what runs out soon at the organisations they manage."""
    for each in mandates.offered_to(session, actor):
        yield Task(
            kind=_("委托"),
            title=_("答复委托 %(id)s", id=each.public_id),
            record=named(each.owner),
            href=url_for("organisations.mandate", public_id=each.public_id),
            since=each.proposed_at,
        )
    for each in mandates.ending_soon(session, actor) if actor.manages else ():
        yield Task(
            kind=_("委托"),
            title=_("委托 %(id)s 快到期，要续就再提出一份", id=each.public_id),
            record=named(each.agency) if each.agency else each.person.name if each.person else "",
            href=url_for("organisations.mandate", public_id=each.public_id),
            since=each.decided_at or each.proposed_at,
            due=datetime.combine(each.valid_until, time.max, tzinfo=CHINA),
        )
