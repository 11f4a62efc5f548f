"""The form in which a need is written, and the filters of the public list."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import Optional

from marketplace.needs import choices
from marketplace.needs.content import Constraint, NeedContent
from marketplace.needs.offers import LIMITS
from marketplace.needs.wording import FIELDS
from marketplace.taxonomy.terms import HandlingTrack, Operator, Priority, SolutionMode
from marketplace.web.fields import DayField, FigureField, ListField, ProseField, TextField

KEYWORDS = 20  # kept of what was typed


class ConstraintForm(Form):  # type: ignore[misc]
    """One limit. A row without a parameter and without a value is left out."""

    parameter = TextField(_("参数"))
    operator = SelectField(_("比较"), default=Operator.AT_MOST.value)
    value = FigureField(_("限值"), [Optional()])
    value2 = FigureField(_("上限（介于时）"), [Optional()])
    unit = TextField(_("计量单位"))
    priority = SelectField(_("要求"), default=Priority.MUST.value)
    quote = HiddenField(default="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.operator.choices = choices.terms(Operator)
        self.priority.choices = choices.terms(Priority)

    @property
    def blank(self) -> bool:
        typed = (self.parameter, self.value, self.value2, self.unit)
        return not any((entry.raw_data or [""])[0].strip() if entry.raw_data else entry.data for entry in typed)

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        good = bool(super().validate(extra_validators))
        if not self.blank and self.value.data is None and not self.value.errors:
            self.value.errors = [_("请填限值，例如 2.6。")]
            return False
        return good

    def content(self) -> Constraint:
        return Constraint(
            parameter=self.parameter.data,
            operator=Operator(self.operator.data),
            value=self.value.data or 0.0,
            value2=self.value2.data,
            unit=self.unit.data,
            priority=Priority(self.priority.data),
            quote=(self.quote.data or "").strip(),
        )


class NeedForm(FlaskForm):  # type: ignore[misc]
    """Everything a need says. Gaps are no mistakes: a draft may be saved with them."""

    lock = HiddenField()
    organisation = SelectField(_("需求单位"), coerce=int)
    title = TextField(_(FIELDS["title"]))
    problem = ProseField(_(FIELDS["problem"]))
    indicators = ProseField(_(FIELDS["indicators"]))
    goal = ProseField(_(FIELDS["goal"]))
    keywords = ListField(_(FIELDS["keywords"]))
    sector = SelectField(_(FIELDS["sector"]), default="")
    key_technology = SelectField(_(FIELDS["key_technology"]), default="")
    industries = SelectMultipleField(_(FIELDS["industries"]))
    constraints = FieldList(FormField(ConstraintForm), _(FIELDS["constraints"]), min_entries=1)
    capacity = ProseField(_(FIELDS["capacity"]))
    energy_use = FigureField(_(FIELDS["energy_use"]), [Optional()])
    emissions = FigureField(_(FIELDS["emissions"]), [Optional()])
    target_reduction = FigureField(_(FIELDS["target_reduction"]), [Optional()])
    already_tried = ProseField(_(FIELDS["already_tried"]))
    minimum_trl = SelectField(_(FIELDS["minimum_trl"]), default="")
    site_limits = ProseField(_(FIELDS["site_limits"]))
    budget = FigureField(_(FIELDS["budget"]), [Optional()])
    deadline = DayField(_(FIELDS["deadline"]), [Optional()])
    solution_modes = SelectMultipleField(_(FIELDS["solution_modes"]))
    track = RadioField(_(FIELDS["track"]), default=HandlingTrack.DIRECT.value)
    region = SelectField(_(FIELDS["region"]), default="")
    contact_name = TextField(_(FIELDS["contact_name"]))
    contact_phone = TextField(_(FIELDS["contact_phone"]))
    contact_email = TextField(_(FIELDS["contact_email"]))
    anonymous = BooleanField(_(FIELDS["anonymous"]))

    def __init__(self, organisations: list[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation.choices = organisations
        self.sector.choices = [("", _("未定")), *choices.sectors()]
        self.key_technology.choices = choices.technologies()
        self.industries.choices = choices.industries()
        self.region.choices = choices.regions()
        self.solution_modes.choices = choices.terms(SolutionMode)
        self.track.choices = choices.terms(HandlingTrack)
        self.minimum_trl.choices = [("", _("不限")), *((str(level), f"TRL {level}") for level in range(1, 10))]

    def content(self, extra: Mapping[str, str]) -> NeedContent:
        """What the form says; `extra` is kept from the record."""
        plain = {
            name: getattr(self, name).data
            for name in (
                *("title", "problem", "indicators", "goal", "sector", "key_technology", "region", "capacity"),
                *("already_tried", "site_limits", "contact_name", "contact_phone", "contact_email"),
                *("energy_use", "emissions", "target_reduction", "budget", "deadline", "anonymous"),
            )
        }
        return NeedContent(
            **plain,
            keywords=tuple(self.keywords.data or ())[:KEYWORDS],
            industries=tuple(self.industries.data or ()),
            constraints=tuple(entry.form.content() for entry in self.constraints if not entry.form.blank),
            minimum_trl=int(self.minimum_trl.data) if self.minimum_trl.data else None,
            solution_modes=tuple(SolutionMode(mode) for mode in self.solution_modes.data or ()),
            track=HandlingTrack(self.track.data or HandlingTrack.DIRECT.value),
            extra=dict(extra),
        )

    def rows(self) -> list[Constraint]:
        """The limits typed so far, as far as they can be read."""
        return [entry.form.content() for entry in self.constraints if not entry.form.blank]

    def texts(self) -> dict[str, str]:
        """The texts in which limits are looked for."""
        return {name: str(getattr(self, name).data or "") for name in LIMITS.fields}

    def take(self, constraints: Sequence[Constraint]) -> None:
        """Add rows for limits that were read, in the place of those left blank."""
        kept = [entry.data for entry in self.constraints if not entry.form.blank]
        self.constraints.process(None, [*kept, *map(row_values, constraints)])

    def take_from(self, content: NeedContent, name: str) -> None:
        """Let one field say what is saved instead of what was typed."""
        if name in FIELDS:
            self[name].raw_data = None
            self[name].process(None, form_values(content)[name])

    def blame(self, faults: Mapping[str, str]) -> None:
        """Put the sentences of a refusal (msgids) at their fields; rows left blank shift the places."""
        rows = [entry.form for entry in self.constraints if not entry.form.blank]
        for name, sentence in faults.items():
            part, _dash, place = name.partition("-")
            row, _dash, inner = place.partition("-")
            if part == "constraints":
                self.constraints.errors = [_("有约束条件要改。")] if inner else [_(sentence)]
            if inner and row.isdigit() and int(row) < len(rows):
                field = getattr(rows[int(row)], inner)
                field.errors = [*field.errors, _(sentence)]
            elif not inner and part in self and part != "constraints":
                self[part].errors = [*self[part].errors, _(sentence)]


def form_values(content: NeedContent) -> dict[str, Any]:
    """What the fields show of a need."""
    values: dict[str, Any] = {name: getattr(content, name) for name in FIELDS}
    return values | {
        "minimum_trl": str(content.minimum_trl or ""),
        "solution_modes": [mode.value for mode in content.solution_modes],
        "industries": list(content.industries),
        "track": content.track.value,
        "constraints": [row_values(each) for each in content.constraints],
    }


def row_values(constraint: Constraint) -> dict[str, Any]:
    """What the fields of a row show of a limit."""
    values = asdict(constraint)
    return values | {"operator": constraint.operator.value, "priority": constraint.priority.value}
