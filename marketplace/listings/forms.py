"""The form in which an achievement is written. Gaps are no mistakes: a draft may be saved with them."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as say
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import FieldList, Form, FormField, HiddenField, SelectField
from wtforms.fields.choices import SelectChoice

from marketplace.listings import content as c
from marketplace.listings.carbon import SIDES as TOTALS
from marketplace.listings.carbon import sums
from marketplace.listings.naming import NAMES, field_name
from marketplace.listings.offers import VALUES
from marketplace.listings.rules import WithdrawalReason
from marketplace.taxonomy import terms as t
from marketplace.taxonomy.catalogue import catalogue
from marketplace.web.fields import (
    CodeField,
    CodesField,
    DayField,
    FigureField,
    ListField,
    ProseField,
    TermField,
    TermsField,
    TextField,
    WholeField,
)

SIDE_CHOICES = [SelectChoice(side) for side in TOTALS]
SECTIONS = {"parameters": "s-parameters", "ip": "s-ip", "cases": "s-cases", "claim": "s-claim"}


class Row(Form):  # type: ignore[misc]
    """A row of a repeating part; one in which nothing was typed is left out."""

    @property
    def blank(self) -> bool:
        typed = (entry for entry in self if not isinstance(entry, SelectField))
        return not any(_was_typed(entry) for entry in typed)


class ParameterRow(Row):
    name = TextField(_("参数名称"))
    minimum = FigureField(_("下限"))
    maximum = FigureField(_("上限"))
    unit = TextField(_("单位"))
    conditions = TextField(_("工况条件"))
    evidence = TextField(_("证据"))
    comparator_value = FigureField(_("替代对象的值"))
    tier = TermField(_("公开范围"), t.DisclosureTier, default=t.DisclosureTier.PUBLIC)


class IpRow(Row):
    kind = TermField(_("类型"), t.IpKind, default=t.IpKind.INVENTION)
    title = TextField(_("名称"))
    number = TextField(_("专利号或登记号"))
    status = TermField(_("状态"), t.IpStatus, default=t.IpStatus.PENDING)
    holder = TextField(_("权利人"))


class CaseRow(Row):
    user = TextField(_("应用单位"))
    place = TextField(_("地点"))
    year = WholeField(_("年份"))
    scale = TextField(_("规模"))
    measured_result = TextField(_("实测结果"))


class LineRow(Row):
    side = SelectField(_("归入"), choices=SIDE_CHOICES, validate_choice=False)
    label = TextField(_("分项"))
    formula = TextField(_("算式"))
    amount = FigureField(_("数量"))


class FactorRow(Row):
    name = TextField(_("排放因子"))
    value = FigureField(_("数值"))
    unit = TextField(_("单位"))
    source = TextField(_("来源"))
    year = WholeField(_("年份"))
    region = TextField(_("地区"))


class ClaimPart(Row):
    """减碳量; left out altogether when nothing was typed in it."""

    functional_unit = TextField(_("功能单位"))
    boundary = TextField(_("核算边界"))
    baseline = TextField(_("基准线"))
    lifetime_years = FigureField(_("寿命"))
    annual_output = TextField(_("年产出"))
    baseline_emissions = FigureField(_("基准线排放 BE"))
    project_emissions = FigureField(_("项目排放 PE"))
    leakage_emissions = FigureField(_("泄漏 LE"))
    removals = FigureField(_("清除量 RE"))
    uncertainty_percent = FigureField(_("不确定度"))
    gases = ListField(_("气体"))
    method = TermField(_("方法"), t.ClaimMethod, default=t.ClaimMethod.OWN)
    grade = TermField(_("证据等级"), t.EvidenceGrade, default=t.EvidenceGrade.STATED)
    lines = FieldList(FormField(LineRow), _("分项"), min_entries=1)
    factors = FieldList(FormField(FactorRow), _("排放因子"), min_entries=1)

    def content(self) -> c.CarbonClaim | None:
        """The claim; a total left blank is the sum of its lines, or 0."""
        if self.blank:
            return None
        lines = tuple(_line(row) for row in _kept(self.lines))
        factors = tuple(_factor(row) for row in _kept(self.factors))
        named = [entry.name for entry in fields(c.CarbonClaim) if entry.name not in ("lines", "factors")]
        plain: dict[str, Any] = {name: getattr(self, name).data for name in named}
        summed = sums(lines)
        for side, name in TOTALS.items():
            plain[name] = summed.get(side, 0.0) if plain[name] is None else plain[name]
        plain["uncertainty_percent"] = plain["uncertainty_percent"] or 0.0
        plain["gases"] = plain["gases"] or ("CO2",)
        return c.CarbonClaim(**plain, lines=lines, factors=factors)


class ListingForm(FlaskForm):  # type: ignore[misc]
    """Everything an achievement says."""

    lock = HiddenField()
    seen = HiddenField()  # stamps of what the form showed at first (listings.stamps)
    organisation = SelectField(_("所属单位"), coerce=int)
    title = TextField(_(NAMES["title"]))
    teaser = ProseField(_(NAMES["teaser"]))
    problem = ProseField(_(NAMES["problem"]))
    principle = ProseField(_(NAMES["principle"]))
    advantage = ProseField(_(NAMES["advantage"]))
    timing = ProseField(_(NAMES["timing"]))
    keywords = ListField(_(NAMES["keywords"]))
    partners = ListField(_(NAMES["partners"]))
    inventors = ListField(_(NAMES["inventors"]))
    department = TextField(_(NAMES["department"]))
    contact_name = TextField(_(NAMES["contact_name"]))
    contact_phone = TextField(_(NAMES["contact_phone"]))
    contact_email = TextField(_(NAMES["contact_email"]))
    registration_number = TextField(_(NAMES["registration_number"]))
    project_source = TextField(_(NAMES["project_source"]))
    stage = TermField(_(NAMES["stage"]), t.Stage, blank="请选择")
    level = TermField(_(NAMES["level"]), t.Level, default=t.Level.UNASSESSED)
    trl = WholeField(_(NAMES["trl"]))
    trl_scale = TermField(_(NAMES["trl_scale"]), t.TrlScale, default=t.TrlScale.NINE)
    trl_evidence = TextField(_(NAMES["trl_evidence"]))
    sector = CodeField(_(NAMES["sector"]))
    key_technology = CodeField(_(NAMES["key_technology"]))
    carbon_class = TermField(_(NAMES["carbon_class"]), t.CarbonClass, blank="请选择")
    ipc = ListField(_(NAMES["ipc"]))
    cpc_y02 = ListField(_(NAMES["cpc_y02"]))
    industries = CodesField(_(NAMES["industries"]))
    parameters = FieldList(FormField(ParameterRow), _(NAMES["parameters"]), min_entries=1)
    comparator = TextField(_(NAMES["comparator"]))
    comparator_value = TextField(_(NAMES["comparator_value"]))
    comparator_cost = TextField(_(NAMES["comparator_cost"]))
    capex = FigureField(_(NAMES["capex"]))
    opex = FigureField(_(NAMES["opex"]))
    payback_years = FigureField(_(NAMES["payback_years"]))
    scale = TextField(_(NAMES["scale"]))
    ip = FieldList(FormField(IpRow), _(NAMES["ip"]), min_entries=1)
    transfer_modes = TermsField(_(NAMES["transfer_modes"]), t.TransferMode)
    price_mode = TermField(_(NAMES["price_mode"]), t.PriceMode, blank="请选择")
    price = FigureField(_(NAMES["price"]))
    price_note = TextField(_(NAMES["price_note"]))
    claim = FormField(ClaimPart)
    cases = FieldList(FormField(CaseRow), _(NAMES["cases"]), min_entries=1)
    valid_until = DayField(_(NAMES["valid_until"]))

    def __init__(self, organisations: list[tuple[int, str]], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        locale = get_locale()
        language, known = (locale.language if locale else "zh"), catalogue()
        sectors = known.sectors.values()
        none = SelectChoice("", say("请选择"))
        self.organisation.choices = [SelectChoice(number, name) for number, name in organisations]
        self.sector.choices = [none, *(SelectChoice(entry.code, entry.label(language)) for entry in sectors)]
        self.key_technology.choices = [
            none,
            *(
                SelectChoice(leaf.code, leaf.label(language), optgroup=entry.label(language))
                for entry in sectors
                for leaf in known.technologies_of(entry.code)
            ),
        ]
        self.industries.choices = [
            SelectChoice(entry.code, f"{entry.code} {entry.label(language)}") for entry in known.industries.values()
        ]

    @property
    def parts(self) -> dict[str, FieldList]:
        """The repeating parts by their names."""
        claim = self.claim.form
        own = {"parameters": self.parameters, "ip": self.ip, "cases": self.cases}
        return own | {"claim-lines": claim.lines, "claim-factors": claim.factors}

    def texts(self) -> dict[str, str]:
        """The texts in which parameters are looked for."""
        return {name: str(getattr(self, name).data or "") for name in VALUES.fields}

    def stated(self) -> list[c.Parameter]:
        """The parameters typed so far."""
        return [c.Parameter(**_said(row)) for row in _kept(self.parameters)]

    def take(self, parameters: Sequence[c.Parameter]) -> None:
        """Add rows for values that were read, in the place of those left blank."""
        kept = [row.data for row in _kept(self.parameters)]
        self.parameters.process(None, [*kept, *map(asdict, parameters)])

    def content(self, extra: dict[str, str]) -> c.AchievementContent:
        """What the form says; `extra` is kept from the record."""
        rows = {
            "parameters": tuple(c.Parameter(**_said(row)) for row in _kept(self.parameters)),
            "ip": tuple(c.IntellectualProperty(**_said(row)) for row in _kept(self.ip)),
            "cases": tuple(c.Case(**_said(row)) for row in _kept(self.cases)),
            "claim": self.claim.form.content(),
        }
        named = [entry for entry in fields(c.AchievementContent) if entry.name not in {*rows, "extra"}]
        plain = {entry.name: _or_default(getattr(self, entry.name).data, entry.default) for entry in named}
        plain["industries"] = tuple(plain["industries"])
        return c.AchievementContent(**plain, **rows, extra=extra)


class WithdrawForm(FlaskForm):  # type: ignore[misc]
    """Why a record is taken off."""

    reason = TermField(_("下架的原因"), WithdrawalReason, blank="请选择")
    note = ProseField(_("说明"))
    successor = TextField(_("与它重复的成果的编号"))


def _or_default(said: Any, default: Any) -> Any:
    """A field that the form did not send says what an empty record says."""
    return default if said is None else said


def form_data(content: c.AchievementContent) -> dict[str, Any]:
    """The content as the form's starting values."""
    data = {entry.name: getattr(content, entry.name) for entry in fields(content)}
    for part in ("parameters", "ip", "cases"):
        data[part] = [asdict(row) for row in data[part]]
    data["claim"] = asdict(content.claim) if content.claim else {}
    return data


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A mistake, where it is, and how to get there."""

    label: str
    sentence: str
    anchor: str
    section: str


def attach(form: FlaskForm, wrong: dict[str, str]) -> None:
    """Tie sentences to the fields they speak of. Rows are counted without the blank ones."""
    for key, sentence in wrong.items():
        found = _find(form, key)
        if found is not None:
            found.errors = [*found.errors, say(sentence)]


def problems(form: ListingForm) -> list[Problem]:
    """Every mistake of the form, in its order."""
    return list(_problems(form, ""))


def anchor_of(field: str) -> str:
    """Where a field of the content stands on the page."""
    return SECTIONS.get(field, f"{field}-field")


def _problems(form: Form, where: str) -> Iterator[Problem]:
    for entry in form:
        top = (where or entry.name).split("-")[0]
        if isinstance(entry, FieldList):
            rows = enumerate(entry.entries, start=1)
            yield from (problem for number, row in rows for problem in _problems(row.form, f"{entry.name}-{number}"))
        elif isinstance(entry, FormField):
            yield from _problems(entry.form, entry.name)
        own = entry.errors if isinstance(entry, FieldList) or not isinstance(entry, FormField) else ()
        for sentence in (said for said in own if isinstance(said, str)):
            row = where.rsplit("-", 1)[-1]
            prefix = f"{say(field_name(top))} {row} · " if row.isdigit() else ""
            yield Problem(
                label=f"{prefix}{entry.label.text}", sentence=sentence, anchor=anchor_of(entry.name), section=top
            )


def _find(form: FlaskForm, key: str) -> Any:
    parts = form.parts if isinstance(form, ListingForm) else {}
    for name, part in parts.items():
        place, _dash, rest = key.removeprefix(f"{name}-").partition("-")
        if key.startswith(f"{name}-") and place.isdigit():
            kept = [entry for entry in part.entries if not entry.form.blank]
            return kept[int(place)].form[rest] if int(place) < len(kept) and rest in kept[int(place)].form else None
    if key in parts:
        return parts[key]
    if key.startswith("claim-"):
        return form.claim.form[key.removeprefix("claim-")]
    if key == "claim":
        return form.claim.form.functional_unit
    return getattr(form, key, None)


def _was_typed(entry: Any) -> bool:
    if isinstance(entry, FieldList):
        return any(not row.form.blank for row in entry.entries)
    if entry.raw_data:
        return bool(str(entry.raw_data[0]).strip())
    return entry.data not in (None, "", ())


def _kept(rows: FieldList) -> list[Any]:
    return [entry.form for entry in rows.entries if not entry.form.blank]


def _said(row: Form) -> dict[str, Any]:
    return {entry.short_name: entry.data for entry in row}


def _line(row: Form) -> c.ClaimLine:
    return c.ClaimLine(**_said(row) | {"amount": row.amount.data or 0.0})


def _factor(row: Form) -> c.EmissionFactor:
    return c.EmissionFactor(**_said(row) | {"value": row.value.data or 0.0})
