"""Letters about a need, each in its reader's language."""

from collections.abc import Iterable

from flask import current_app, has_app_context
from sqlalchemy.orm import Session

from marketplace.accounts.models import Person
from marketplace.accounts.notices import those_who_want
from marketplace.accounts.queries import owners_side, people_with_role
from marketplace.accounts.rules import Topic
from marketplace.core.actor import Actor, Role
from marketplace.core.mail import post
from marketplace.needs.models import NeedRow
from marketplace.web.formats import moment
from marketplace.web.language import LANGUAGES, load_translations


def _(text: str) -> str:
    """Mark a msgid."""
    return text


def tell_curators(session: Session, need: NeedRow) -> None:
    """A need was handed in: those who may decide on it learn of it and of the deadline."""
    curators = [person for person in people_with_role(session, Role.CURATOR) if not _belongs(person, need)]
    _write(
        session,
        curators,
        _("新的需求待审：%(title)s"),
        _("需求 %(id)s“%(title)s”已提交，请在 48 小时内办理。\n\n%(address)s"),
        need,
        f"/curation/need/{need.public_id}",
        Topic.CURATION,
    )


def tell_owner_published(session: Session, need: NeedRow) -> None:
    body = _("需求 %(id)s“%(title)s”已发布，成果方现在可以看到。\n\n%(address)s")
    _write(session, _owners(session, need), _("需求已发布：%(title)s"), body, need, f"/needs/{need.public_id}")


def tell_owner_kept(session: Session, need: NeedRow) -> None:
    body = _("需求 %(id)s“%(title)s”已转入长期攻关库，有新成果时我们会再联系。\n\n%(address)s")
    subject = _("需求已转入长期攻关库：%(title)s")
    _write(session, _owners(session, need), subject, body, need, f"/needs/{need.public_id}")


def tell_owner_diagnosis(session: Session, need: NeedRow) -> None:
    body = _("需求 %(id)s“%(title)s”转入二次诊断，我们会联系您核实现场情况。\n\n%(address)s")
    subject = _("需求转入二次诊断：%(title)s")
    _write(session, _owners(session, need), subject, body, need, f"/needs/{need.public_id}")


def tell_owner_returned(session: Session, need: NeedRow) -> None:
    body = _("需求 %(id)s“%(title)s”需要补充：\n\n%(note)s\n\n请修改后再提交：%(address)s")
    subject = _("需求请补充：%(title)s")
    for language in LANGUAGES:
        readers = [person for person in _owners(session, need) if person.locale == language]
        note = "\n".join(remark.said_in(language) for remark in need.remarks)
        _write(session, readers, subject, body, need, f"/my/needs/{need.public_id}/edit", note=note)


def tell_owner_withdrawn(session: Session, need: NeedRow, actor: Actor, note: str) -> None:
    """Only when somebody else took it down."""
    if actor.belongs_to(need.owner_id):
        return
    body = _("需求 %(id)s“%(title)s”已被审核员撤下。\n\n%(note)s\n\n%(address)s")
    subject = _("需求已撤下：%(title)s")
    _write(session, _owners(session, need), subject, body, need, f"/needs/{need.public_id}", note=note)


def press_curators(session: Session, need: NeedRow) -> None:
    """The answer is nearly due: those who may decide are told once."""
    curators = [person for person in people_with_role(session, Role.CURATOR) if not _belongs(person, need)]
    subject = _("请尽快办理：%(title)s")
    body = _("需求 %(id)s“%(title)s”应在 %(due)s（北京时间）前答复，还没有办理。\n\n%(address)s")
    _write(session, curators, subject, body, need, f"/curation/need/{need.public_id}", due=moment(need.response_due_at))


def tell_admins_late(session: Session, need: NeedRow) -> None:
    """The answer is overdue: the administrators are told once."""
    subject = _("需求答复超时：%(title)s")
    body = _("需求 %(id)s“%(title)s”应在 %(due)s（北京时间）前答复，现已超时。\n\n%(address)s")
    admins = people_with_role(session, Role.ADMIN)
    _write(session, admins, subject, body, need, f"/needs/{need.public_id}", due=moment(need.response_due_at))


def tell_diagnostician(session: Session, need: NeedRow, person: Person) -> None:
    subject = _("请您诊断一条需求：%(title)s")
    body = _("审核员请您对需求 %(id)s“%(title)s”做二次诊断，请在 %(due)s（北京时间）前给出结论。\n\n%(address)s")
    path = f"/needs/{need.public_id}/diagnosis"
    _write(session, [person], subject, body, need, path, due=moment(need.response_due_at))


def tell_owner_asked(session: Session, need: NeedRow, question: str) -> None:
    subject = _("请回答一个问题：%(title)s")
    body = _("诊断需求 %(id)s“%(title)s”时有一个问题：\n\n%(note)s\n\n请在这里回答：%(address)s")
    _write(session, _owners(session, need), subject, body, need, f"/needs/{need.public_id}", note=question)


def tell_asker_answered(session: Session, need: NeedRow, person: Person | None) -> None:
    subject = _("企业已回答：%(title)s")
    body = _("需求 %(id)s“%(title)s”的问题已有回答。\n\n%(address)s")
    _write(session, [person] if person else [], subject, body, need, f"/needs/{need.public_id}/diagnosis")


def tell_curators_concluded(session: Session, need: NeedRow, actor: Actor) -> None:
    others = [person for person in people_with_role(session, Role.CURATOR) if person.id != actor.person_id]
    curators = [person for person in others if not _belongs(person, need)]
    subject = _("诊断已有结论：%(title)s")
    body = _("需求 %(id)s“%(title)s”的二次诊断已有结论，请办理。\n\n%(address)s")
    _write(session, curators, subject, body, need, f"/curation/need/{need.public_id}")


def tell_owner_expired(session: Session, need: NeedRow) -> None:
    subject = _("需求已过希望完成日期：%(title)s")
    body = _("需求 %(id)s“%(title)s”已过希望完成日期，不再公开。仍然需要的话，改一个日期再提交：\n\n%(address)s")
    _write(session, _owners(session, need), subject, body, need, f"/needs/{need.public_id}")


def _owners(session: Session, need: NeedRow) -> Iterable[Person]:
    """Who handed it in, else everybody of the organisation."""
    people = owners_side(session, need.owner_id, need.submitted_by)
    return [person for person in people if person.id == need.submitted_by] or people


def _belongs(person: Person, need: NeedRow) -> bool:
    return any(place.organisation_id == need.owner_id for place in person.memberships)


def _write(
    session: Session,
    people: Iterable[Person],
    subject: str,
    body: str,
    need: NeedRow,
    path: str,
    topic: Topic = Topic.NEEDS,
    **more: str,
) -> None:
    values = {"id": need.public_id, "title": need.title, "address": _address(path), **more}
    for person in those_who_want(people, topic):
        words = load_translations(person.locale)
        post(session, person.email, words.gettext(subject) % values, words.gettext(body) % values)


def _address(path: str) -> str:
    """The full address where the application runs, the path alone elsewhere."""
    base = current_app.extensions["settings"].base_url if has_app_context() else ""
    return f"{base}{path}"
