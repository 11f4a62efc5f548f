"""The forms of organisations, their people and their verification."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import Optional

from marketplace.accounts.models import MembershipRole, Organisation, OrganisationKind
from marketplace.core.actor import Act
from marketplace.core.clock import today
from marketplace.core.errors import InvalidInput
from marketplace.organisations.records import RecordLine
from marketplace.organisations.services import Profile
from marketplace.organisations.services.mandates import Proposal
from marketplace.organisations.services.verifying import Evidence
from marketplace.taxonomy.catalogue import catalogue
from marketplace.web.fields import CodeField, DayField, ProseField, TermField, TermsField, TextField
from marketplace.web.language import language


class BlamingForm(FlaskForm):  # type: ignore[misc]
    """A form that takes the sentences of a refusal to its fields."""

    def blame(self, refused: InvalidInput) -> None:
        for name, sentence in refused.fields.items():
            params: Mapping[str, Any] = refused.params if sentence == refused.message else {}
            if name in self:
                self[name].errors = [gettext(sentence, **params)]


class ProfileForm(BlamingForm):
    """What an organisation says of itself."""

    lock = HiddenField()
    name = TextField(_("单位全称"))
    english = TextField(_("英文名称"))
    kind = TermField(_("单位类型"), OrganisationKind, default=OrganisationKind.ENTERPRISE)
    credit_code = TextField(_("统一社会信用代码"))
    region = CodeField(_("所在地区"), default="")
    address = TextField(_("地址"))
    website = TextField(_("网址"))
    introduction = ProseField(_("单位简介"))
    contact_name = TextField(_("联系人"))
    contact_phone = TextField(_("联系电话"))
    contact_email = TextField(_("联系邮箱"))
    although_alike = BooleanField(_("都不是我的单位，继续新建"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.region.choices = [("", gettext("请选择")), *region_choices()]

    def profile(self) -> Profile:
        return Profile(
            name=self.name.data,
            english=self.english.data,
            kind=OrganisationKind(str(self.kind.data or OrganisationKind.ENTERPRISE)),
            credit_code=self.credit_code.data,
            region=self.region.data,
            address=self.address.data,
            website=self.website.data,
            introduction=self.introduction.data,
            contact_name=self.contact_name.data,
            contact_phone=self.contact_phone.data,
            contact_email=self.contact_email.data,
        )


PLAIN = ("name", "english", "kind", "region", "address", "website", "introduction")
CONTACT = ("contact_name", "contact_phone", "contact_email")


def profile_values(organisation: Organisation) -> dict[str, Any]:
    """What the form starts with."""
    values = {name: getattr(organisation, name) for name in (*PLAIN, *CONTACT, "lock")}
    return values | {"credit_code": organisation.credit_code or ""}


def region_choices() -> list[tuple[str, str]]:
    """Every region of GB/T 2260 that records use, cities under their province."""
    regions = catalogue().regions
    label = {code: entry.label(language()) for code, entry in regions.items()}
    return [
        (code, f"{label[entry.parent]} {label[code]}" if entry.parent in regions else label[code])
        for code, entry in regions.items()
    ]


class LogoForm(BlamingForm):
    logo = FileField(_("标志图片"))


class EvidenceForm(BlamingForm):
    evidence = FileField(_("营业执照或法人证书的扫描件"))


class InviteForm(BlamingForm):
    email = TextField(_("电子邮箱"))
    role = TermField(_("身份"), MembershipRole, default=MembershipRole.MEMBER)


class MandateForm(BlamingForm):
    """An offer to a broker or an agency."""

    holder = SelectField(_("委托给谁"), validate_choice=False)
    acts = TermsField(_("可以做什么"), Act)
    scope = RadioField(_("范围"), validate_choice=False, default="all")
    records = SelectMultipleField(_("选哪些记录"), validate_choice=False)
    exclusive = BooleanField(_("独家：同样的范围不再委托别人"))
    valid_from = DayField(_("开始日期"), [Optional()])
    valid_until = DayField(_("结束日期"), [Optional()])
    note = ProseField(_("说明"))
    paper = FileField(_("签字盖章的委托书"))

    def __init__(self, holders: list[tuple[str, str]], lines: list[RecordLine], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.holder.choices = [("", gettext("请选择")), *holders]
        self.scope.choices = [("all", gettext("本单位的全部记录，包括新建")), ("chosen", gettext("只限选中的记录"))]
        self.records.choices = [(line.public_id, f"{line.public_id} {line.title}") for line in lines]

    def proposal(self, paper: Evidence | None) -> Proposal:
        kind, _dash, number = str(self.holder.data or "").partition("-")
        chosen = int(number) if number.isdecimal() and len(number) < 12 else None
        return Proposal(
            person_id=chosen if kind == "person" else None,
            agency_id=chosen if kind == "agency" else None,
            acts=frozenset(self.acts.data or ()),
            records=frozenset(self.records.data or ()) if self.scope.data == "chosen" else None,
            exclusive=bool(self.exclusive.data),
            valid_from=self.valid_from.data or today(),
            valid_until=self.valid_until.data or date.min,
            note=self.note.data,
            paper=paper,
        )
