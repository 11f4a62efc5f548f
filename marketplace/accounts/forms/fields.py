"""Fields that several forms of accounts share."""

import re

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import EmailField, Form, PasswordField
from wtforms.validators import InputRequired, Length, ValidationError

from marketplace.accounts.passwords import MAXIMUM, MINIMUM

ADDRESS = re.compile(r"[^@\s,;<>()\"]{1,64}@[^@\s,;<>()\"]+\.[^@\s,;<>()\".]{2,}")


def looks_like_an_address(_form: Form, field: EmailField) -> None:
    """Enough to catch slips of the keyboard: only the letter that arrives shows that a mailbox exists."""
    if not ADDRESS.fullmatch((field.data or "").strip()):
        raise ValidationError(_("这不像一个邮箱地址。请检查，例如 zhang@example.org。"))


def email_field(label: object = None) -> EmailField:
    needed = InputRequired(lazy_gettext("请填写电子邮箱。"))
    return EmailField(label or lazy_gettext("电子邮箱"), [needed, Length(max=254), looks_like_an_address])


def new_password_field(label: object = None) -> PasswordField:
    hint = lazy_gettext(
        "%(minimum)s 到 %(maximum)s 个字符，不限种类。几个不相干的词连成一句，好记也难猜。",
        minimum=MINIMUM,
        maximum=MAXIMUM,
    )
    return PasswordField(label or lazy_gettext("密码"), [InputRequired(lazy_gettext("请填写密码。"))], description=hint)


def current_password_field(label: object = None) -> PasswordField:
    return PasswordField(
        label or lazy_gettext("现在的密码"), [InputRequired(lazy_gettext("请填写现在的密码。")), Length(max=200)]
    )
