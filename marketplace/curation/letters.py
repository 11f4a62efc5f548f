"""Letters among curators: a record was given to you, or taken over from you."""

from flask import current_app, has_app_context
from sqlalchemy.orm import Session

from marketplace.accounts.models import Person
from marketplace.accounts.notices import those_who_want
from marketplace.accounts.rules import Topic
from marketplace.core.actor import Actor
from marketplace.core.mail import post
from marketplace.curation.queries.subjects import Subject
from marketplace.web.language import load_translations


def _(text: str) -> str:
    """Mark a msgid."""
    return text


def tell_given(session: Session, actor: Actor, subject: Subject, person: Person) -> None:
    subject_line = _("请您审核：%(title)s")
    body = _("%(name)s把 %(id)s“%(title)s”转交给您审核。\n\n%(address)s")
    _write(session, actor, subject, person, subject_line, body)


def tell_taken_over(session: Session, actor: Actor, subject: Subject, person: Person) -> None:
    subject_line = _("已由他人接手：%(title)s")
    body = _("%(name)s接手了您领取的 %(id)s“%(title)s”，您不用再办。\n\n%(address)s")
    _write(session, actor, subject, person, subject_line, body)


def _write(session: Session, actor: Actor, subject: Subject, person: Person, line: str, body: str) -> None:
    base = current_app.extensions["settings"].base_url if has_app_context() else ""
    values = {
        "id": subject.public_id,
        "title": subject.record.title,
        "name": actor.name,
        "address": f"{base}/curation/{subject.kind.value}/{subject.public_id}",
    }
    for reader in those_who_want([person], Topic.CURATION):
        words = load_translations(reader.locale)
        post(session, reader.email, words.gettext(line) % values, words.gettext(body) % values)
