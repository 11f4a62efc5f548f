"""The form that takes a file."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, SelectField

from ingest.records import Kind
from marketplace.accounts.models import Organisation, OrganisationKind


class UploadForm(FlaskForm):  # type: ignore[misc]
    """Whose file it is, what its rows are, and the file."""

    organisation = SelectField(lazy_gettext("导入到哪个单位"), coerce=int)
    kind = RadioField(lazy_gettext("表里是什么"))
    file = FileField(
        lazy_gettext("表格文件"),
        validators=[FileRequired(lazy_gettext("请先选一个文件。"))],
        description=lazy_gettext(
            "xlsx、xls、ods、csv、tsv、json、jsonl、docx、pdf，或装着这些文件的 zip。表头在第几行都可以，不用改成模板。"
        ),
    )

    def __init__(self, organisations: Sequence[Organisation], **values: Any) -> None:
        super().__init__(**values)
        self.organisation.choices = [(each.id, each.name) for each in organisations]
        self.kind.choices = [(Kind.ACHIEVEMENT.value, gettext("成果")), (Kind.NEED.value, gettext("需求"))]
        if self.kind.data not in {kind.value for kind in Kind}:
            self.kind.data = usual_kind(organisations).value


def usual_kind(organisations: Sequence[Organisation]) -> Kind:
    """Enterprises mostly bring needs, the others results."""
    enterprises = organisations and all(each.kind is OrganisationKind.ENTERPRISE for each in organisations)
    return Kind.NEED if enterprises else Kind.ACHIEVEMENT
