"""Forms of a person's own settings."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField
from wtforms.validators import InputRequired, Length, Regexp

from marketplace.accounts.forms.fields import current_password_field, email_field, new_password_field
from marketplace.accounts.rules import TOKEN_DAYS, Topic
from marketplace.core.actor import Scope
from marketplace.web.fields import CodeField, CodesField, TermsField, TextField


class ProfileForm(FlaskForm):  # type: ignore[misc]
    name = TextField(_("姓名"), validators=[InputRequired(_("请填写姓名。")), Length(max=80)])
    phone = TextField(
        _("电话"),
        validators=[Length(max=40), Regexp(r"[0-9 +()\-转]*$", message=_("电话只含数字、空格和 + - ( )。"))],
        description=_("只给本单位成员、审核员和平台管理员看。"),
    )
    locale = RadioField(_("语言"), choices=[("zh", "中文"), ("en", "English")], description=_("网页和信件所用的语言。"))


class ChangePasswordForm(FlaskForm):  # type: ignore[misc]
    current = current_password_field()
    password = new_password_field(_("新密码"))


class ChangeAddressForm(FlaskForm):  # type: ignore[misc]
    email = email_field(_("新的登录邮箱"))
    current = current_password_field()


class NoticesForm(FlaskForm):  # type: ignore[misc]
    topics = TermsField(_("给我写信，当"), Topic)


class TokenForm(FlaskForm):  # type: ignore[misc]
    name = TextField(
        _("名称"),
        validators=[InputRequired(_("请给令牌起个名字。")), Length(max=60)],
        description=_("写明给哪个程序用，例如“科研系统同步”。"),
    )
    scopes = CodesField(_("令牌权限"))
    days = CodeField(_("有效期"))

    def offer(self, scopes: list[Scope], words: dict[Scope, str]) -> None:
        """Only what this installation has a use for."""
        self.scopes.choices = [(scope.value, words[scope]) for scope in scopes]
        self.days.choices = [(str(days), _("%(n)s 天", n=days)) for days in TOKEN_DAYS]


class DeleteForm(FlaskForm):  # type: ignore[misc]
    current = current_password_field()
    sure = BooleanField(_("我知道注销不能撤回"), [InputRequired(_("请确认。注销不能撤回。"))])
