"""The forms of organisations, their people and their verification."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField

from marketplace.accounts.models import MembershipRole, Organisation, OrganisationKind
from marketplace.core.errors import InvalidInput
from marketplace.organisations.services import Profile
from marketplace.taxonomy.catalogue import catalogue
from marketplace.web.fields import CodeField, ProseField, TermField, TextField
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


class ReasonForm(BlamingForm):
    reason = TextField(_("理由"))
