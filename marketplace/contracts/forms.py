"""The forms of contracts: terms, papers, registration, payments, commission, measurement."""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, FieldList, Form, FormField, HiddenField, SelectField, StringField
from wtforms.validators import Optional

from marketplace.contracts import money
from marketplace.contracts.amounts import Deduction
from marketplace.contracts.checklist import Refusal
from marketplace.contracts.content import PARTIES, PARTY_FIELDS, Party, Terms
from marketplace.contracts.rules import Basis, ContractKind, DeductionKind, PaperKind, PaymentKind, Trigger
from marketplace.contracts.services import Agree, Measure, PlanPayment, Receive, Refused, Registered, Share
from marketplace.contracts.services.drafting import LINES, TEXTS
from marketplace.contracts.services.measuring import GRADES
from marketplace.contracts.wording import FIELDS
from marketplace.core.errors import InvalidInput
from marketplace.needs import choices
from marketplace.organisations.credit_code import tidy
from marketplace.taxonomy.terms import EvidenceGrade
from marketplace.web.fields import DayField, ProseField, TermField, TextField
from marketplace.web.formats import term

BAD_NUMBER = _("请填数字，例如 2.5。")


class ExactField(StringField):  # type: ignore[misc]
    """A decimal that stays exact; None for nothing, a sentence for what is no number."""

    def __init__(self, label: object = None, places: int = 4, **given: Any) -> None:
        super().__init__(label, **given)
        self.places = places

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        typed = (valuelist[0] if valuelist else "").strip().replace(",", "").rstrip("%％").strip()
        if not typed:
            return
        try:
            value = Decimal(typed)
        except InvalidOperation:
            raise ValueError(str(BAD_NUMBER)) from None
        if not value.is_finite() or abs(value) >= 10**12 or value != round(value, self.places):
            raise ValueError(str(BAD_NUMBER))
        self.data = value

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return money.plain(self.data) if isinstance(self.data, Decimal) else ""


