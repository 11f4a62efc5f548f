"""The form that takes a file."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import IntegerField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, Length, NumberRange

from ingest.harvest.services import Harvest
from ingest.records import Kind
from marketplace.accounts.models import Organisation, OrganisationKind
from marketplace.organisations.wording import named


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
        self.organisation.choices = [(each.id, named(each)) for each in organisations]
        self.kind.choices = [(Kind.ACHIEVEMENT.value, gettext("成果")), (Kind.NEED.value, gettext("需求"))]
        if self.kind.data not in {kind.value for kind in Kind}:
            self.kind.data = usual_kind(organisations).value


class SourceForm(FlaskForm):  # type: ignore[misc]
    """A repository: whose it is, its address and set, how often, and what its records are."""

    organisation = SelectField(lazy_gettext("采集到哪个单位"), coerce=int)
    name = StringField(
        lazy_gettext("来源名称"),
        validators=[DataRequired(lazy_gettext("请填写来源名称。")), Length(max=80)],
        description=lazy_gettext("例如“图书馆机构知识库”。"),
    )
    address = StringField(
        lazy_gettext("OAI-PMH 接口地址"),
        validators=[DataRequired(lazy_gettext("请填写接口地址。")), Length(max=300)],
        description=lazy_gettext(
            "以 http:// 或 https:// 开头，不带 verb 参数，例如 https://ir.example.edu.cn/oai/request。"
        ),
    )
    of_set = StringField(
        lazy_gettext("集合（set）"),
        validators=[Length(max=120)],
        description=lazy_gettext("只采集机构库里的一部分时填写，留空为全部。"),
    )
    every_hours = IntegerField(
        lazy_gettext("每隔几小时采集一次"),
        default=24,
        validators=[NumberRange(1, 720, lazy_gettext("请填写 1 到 720 之间的整数。"))],
    )
    kind = RadioField(lazy_gettext("里面是什么"))

    def __init__(self, organisations: Sequence[Organisation], **values: Any) -> None:
        super().__init__(**values)
        self.organisation.choices = [(each.id, named(each)) for each in organisations]
        self.kind.choices = [(Kind.ACHIEVEMENT.value, gettext("成果")), (Kind.NEED.value, gettext("需求"))]
        if self.kind.data not in {kind.value for kind in Kind}:
            self.kind.data = Kind.ACHIEVEMENT.value

    def as_harvest(self) -> Harvest:
        return Harvest(
            name=self.name.data.strip(),
            address=self.address.data.strip(),
            of_set=(self.of_set.data or "").strip(),
            every_hours=self.every_hours.data,
            kind=Kind(self.kind.data),
        )


def usual_kind(organisations: Sequence[Organisation]) -> Kind:
    """Enterprises mostly bring needs, the others results."""
    enterprises = organisations and all(each.kind is OrganisationKind.ENTERPRISE for each in organisations)
    return Kind.NEED if enterprises else Kind.ACHIEVEMENT
