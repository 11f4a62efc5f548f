"""Letters about an account, each in its reader's language."""

from flask import current_app, has_app_context
from sqlalchemy.orm import Session

from marketplace.accounts.models import ApiToken, Person
from marketplace.core.actor import Role
from marketplace.core.clock import now
from marketplace.core.mail import post
from marketplace.web.formats import LABELS, day, moment
from marketplace.web.language import load_translations


def _(text: str) -> str:
    """Mark a msgid."""
    return text


IGNORE = _("如果不是您请求的，不用理会这封信，什么都不会变。")
NOT_YOU = _("如果不是您本人操作，请立即重设密码：%(reset)s")


def ask_confirmation(session: Session, address: str, name: str, locale: str, token: str) -> None:
    """Whoever registered shows that the mailbox is theirs."""
    asked = _("有人用这个邮箱在碳索注册了账号。请在 3 天内打开下面的链接，输入注册时设的密码，完成注册：\n\n%(link)s")
    link = _address(f"/register/confirm/{token}")
    write(session, address, locale, _("请确认您的注册"), asked, IGNORE, name=name, link=link)


def tell_already_registered(session: Session, person: Person) -> None:
    """Somebody registered with an address that has an account: only its owner learns of that."""
    known = _("有人用您的邮箱在碳索注册。您已有账号，无需再注册，账号没有任何变化。")
    ways = _("登录：%(login)s\n忘了密码：%(reset)s")
    tell(session, person, _("您已有账号"), known, ways)


def tell_nothing_waits(session: Session, address: str, locale: str) -> None:
    """Somebody asked for the confirmation again where no registration waits."""
    nothing = _("有人请求重发注册确认信，但这个邮箱没有等待确认的注册。如需注册，请打开：\n\n%(register)s")
    write(session, address, locale, _("没有等待确认的注册"), nothing, IGNORE)


def send_reset(session: Session, person: Person, token: str) -> None:
    asked = _("请在 1 小时内打开下面的链接，设一个新密码。链接只能用一次：\n\n%(link)s")
    tell(session, person, _("重设密码"), asked, IGNORE, link=_address(f"/password/reset/{token}"))


def tell_no_account(session: Session, address: str, locale: str) -> None:
    """Somebody asked for a new password where there is no account."""
    nobody = _(
        "有人请求重设密码，但这个邮箱没有可用的账号。也许您注册时用的是别的邮箱。如需注册，请打开：\n\n%(register)s"
    )
    write(session, address, locale, _("没有可用的账号"), nobody, IGNORE)


def tell_password_changed(session: Session, person: Person) -> None:
    changed = _("您的密码已于 %(moment)s（北京时间）更改，其他设备都已退出登录。")
    tell(session, person, _("您的密码已更改"), changed, NOT_YOU)


def ask_new_address(session: Session, person: Person, token: str) -> None:
    asked = _("请在 24 小时内打开下面的链接，确认今后用这个邮箱登录碳索：\n\n%(link)s")
    values = {"name": person.name, "link": _address(f"/account/email/{token}")}
    write(session, person.pending_email or "", person.locale, _("请确认新的登录邮箱"), asked, IGNORE, **values)


def tell_address_is_taken(session: Session, owner: Person) -> None:
    """Somebody wanted an address that is another's: only its owner learns of that."""
    taken = _("有人想把您的邮箱用作自己的登录邮箱，没有成功，您的账号没有任何变化。")
    tell(session, owner, _("您的邮箱已是一个账号"), taken)


def tell_address_is_changing(session: Session, person: Person) -> None:
    asked = _("您的账号请求更换登录邮箱。新邮箱确认之前，仍用现在的邮箱登录。")
    tell(session, person, _("请求更换登录邮箱"), asked, NOT_YOU)


def tell_address_changed(session: Session, person: Person, former: str) -> None:
    """To the former address, which from now on opens nothing."""
    changed = _(
        "您的登录邮箱已于 %(moment)s（北京时间）更换，这个邮箱不能再登录。如果不是您本人操作，请马上联系平台管理员。"
    )
    write(session, former, person.locale, _("登录邮箱已更换"), changed, name=person.name)


