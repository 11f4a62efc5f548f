"""Letters about organisations, each in the language of the one who reads it."""

from collections.abc import Callable, Iterable

from sqlalchemy.orm import Session

from marketplace.accounts.models import Mandate, Organisation, Person
from marketplace.accounts.notices import those_who_want
from marketplace.accounts.queries import find_person, get_person, managers_of, people_of, people_with_role
from marketplace.accounts.rules import Topic
from marketplace.core.actor import Role
from marketplace.core.mail import post
from marketplace.organisations.models import Invitation, JoinRequest, Verification
from marketplace.web.formats import day
from marketplace.web.language import load_translations

Say = Callable[[str], str]


def _(text: str) -> str:
    """Mark a msgid; it is translated for each reader."""
    return text


def invite(session: Session, invitation: Invitation, link: str) -> None:
    """The only letter that carries a way in. Somebody without an account reads it in both languages."""
    person = find_person(session, invitation.email)
    facts = {
        "organisation": invitation.organisation.name,
        "link": link,
        "day": day(invitation.expires_at),
    }
    subject = _("%(organisation)s 邀请您加入")
    text = _(
        "%(organisation)s 邀请您加入它在碳索的团队。请打开下面的链接，用收到这封信的邮箱登录或注册，再选择接受或谢绝：\n\n"
        "%(link)s\n\n链接到 %(day)s 有效。如果您不认识这家单位，不必理会这封信。"
    )
    languages = [person.locale] if person else ["zh", "en"]
    said = [load_translations(language).gettext for language in languages]
    post(session, invitation.email, said[0](subject) % facts, "\n\n----\n\n".join(say(text) % facts for say in said))


def tell_invitation_answered(session: Session, invitation: Invitation, person: Person, accepted: bool) -> None:
    subject = _("%(name)s 已加入%(organisation)s") if accepted else _("%(name)s 谢绝了%(organisation)s的邀请")
    facts = {"name": person.name, "organisation": invitation.organisation.name}
    managers = [each for each in managers_of(session, invitation.organisation_id) if each.id != person.id]
    _write(session, managers, subject, subject, facts)


def tell_managers_of_request(session: Session, request: JoinRequest) -> None:
    facts = {
        "name": request.person.name,
        "email": request.person.email,
        "organisation": request.organisation.name,
        "message": request.message,
    }
    text = _("%(name)s（%(email)s）申请加入%(organisation)s。请登录后在“待办”中批准或谢绝。\n\n%(message)s")
    managers = managers_of(session, request.organisation_id) or people_with_role(session, Role.ADMIN)
    _write(session, managers, _("%(name)s 申请加入%(organisation)s"), text, facts)


def tell_request_answered(session: Session, request: JoinRequest, accepted: bool) -> None:
    facts = {"organisation": request.organisation.name, "reason": request.reason}
    if accepted:
        subject, text = _("您已加入%(organisation)s"), _("%(organisation)s已批准您的申请。登录后即可代表它工作。")
    else:
        subject, text = (
            _("%(organisation)s没有批准您的申请"),
            _("%(organisation)s没有批准您的加入申请。理由：%(reason)s"),
        )
    _write(session, [request.person], subject, text, facts)


def tell_member(session: Session, person: Person, organisation: Organisation, subject: str, **facts: str) -> None:
    """A member whose place changed: by a sentence that is subject and text at once."""
    _write(session, [person], subject, subject, {"organisation": organisation.name} | facts)


def tell_admins_of_evidence(session: Session, verification: Verification) -> None:
    facts = {"organisation": verification.name, "code": verification.credit_code}
    text = _("%(organisation)s（%(code)s）提交了认证材料。请登录后在“待办”中核验。")
    _write(session, people_with_role(session, Role.ADMIN), _("待核验：%(organisation)s"), text, facts)


def tell_managers_of_decision(session: Session, verification: Verification, verified: bool) -> None:
    facts = {"organisation": verification.name, "remark": verification.remark}
    if verified:
        subject, text = _("%(organisation)s 已通过认证"), _("%(organisation)s 已通过认证，公开页面会显示认证标志。")
    else:
        subject = _("%(organisation)s 的认证材料被退回")
        text = _("%(organisation)s 的认证材料被退回，改好后可以再次提交。意见：%(remark)s")
    _write(session, managers_of(session, verification.organisation_id), subject, text, facts)


def tell_managers_it_lapsed(session: Session, organisation: Organisation) -> None:
    text = _("%(organisation)s 的名称或代码改过，原来的认证不再有效。请提交新的证照，重新认证。")
    facts = {"organisation": organisation.name}
    _write(session, managers_of(session, organisation.id), _("%(organisation)s 需要重新认证"), text, facts)


def tell_holder(session: Session, mandate: Mandate, subject: str) -> None:
    """The broker, or the agency's managers."""
    _write(session, holders_of(session, mandate), subject, subject, facts_of(mandate))


def tell_owner(session: Session, mandate: Mandate, subject: str) -> None:
    _write(session, managers_of(session, mandate.owner_id), subject, subject, facts_of(mandate))


def holders_of(session: Session, mandate: Mandate) -> list[Person]:
    if mandate.agency_id is not None:
        return list(managers_of(session, mandate.agency_id))
    person = get_person(session, mandate.person_id) if mandate.person_id else None
    return [person] if person and person.active else []


def tell_merged(session: Session, kept: Organisation, code: str, name: str) -> None:
    """To the people of both, after they have become one."""
    facts = {"gone": name, "code": code, "organisation": kept.name, "kept": kept.code}
    text = _(
        "管理员已把%(gone)s（%(code)s）并入%(organisation)s（%(kept)s）。成员、成果、需求、导入、委托和邀请都已转过来；"
        "旧的单位地址会自动转到新的。如有疑问，请联系平台管理员。"
    )
    _write(session, people_of(session, kept.id), _("%(gone)s已并入%(organisation)s"), text, facts)


def facts_of(mandate: Mandate) -> dict[str, str]:
    holder = mandate.agency.name if mandate.agency else mandate.person.name if mandate.person else ""
    return {
        "owner": mandate.owner.name,
        "holder": holder,
        "id": mandate.public_id,
        "since": day(mandate.valid_from),
        "until": day(mandate.valid_until),
        "reason": mandate.reason,
    }


def _write(session: Session, people: Iterable[Person], subject: str, text: str, facts: dict[str, str]) -> None:
    for person in those_who_want(people, Topic.ORGANISATION):
        say: Say = load_translations(person.locale).gettext
        post(session, person.email, say(subject) % facts, say(text) % facts)
