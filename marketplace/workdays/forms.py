"""The form of a special day."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm

from marketplace.web.fields import DayField, TermField, TextField
from marketplace.workdays.rules import DayKind


class DayForm(FlaskForm):  # type: ignore[misc]
    """A day, what it is, and the notice that says so."""

    day = DayField(_("日期"))
    kind = TermField(_("类别"), DayKind, blank="请选择", default=DayKind.HOLIDAY)
    name = TextField(_("名称"))
    source = TextField(_("来源"))
