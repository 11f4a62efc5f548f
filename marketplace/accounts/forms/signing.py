"""Forms of those who are not signed in."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, HiddenField, PasswordField
from wtforms.validators import InputRequired, Length

from marketplace.accounts.forms.fields import email_field, new_password_field
from marketplace.accounts.models import OrganisationKind
from marketplace.web.fields import TermField, TextField


class SignInForm(FlaskForm):  # type: ignore[misc]
    email = EmailField(_("电子邮箱"), [InputRequired(_("请填写电子邮箱。")), Length(max=254)])
    password = PasswordField(_("密码"), [InputRequired(_("请填写密码。")), Length(max=200)])
    remember = BooleanField(_("在这台设备上保持登录"))
    next = HiddenField()


class RegisterForm(FlaskForm):  # type: ignore[misc]
    name = TextField(_("姓名"), validators=[InputRequired(_("请填写姓名。")), Length(max=80)])
    email = email_field()
    password = new_password_field()
    wanted = TermField(
        _("单位类型"),
        OrganisationKind,
        blank="请选择",
        validators=[InputRequired(_("请选择您所在单位的类型。"))],
        description=_("注册后再加入具体单位。技术经理人、主办方等身份由平台管理员开通。"),
    )
    consent = BooleanField(
        _("我已阅读并同意使用条款和隐私说明"), [InputRequired(_("同意使用条款和隐私说明后才能注册。"))]
    )


class AddressForm(FlaskForm):  # type: ignore[misc]
    """Asks for nothing but an address: a new password, or the letter once more."""

    email = email_field()


class ConfirmForm(FlaskForm):  # type: ignore[misc]
    password = PasswordField(_("注册时设的密码"), [InputRequired(_("请填写密码。")), Length(max=200)])


class ResetForm(FlaskForm):  # type: ignore[misc]
    password = new_password_field(_("新密码"))
