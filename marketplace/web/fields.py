"""Form fields that read what people type: figures, days, lists, terms. Blank is None or empty, never a mistake."""

import math
import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from wtforms import DateField, FloatField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import Choice

from marketplace.web.formats import term

AMOUNT = re.compile(r"(-?\d{1,15}(?:\.\d{1,12})?)(亿元?|万元?|元)?")
UNITS = {  # in 万元
    "": Decimal(1), "万": Decimal(1), "万元": Decimal(1), "元": Decimal("0.0001"), "亿": Decimal(10_000),
    "亿元": Decimal(10_000),
}  # fmt: skip
SEPARATORS = re.compile(r"[,，、;；\n]+")


def trimmed(value: str | None) -> str:
    """Without the space around it, with plain line ends."""
    return (value or "").replace("\r\n", "\n").strip()


class TextField(StringField):  # type: ignore[misc]
    def __init__(self, label: object = None, **given: Any) -> None:
        super().__init__(label, filters=[trimmed], **given)
        self.type = "StringField"  # what templates choose the control by


class ProseField(TextAreaField):  # type: ignore[misc]
    def __init__(self, label: object = None, **given: Any) -> None:
        super().__init__(label, filters=[trimmed], **given)
        self.type = "TextAreaField"


class FigureField(FloatField):  # type: ignore[misc]
    """1,200.5, full-width digits, a true minus; what is no number is named in the mistake."""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = unicodedata.normalize("NFKC", valuelist[0]).strip() if valuelist else ""
        self.data = None
        if not typed:
            return
        try:
            self.data = float(typed.replace(",", "").replace("−", "-").replace(" ", ""))
        except ValueError:
            self.data = math.nan
        if not math.isfinite(self.data):
            self.data = None
            raise ValueError(_("“%(typed)s”不是数字，请只填数字，例如 2.6。", typed=typed[:20]))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:.15g}"


class WholeField(FigureField):
    """A year or a count."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        if self.data is None:
            return
        if not float(self.data).is_integer():
            self.data = None
            raise ValueError(_("请填整数，例如 2025。"))
        self.data = int(self.data)


class MoneyField(StringField):  # type: ignore[misc]
    """An amount in 万元, as Decimal; 380万, 3,800,000元 and 0.038亿元 are read too."""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = unicodedata.normalize("NFKC", valuelist[0]) if valuelist else ""
        self.data = None
        if not typed.strip():
            return
        found = AMOUNT.fullmatch(re.sub(r"[,\s]", "", typed.replace("−", "-")))
        if found is None:
            raise ValueError(_("“%(typed)s”不是金额，请填数字（万元），例如 380。", typed=typed.strip()[:20]))
        self.data = Decimal(found[1]) * UNITS[found[2] or ""]

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:f}"


class DayField(DateField):  # type: ignore[misc]
    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if not valuelist or not valuelist[0].strip():
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("请按“年-月-日”填写日期，例如 2027-06-30。")) from None


class ListField(StringField):  # type: ignore[misc]
    """Several words in one line, parted by commas of either kind."""

    def process_formdata(self, valuelist: list[str]) -> None:
        words = SEPARATORS.split(valuelist[0]) if valuelist else []
        self.data = tuple(dict.fromkeys(word.strip() for word in words if word.strip()))

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else "、".join(self.data or ())


class TermField(SelectField):  # type: ignore[misc]
    """One value of a vocabulary; None when nothing, or nothing known, is chosen."""

    def __init__(self, label: object, kind: type[StrEnum], blank: str | None = None, **given: Any) -> None:
        super().__init__(label, coerce=str, validate_choice=False, choices=[], **given)
        self.type = "SelectField"
        self.kind, self.blank = kind, blank

    def iter_choices(self) -> Iterable[Choice]:
        if self.blank is not None:
            yield Choice("", _(self.blank), self.data is None, {})
        for value in self.kind:
            yield Choice(value.value, term(value), value == self.data, {})

    def process_data(self, value: object) -> None:
        self.data = value

    def process_formdata(self, valuelist: list[str]) -> None:
        known = {member.value: member for member in self.kind}
        nothing = None if self.blank is not None else self.default
        self.data = known.get(valuelist[0], nothing) if valuelist else nothing


class TermsField(SelectMultipleField):  # type: ignore[misc]
    """Several values of a vocabulary, in its order."""

    def __init__(self, label: object, kind: type[StrEnum], **given: Any) -> None:
        super().__init__(label, validate_choice=False, choices=[], **given)
        self.type = "SelectMultipleField"
        self.kind = kind

    def iter_choices(self) -> Iterable[Choice]:
        for value in self.kind:
            yield Choice(value.value, term(value), value in (self.data or ()), {})

    def process_data(self, value: object) -> None:
        self.data = tuple(value) if isinstance(value, Iterable) else ()

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = tuple(member for member in self.kind if member.value in valuelist)


class CodeField(SelectField):  # type: ignore[misc]
    """A code of the catalogue; its choices are given when the form is made."""

    def __init__(self, label: object, **given: Any) -> None:
        super().__init__(label, coerce=str, validate_choice=False, **given)
        self.type = "SelectField"

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist[0] if valuelist else ""


class CodesField(SelectMultipleField):  # type: ignore[misc]
    def __init__(self, label: object, **given: Any) -> None:
        super().__init__(label, coerce=str, validate_choice=False, **given)
        self.type = "SelectMultipleField"
