"""Letters about access, each in its reader's language: what happened, to which result, and where to go on."""

from collections.abc import Iterable, Mapping

from flask import current_app, has_app_context
from sqlalchemy.orm import Session

from marketplace.accounts.models import Person
from marketplace.accounts.notices import those_who_want
from marketplace.accounts.queries import managers_of, people_of
from marketplace.accounts.rules import Topic
from marketplace.core.clock import CHINA
from marketplace.core.mail import post
from marketplace.disclosure.models import Grant, Nda
from marketplace.disclosure.rules import GrantAction, NdaAction, Party
from marketplace.disclosure.titles import title_of
from marketplace.web.language import load_translations


def _(text: str) -> str:
    """Mark a msgid."""
    return text


TAIL = _("成果 %(result)s“%(title)s”，申请号 %(id)s。\n\n%(address)s")
ASKED = _("有人申请查看 %(tier)s：%(title)s")
WHO = _("%(person)s（%(organisation)s）申请查看，用途：%(purpose)s。")
DECIDED: Mapping[GrantAction, tuple[str, str]] = {
    GrantAction.GRANT: (_("已授权您查看：%(title)s"), _("您可以查看到 %(until)s。T3 的内容在双方签完保密协议后开放。")),
    GrantAction.DECLINE: (_("没有授权查看：%(title)s"), _("成果方谢绝了您的申请，理由：%(reason)s。")),
    GrantAction.EXTEND: (_("查看期限改了：%(title)s"), _("您现在可以查看到 %(until)s。")),
    GrantAction.REVOKE: (
        _("查看权限已收回：%(title)s"),
        _("成果方收回了授权，理由：%(reason)s。已下载的文件请按约定销毁。"),
    ),
    GrantAction.EXPIRE: (_("查看权限已到期：%(title)s"), _("授权在 %(until)s 结束。需要时请重新申请。")),
}
NDA_TAIL = _("%(discloser)s与%(recipient)s，成果 %(result)s“%(title)s”，协议号 %(id)s。\n\n%(address)s")
NDA_TOLD: Mapping[NdaAction, str] = {
    NdaAction.DRAFT: _("请签署保密协议：%(title)s"),
    NdaAction.SIGN: _("对方已签保密协议，请会签：%(title)s"),
    NdaAction.COUNTERSIGN: _("保密协议已生效：%(title)s"),
    NdaAction.REFUSE: _("对方没有签保密协议：%(title)s"),
    NdaAction.END: _("保密协议已终止：%(title)s"),
}


def tell_asked(session: Session, grant: Grant) -> None:
    """The owner's members learn who asks and what for."""
    readers = those_who_want(people_of(session, grant.achievement.owner_id), Topic.RESULTS)
    address = f"/results/{grant.achievement.public_id}/access"
    _write(session, readers, ASKED, [WHO, TAIL], _values(grant, address))


def tell_decided(session: Session, grant: Grant, action: GrantAction) -> None:
    """Whoever asked learns what became of it."""
    if not grant.person.active:
        return
    subject, line = DECIDED[action]
    _write(session, [grant.person], subject, [line, TAIL], _values(grant, "/my/access"))


def tell_nda(session: Session, nda: Nda, action: NdaAction, parties: Iterable[Party]) -> None:
    """Those who may sign for a side learn how the agreement stands."""
    numbers = {Party.DISCLOSER: nda.discloser_id, Party.RECIPIENT: nda.recipient_id}
    readers = [person for party in parties for person in managers_of(session, numbers[party])]
    values = {
        "id": nda.public_id,
        "result": nda.achievement.public_id,
        "title": title_of(nda.achievement),
        "discloser": nda.discloser.name,
        "recipient": nda.recipient.name,
        "address": _address(f"/nda/{nda.public_id}"),
    }
    _write(session, list({person.id: person for person in readers}.values()), NDA_TOLD[action], [NDA_TAIL], values)


def _values(grant: Grant, path: str) -> dict[str, str]:
    return {
        "id": grant.public_id,
        "tier": grant.tier.value,
        "result": grant.achievement.public_id,
        "title": title_of(grant.achievement),
        "person": grant.person.name,
        "organisation": grant.organisation.name if grant.organisation else "—",
        "purpose": grant.purpose.rstrip("。."),
        "reason": grant.reason.rstrip("。."),
        "until": f"{grant.expires_at.astimezone(CHINA):%Y-%m-%d %H:%M}" if grant.expires_at else "",
        "address": _address(path),
    }


def _write(
    session: Session, readers: Iterable[Person], subject: str, lines: Iterable[str], values: Mapping[str, str]
) -> None:
    for person in readers:
        say = load_translations(person.locale).gettext
        post(session, person.email, say(subject) % values, "\n\n".join(say(line) % values for line in lines))


def _address(path: str) -> str:
    """The full address where the application runs, the path alone elsewhere."""
    base = current_app.extensions["settings"].base_url if has_app_context() else ""
    return f"{base}{path}"
