"""Forms of what is followed: its name, and the pace of the letter."""

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField
from wtforms.validators import InputRequired, Length

from marketplace.following.rules import LONGEST_NAME, Pace
from marketplace.following.wording import WEEKDAYS
from marketplace.web.fields import CodeField, TermField, TextField

_ = lazy_gettext
NAME = [
    InputRequired(_("请起个名字，不超过 80 个字。")),
    Length(max=LONGEST_NAME, message=_("请起个名字，不超过 80 个字。")),
]


class SearchForm(FlaskForm):  # type: ignore[misc]
    name = TextField(_("名称"), validators=NAME)


class WatchForm(FlaskForm):  # type: ignore[misc]
    name = TextField(_("名称"), validators=NAME)
    by_mail = BooleanField(_("有新内容时写进信里"))


class PaceForm(FlaskForm):  # type: ignore[misc]
    """Hours and weekdays are China's."""

    pace = TermField(_("多久寄一次"), Pace)
    weekday = CodeField(_("周几（每周一封时）"))
    hour = CodeField(_("几点（北京时间）"))

    def offer(self) -> "PaceForm":
        self.weekday.choices = [(str(day), gettext(word)) for day, word in enumerate(WEEKDAYS)]
        self.hour.choices = [(str(hour), f"{hour:02}:00") for hour in range(24)]
        return self
