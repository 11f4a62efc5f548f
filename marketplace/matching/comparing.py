"""A limit and what is offered for it, side by side in one unit, as pages show and rows keep it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from marketplace.matching.judging.saying import Translate, said_from_json, sentence
from marketplace.matching.judging.saying import as_json as said_as_json
from marketplace.matching.judging.verdicts import Answer, Verdict

ORDER = {Answer.UNMET: 0, Answer.UNKNOWN: 1, Answer.MET: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One limit of a need against a result. `low` to `high` is what is offered, in the unit of the limit."""

    parameter: str
    operator: str
    value: float
    value2: float | None = None
    unit: str = ""
    wish: bool = False
    answer: Answer
    said: Mapping[str, Any] | None = None  # the sentence as data; rows kept from before have it in Chinese alone
    because: str = ""
    compared_with: str = ""
    low: float | None = None
    high: float | None = None
    original: str = ""

    @property
    def worst(self) -> float | None:
        """The end of the offer that counts against the limit."""
        if self.operator in (">=", ">"):
            return self.low if self.low is not None else self.high
        return self.high if self.high is not None else self.low

    @property
    def gap(self) -> float | None:
        """How far the worst end is on the good side of the limit; negative when it fails. None for ranges."""
        if self.worst is None or self.operator not in (">=", ">", "<=", "<"):
            return None
        gap = self.worst - self.value if self.operator in (">=", ">") else self.value - self.worst
        return float(f"{gap:.6g}")

    @property
    def gap_percent(self) -> float | None:
        if self.gap is None or not self.value or self.unit in ("%", "℃"):
            return None
        return round(abs(self.gap / self.value) * 100, 1)

    @property
    def scale(self) -> tuple[float, float]:
        """From where to where a gauge runs."""
        ends = [each for each in (self.value, self.value2, self.low, self.high) if each is not None]
        least, most = min(ends), max(ends)
        room = max((most - least) * 0.6, abs(most) * 0.15, 1e-9)
        return (max(least - room, 0.0) if least >= 0 else least - room), most + room

    @property
    def good(self) -> tuple[float | None, float | None]:
        """The part of the scale that the limit allows."""
        if self.operator == "between":
            return self.value, self.value2
        if self.operator == "=":
            return self.value, self.value
        return (self.value, None) if self.operator in (">=", ">") else (None, self.value)


def told(row: "Comparison | Verdict", translate: Translate) -> str:
    """Why a limit stands as it does, in a language."""
    if isinstance(row, Verdict):
        return sentence(row.said, translate)
    return sentence(said_from_json(row.said), translate) if row.said else row.because


def compare(verdicts: Sequence[Verdict]) -> tuple[Comparison, ...]:
    """Verdicts as rows, in the order of the need."""
    return tuple(_row(each) for each in verdicts)


def worst_first(rows: Sequence[Comparison]) -> list[Comparison]:
    """Not met, then to ask, then met; musts before wishes."""
    return sorted(rows, key=lambda each: (ORDER[each.answer], each.wish))


def as_json(rows: Sequence[Comparison]) -> list[dict[str, Any]]:
    return [asdict(each) for each in rows]


def from_json(rows: Sequence[Mapping[str, Any]]) -> tuple[Comparison, ...]:
    return tuple(Comparison(**{**each, "answer": Answer(each["answer"])}) for each in rows)


def _row(verdict: Verdict) -> Comparison:
    limit = verdict.limit
    return Comparison(
        parameter=limit.parameter,
        operator=limit.operator,
        value=limit.value,
        value2=limit.value2,
        unit=limit.unit,
        wish=limit.wish,
        answer=verdict.answer,
        said=said_as_json(verdict.said),
        compared_with=verdict.compared_with,
        low=verdict.low,
        high=verdict.high,
        original=verdict.original,
    )