def tell_signed_out_everywhere(session: Session, person: Person) -> None:
    ended = _("您的账号已于 %(moment)s（北京时间）在所有设备上退出登录。")
    tell(session, person, _("已在所有设备上退出"), ended, NOT_YOU)


def tell_account_deleted(session: Session, address: str, name: str, locale: str) -> None:
    """The last letter; it goes too when letters of its age go."""
    gone = _("您的账号已于 %(moment)s（北京时间）注销，个人资料已删除。谢谢您用过碳索。")
    write(session, address, locale, _("账号已注销"), gone, name=name)


def tell_token_created(session: Session, person: Person, token: ApiToken) -> None:
    made = _("您的账号新建了接口令牌“%(token)s”（%(hint)s…），有效至 %(until)s。持有它的程序可以代您读写数据。")
    revoke = _("如果不是您本人操作，请立即作废它并重设密码：%(tokens)s")
    values = {"token": token.name, "hint": token.hint, "until": day(token.expires_at)}
    tell(session, person, _("新建了接口令牌"), made, revoke, tokens=_address("/account/tokens"), **values)


def tell_token_revoked(session: Session, person: Person, token: ApiToken) -> None:
    ended = _("接口令牌“%(token)s”（%(hint)s…）已于 %(moment)s（北京时间）作废，用它的程序不能再进来。")
    tell(session, person, _("接口令牌已作废"), ended, NOT_YOU, token=token.name, hint=token.hint)


def tell_consent(session: Session, person: Person, version: str) -> None:
    given = _("您已于 %(moment)s（北京时间）同意用户协议和隐私说明（%(version)s 版）。可在“我的数据”里查看：%(data)s")
    tell(session, person, _("已记下您的同意"), given, version=version, data=_address("/account/data"))


def tell_export_asked(session: Session, person: Person) -> None:
    asked = _("您的账号于 %(moment)s（北京时间）请求导出全部个人数据。做好后在这里下载，保留七天：%(data)s")
    tell(session, person, _("正在导出您的数据"), asked, NOT_YOU, data=_address("/account/data"))


def tell_role_given(session: Session, person: Person, role: Role) -> None:
    given = _("平台管理员授予了您“%(role)s”角色，重新打开页面即可使用。")
    _tell_of_role(session, person, _("您有了新角色"), given, role)


def tell_role_taken(session: Session, person: Person, role: Role) -> None:
    taken = _("平台管理员收回了您的“%(role)s”角色。如有疑问，请联系平台管理员。")
    _tell_of_role(session, person, _("一个角色已收回"), taken, role)


def tell_deactivated(session: Session, person: Person) -> None:
    stopped = _("您的账号已于 %(moment)s（北京时间）停用，暂时不能登录。如有疑问，请联系平台管理员。")
    tell(session, person, _("账号已停用"), stopped)


def tell_activated(session: Session, person: Person) -> None:
    again = _("您的账号已重新启用，可以登录：%(login)s")
    tell(session, person, _("账号已启用"), again)


def _tell_of_role(session: Session, person: Person, subject: str, text: str, role: Role) -> None:
    word = load_translations(person.locale).gettext(LABELS.get((Role.__name__, role.value), role.value))
    tell(session, person, subject, text, role=word)


def tell(session: Session, person: Person, subject: str, *paragraphs: str, **values: object) -> None:
    """A letter to somebody about their account."""
    write(session, person.email, person.locale, subject, *paragraphs, name=person.name, **values)


def write(session: Session, address: str, locale: str, subject: str, *paragraphs: str, **values: object) -> None:
    """Post a letter; subject and paragraphs are msgids, with the moment and the addresses of the usual pages at hand."""
    words = load_translations(locale)
    known: dict[str, object] = {
        "moment": moment(now()),
        "login": _address("/login"),
        "register": _address("/register"),
        "reset": _address("/password/forgotten"),
        **values,
    }
    greeting = _("%(name)s，您好：") if values.get("name") else _("您好：")
    body = "\n\n".join(words.gettext(paragraph) % known for paragraph in (greeting, *paragraphs))
    post(session, address, words.gettext(subject) % known, body)


def _address(path: str) -> str:
    """The full address where the application runs, the path alone elsewhere."""
    base = current_app.extensions["settings"].base_url if has_app_context() else ""
    return f"{base}{path}"
