"""The sign-in form."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, HiddenField, PasswordField
from wtforms.validators import InputRequired, Length


class SignInForm(FlaskForm):  # type: ignore[misc]
    email = EmailField(_("电子邮箱"), [InputRequired(_("请填写电子邮箱。")), Length(max=254)])
    password = PasswordField(_("密码"), [InputRequired(_("请填写密码。")), Length(max=200)])
    remember = BooleanField(_("在这台设备上保持登录"))
    next = HiddenField()
