"""Letters about a need, each in its reader's language."""

from collections.abc import Iterable

from flask import current_app, has_app_context
from sqlalchemy.orm import Session

from marketplace.accounts.models import Person
from marketplace.accounts.queries import owners_side, people_with_role
from marketplace.core.actor import Actor, Role
from marketplace.core.mail import post
from marketplace.needs.models import Need
from marketplace.web.language import load_translations


def _(text: str) -> str:
    """Mark a msgid."""
    return text


def tell_curators(session: Session, need: Need) -> None:
    """A need was handed in: those who may decide on it learn of it and of the deadline."""
    curators = [person for person in people_with_role(session, Role.CURATOR) if not _belongs(person, need)]
    _write(
        session,
        curators,
        _("新的需求待审：%(title)s"),
        _("需求 %(id)s“%(title)s”已提交，请在 48 小时内办理。\n\n%(address)s"),
        need,
        f"/curation/need/{need.public_id}",
    )


def tell_owner_published(session: Session, need: Need) -> None:
    body = _("需求 %(id)s“%(title)s”已发布，成果方现在可以看到。\n\n%(address)s")
    _write(session, _owners(session, need), _("需求已发布：%(title)s"), body, need, f"/needs/{need.public_id}")


def tell_owner_kept(session: Session, need: Need) -> None:
    body = _("需求 %(id)s“%(title)s”已转入长期攻关库，有新成果时我们会再联系。\n\n%(address)s")
    subject = _("需求已转入长期攻关库：%(title)s")
    _write(session, _owners(session, need), subject, body, need, f"/needs/{need.public_id}")


def tell_owner_diagnosis(session: Session, need: Need) -> None:
    body = _("需求 %(id)s“%(title)s”转入二次诊断，我们会联系您核实现场情况。\n\n%(address)s")
    subject = _("需求转入二次诊断：%(title)s")
    _write(session, _owners(session, need), subject, body, need, f"/needs/{need.public_id}")


def tell_owner_returned(session: Session, need: Need, note: str) -> None:
    body = _("需求 %(id)s“%(title)s”需要补充：\n\n%(note)s\n\n请修改后再提交：%(address)s")
    subject = _("需求请补充：%(title)s")
    _write(session, _owners(session, need), subject, body, need, f"/my/needs/{need.public_id}/edit", note=note)


def tell_owner_withdrawn(session: Session, need: Need, actor: Actor, note: str) -> None:
    """Only when somebody else took it down."""
    if actor.belongs_to(need.owner_id):
        return
    body = _("需求 %(id)s“%(title)s”已被审核员撤下。\n\n%(note)s\n\n%(address)s")
    subject = _("需求已撤下：%(title)s")
    _write(session, _owners(session, need), subject, body, need, f"/needs/{need.public_id}", note=note)


def _owners(session: Session, need: Need) -> Iterable[Person]:
    """Who handed it in, else everybody of the organisation."""
    people = owners_side(session, need.owner_id, need.submitted_by)
    return [person for person in people if person.id == need.submitted_by] or people


def _belongs(person: Person, need: Need) -> bool:
    return any(place.organisation_id == need.owner_id for place in person.memberships)


def _write(
    session: Session, people: Iterable[Person], subject: str, body: str, need: Need, path: str, **more: str
) -> None:
    values = {"id": need.public_id, "title": need.title, "address": _address(path), **more}
    for person in people:
        words = load_translations(person.locale)
        post(session, person.email, words.gettext(subject) % values, words.gettext(body) % values)


def _address(path: str) -> str:
    """The full address where the application runs, the path alone elsewhere."""
    base = current_app.extensions["settings"].base_url if has_app_context() else ""
    return f"{base}{path}"
