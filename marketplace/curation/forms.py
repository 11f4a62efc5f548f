"""The form of a standard remark."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectField

from marketplace.curation.models import StandardRemark
from marketplace.curation.queries.remarks import FIELDS_OF
from marketplace.curation.rules import Kind
from marketplace.curation.services.remarks import RemarkText
from marketplace.web.fields import ProseField
from marketplace.web.formats import term


class RemarkForm(FlaskForm):  # type: ignore[misc]
    """What a remark says in both languages, and the field it is tied to."""

    kind = SelectField(_("用于"), validate_choice=False)
    field = SelectField(_("栏目"), validate_choice=False)
    zh = ProseField(_("中文"))
    en = ProseField(_("英文"))

    def __init__(self, remark: StandardRemark | None = None) -> None:
        super().__init__(obj=remark)
        self.kind.choices = [("", gettext("成果和需求")), *((kind.value, term(kind)) for kind in Kind)]
        self.field.choices = {
            gettext("整条记录"): [("", gettext("总的意见"))],
            **{
                term(kind): [(f"{kind.value}:{name}", gettext(words)) for name, words in names.items()]
                for kind, names in FIELDS_OF.items()
            },
        }
        if remark is not None and not self.is_submitted():
            self.kind.data = remark.kind.value if remark.kind else ""
            self.field.data = f"{remark.kind or Kind.ACHIEVEMENT}:{remark.field}" if remark.field else ""

    def command(self) -> RemarkText:
        """What was sent. A field chosen from the other kind than the remark's is refused by the service."""
        said: str = self.field.data or ""
        kind = Kind(self.kind.data) if self.kind.data in set(Kind) else None
        of, _colon, field = said.partition(":")
        alien = bool(field) and kind is not None and of != kind.value
        return RemarkText(kind=kind, field=f"{of}:{field}" if alien else field, zh=_text(self.zh), en=_text(self.en))


def _text(field: Any) -> str:
    return (field.data or "").strip()