class MoneyField(ExactField):
    """An amount in 万元."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        try:
            self.data = money.read_amount(valuelist[0] if valuelist else "")
        except money.Unreadable as wrong:
            raise ValueError(gettext(str(wrong))) from None


class BlamedForm(FlaskForm):  # type: ignore[misc]
    def blame(self, refused: InvalidInput) -> None:
        """Put each sentence at its field; what names no field of the form stands at its head."""
        for name, sentence in refused.fields.items():
            said = gettext(sentence, **(refused.params if sentence == refused.message else {}))
            if name in self:
                self[name].errors = [*self[name].errors, said]
            else:
                self.form_errors.append(said)
        if not refused.fields:
            self.form_errors.append(gettext(refused.message, **refused.params))


class DeductionRow(Form):  # type: ignore[misc]
    kind = TermField(_("类别"), DeductionKind, default=DeductionKind.EQUIPMENT)
    label = TextField(_("是什么"))
    amount = MoneyField(_("金额"))

    @property
    def blank(self) -> bool:
        return not self.label.data and self.amount.data is None and not self.amount.errors


def _named(name: str) -> Any:
    return _(FIELDS[name])


class TermsForm(BlamedForm):
    """All that a contract says."""

    lock = HiddenField()
    kind = TermField(_named("kind"), ContractKind, default=ContractKind.LICENCE)
    title = TextField(_named("title"))
    seller_name = TextField(_named("name"))
    seller_credit_code = TextField(_named("credit_code"))
    seller_region = SelectField(_named("region"), default="", validate_choice=False)
    seller_address = TextField(_named("address"))
    seller_contact = TextField(_named("contact"))
    seller_phone = TextField(_named("phone"))
    buyer_name = TextField(_named("name"))
    buyer_credit_code = TextField(_named("credit_code"))
    buyer_region = SelectField(_named("region"), default="", validate_choice=False)
    buyer_address = TextField(_named("address"))
    buyer_contact = TextField(_named("contact"))
    buyer_phone = TextField(_named("phone"))
    subject = ProseField(_named("subject"))
    indicators = ProseField(_named("indicators"))
    ip = ProseField(_named("ip"))
    ownership = ProseField(_named("ownership"))
    performance = ProseField(_named("performance"))
    confidentiality = ProseField(_named("confidentiality"))
    risk = ProseField(_named("risk"))
    breach = ProseField(_named("breach"))
    disputes = ProseField(_named("disputes"))
    sector = SelectField(_named("sector"), default="", validate_choice=False)
    key_technology = SelectField(_named("key_technology"), default="", validate_choice=False)
    industry = SelectField(_named("industry"), default="", validate_choice=False)
    funding = TextField(_named("funding"))
    related = BooleanField(_named("related"))
    tax_relief = BooleanField(_named("tax_relief"))
    total = MoneyField(_named("total"))
    sure = BooleanField(_("金额无误"))
    payment = ProseField(_named("payment"))
    deductions = FieldList(FormField(DeductionRow), _named("deductions"), min_entries=1)
    equity_company = TextField(_named("equity_company"))
    equity_share = ExactField(_named("equity_share"))
    equity_valuation = MoneyField(_named("equity_valuation"))
    signed_on = DayField(_named("signed_on"), [Optional()])
    starts_on = DayField(_named("starts_on"), [Optional()])
    ends_on = DayField(_named("ends_on"), [Optional()])
    yearly_volume = TextField(_named("yearly_volume"))
    contracted_yearly = ExactField(_named("contracted_yearly"), places=3)
    contracted_years = ExactField(_named("contracted_years"), places=2)
    note = TextField(_("这一版改了什么"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seller_region.choices = self.buyer_region.choices = choices.regions()
        self.sector.choices = [("", gettext("请选择")), *choices.sectors()]
        self.key_technology.choices = choices.technologies()
        self.industry.choices = [("", gettext("请选择")), *choices.industries()]

    def terms(self) -> Terms:
        """What the form says."""
        said: dict[str, Any] = {name: self[name].data for name in (*PLAIN, *LINES, *TEXTS)}
        said |= {side: self._party(side) for side in PARTIES}
        return Terms(**said, deductions=tuple(self._deductions()))

    def _party(self, side: str) -> Party:
        values = {name: self[f"{side}_{name}"].data or "" for name in PARTY_FIELDS}
        return Party(**values | {"credit_code": tidy(values["credit_code"])})

    def _deductions(self) -> Iterable[Deduction]:
        for row in self.deductions:
            if not row.form.blank and row.form.amount.data is not None:
                yield Deduction(kind=row.form.kind.data, label=row.form.label.data, amount=row.form.amount.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """Every row of the deductions that says something needs both its words and its amount."""
        valid = bool(super().validate(extra_validators))
        for row in self.deductions:
            if row.form.blank:
                continue
            if not row.form.label.data:
                row.form.label.errors = [*row.form.label.errors, gettext("请写明这一项是什么。")]
            if row.form.amount.data is None and not row.form.amount.errors:
                row.form.amount.errors = [gettext("请填金额，单位万元。")]
            valid = valid and not row.form.label.errors and not row.form.amount.errors
        return valid

    def change_rows(self, add: bool, drop: str) -> bool:
        """Without a script the buttons of the rows come here."""
        place = drop.rpartition("-")[2]
        if add:
            self.deductions.append_entry()
        elif place.isdecimal() and int(place) < len(self.deductions.entries):
            kept = [row.data for number, row in enumerate(self.deductions) if number != int(place)]
            self.deductions.process(None, kept or [{}])
        else:
            return False
        return True


PLAIN = (
    "kind", "sector", "key_technology", "industry", "related", "tax_relief", "total", "equity_share", "equity_valuation",
    "signed_on", "starts_on", "ends_on", "contracted_yearly", "contracted_years",
)  # fmt: skip


def terms_values(terms: Terms, lock: int) -> dict[str, Any]:
    """What the form starts with."""
    values: dict[str, Any] = {name: getattr(terms, name) for name in (*PLAIN, *LINES, *TEXTS)}
    for side in PARTIES:
        values |= {f"{side}_{name}": getattr(getattr(terms, side), name) for name in PARTY_FIELDS}
    rows = [{"kind": each.kind, "label": each.label, "amount": each.amount} for each in terms.deductions]
    return values | {"deductions": rows or [{}], "lock": str(lock)}


Value = TypeVar("Value", bound=StrEnum)


def one_of(kind: type[Value], chosen: object) -> Value | None:
    """The value of a vocabulary that was chosen."""
    return chosen if isinstance(chosen, kind) else None


class PaperForm(BlamedForm):
    kind = TermField(_("文件种类"), PaperKind, default=PaperKind.SIGNED)
    paper = FileField(_("扫描件"))

    @property
    def chosen(self) -> PaperKind:
        return one_of(PaperKind, self.kind.data) or PaperKind.SIGNED


class ReasonForm(BlamedForm):
    reason = ProseField(_("原因"))


class RefuseForm(BlamedForm):
    reason = TermField(_("原因类别"), Refusal, blank="请选择")
    note = ProseField(_("给当事方的说明"))

    def refused(self) -> Refused:
        return Refused(reason=one_of(Refusal, self.reason.data), note=self.note.data or "")


class RegisterForm(BlamedForm):
    number = TextField(_("登记编号"))
    day = DayField(_("登记日期"), [Optional()])

    def registered(self) -> Registered:
        return Registered(number=self.number.data or "", day=self.day.data)


class AcceptanceForm(BlamedForm):
    accepted_on = DayField(_("验收日期"), [Optional()])
    note = ProseField(_("验收结论"))


class PaymentForm(BlamedForm):
    kind = TermField(_("款项"), PaymentKind, default=PaymentKind.MILESTONE)
    label = TextField(_("说明"))
    amount = MoneyField(_("金额"))
    due_on = DayField(_("到期日"), [Optional()])
    condition = TextField(_("支付条件"))

    def planned(self) -> PlanPayment:
        return PlanPayment(
            kind=one_of(PaymentKind, self.kind.data) or PaymentKind.MILESTONE, label=self.label.data or "", amount=self.amount.data,
            due_on=self.due_on.data, condition=self.condition.data or "",
        )  # fmt: skip


class ReceiptForm(BlamedForm):
    amount = MoneyField(_("到账金额"))
    received_on = DayField(_("到账日期"), [Optional()])
    note = TextField(_("备注"))

    def receipt(self) -> Receive:
        return Receive(amount=self.amount.data, received_on=self.received_on.data, note=self.note.data or "")


class ShareRow(Form):  # type: ignore[misc]
    party = SelectField(_("收佣金的一方"), default="", validate_choice=False)
    percent = ExactField(_("比例"))


class CommissionForm(BlamedForm):
    """Basis, rate, trigger and the split."""

    basis = TermField(_("计算基数"), Basis, default=Basis.TECHNICAL)
    rate = ExactField(_("佣金比例"))
    trigger = TermField(_("支付时点"), Trigger, default=Trigger.RECEIVED)
    parties = FieldList(FormField(ShareRow), _("分成"), min_entries=1)
    reason = TextField(_("改动原因"))

    def offer(self, offered: list[tuple[str, str]]) -> None:
        """Who may share."""
        for row in self.parties:
            row.form.party.choices = [("", gettext("请选择")), *offered]

    def agreed(self) -> Agree:
        shares = [row.form for row in self.parties if row.form.party.data or row.form.percent.data is not None]
        return Agree(
            basis=one_of(Basis, self.basis.data) or Basis.TECHNICAL, rate=self.rate.data, trigger=one_of(Trigger, self.trigger.data) or Trigger.RECEIVED,
            shares=tuple(_share(row.party.data or "", row.percent.data) for row in shares), reason=self.reason.data or "",
        )  # fmt: skip

    def change_rows(self, add: bool, drop: str) -> bool:
        place = drop.rpartition("-")[2]
        if add:
            self.parties.append_entry()
        elif place.isdecimal() and int(place) < len(self.parties.entries):
            kept = [row.data for number, row in enumerate(self.parties) if number != int(place)]
            self.parties.process(None, kept or [{}])
        else:
            return False
        return True


def _share(party: str, percent: Decimal | None) -> Share:
    kind, _dash, number = party.partition("-")
    chosen = int(number) if number.isdecimal() and len(number) < 10 else -1
    amount = percent or money.ZERO
    return (
        Share(percent=amount, organisation_id=chosen) if kind == "agency" else Share(percent=amount, person_id=chosen)
    )


class PayoutForm(BlamedForm):
    amount = MoneyField(_("支付金额"))
    paid_on = DayField(_("支付日期"), [Optional()])
    note = TextField(_("备注"))


class MeasureForm(BlamedForm):
    begin = DayField(_("实测期开始"), [Optional()])
    end = DayField(_("实测期结束"), [Optional()])
    tonnes = ExactField(_("实测减碳量"), places=3)
    grade = SelectField(_("证据等级"), default="", validate_choice=False)
    method = TextField(_("怎样测的"))
    evidence = FileField(_("检测或核查报告"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        graded = [(grade.value, f"{grade.value} {term(grade)}") for grade in GRADES]
        self.grade.choices = [("", gettext("请选择")), *graded]

    def measured(self, key: str, media_type: str) -> Measure:
        known = {grade.value: grade for grade in EvidenceGrade}
        return Measure(
            begin=self.begin.data, end=self.end.data, tonnes=self.tonnes.data, grade=known.get(self.grade.data or ""),
            method=self.method.data or "", key=key, media_type=media_type,
        )  # fmt: skip
