"""The words for facets, conditions and orders, in the reader's language."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import wraps
from typing import TypeVarTuple

from marketplace.accounts.models import OrganisationKind
from marketplace.discovery.question import Kind, Order, Question
from marketplace.taxonomy.labels import industry_label, region_label, sector_label, technology_label
from marketplace.taxonomy.terms import (
    CarbonClass,
    EvidenceGrade,
    HandlingTrack,
    Level,
    SolutionMode,
    Stage,
    TransferMode,
)
from marketplace.web.formats import number, term
from marketplace.web.language import language, spoken
from search.types import Range

Said = TypeVarTuple("Said")
TERMS: Mapping[str, type[StrEnum]] = {
    "carbon_class": CarbonClass,
    "grade": EvidenceGrade,
    "stage": Stage,
    "level": Level,
    "track": HandlingTrack,
    "owner_kind": OrganisationKind,
}
NAMES: Mapping[str, Callable[[str], str]] = {
    "sector": sector_label,
    "technology": technology_label,
    "region": region_label,
    "industry": industry_label,
}


def _(text: str, **params: object) -> str:
    """The text in the reader's language."""
    return spoken(text, **params)


def once_a_language(say: Callable[[*Said], str]) -> Callable[[*Said], str]:
    """Keep what a function says for its values, for each language: a page asks hundreds of times."""
    kept: dict[tuple[object, ...], str] = {}

    @wraps(say)
    def spoken(*values: *Said) -> str:
        key = (language(), *values)
        if key not in kept:
            kept[key] = say(*values)
        return kept[key]

    return spoken


def vocabulary(kind: Kind, facet: str) -> type[StrEnum] | None:
    """The closed vocabulary of a facet; None when its values are codes."""
    if facet == "mode":
        return TransferMode if kind is Kind.ACHIEVEMENT else SolutionMode
    return TERMS.get(facet)


@once_a_language
def value_label(kind: Kind, facet: str, value: str) -> str:
    """The word for one value of a facet."""
    words = vocabulary(kind, facet)
    if words is not None:
        return term(words(value))
    return NAMES.get(facet, str)(value)


@once_a_language
def listed(values: tuple[StrEnum, ...]) -> str:
    """The words for values of a vocabulary, one after the other."""
    return _("、").join(term(value) for value in values)


@once_a_language
def legend(facet: str) -> str:
    """The name of a facet or range."""
    return {
        "carbon_class": _("碳类别"),
        "trl": _("技术成熟度"),
        "reduction": _("减碳量（保守值，tCO₂e/a）"),
        "grade": _("证据等级"),
        "technology": _("关键技术"),
        "sector": _("领域"),
        "stage": _("成果阶段"),
        "mode": _("转化方式"),
        "region": _("地区"),
        "owner_kind": _("单位类型"),
        "level": _("成果水平"),
        "industry": _("应用行业"),
        "track": _("办理方式"),
        "owner": _("单位"),
    }[facet]


def condition(question: Question, name: str) -> str:
    """A filter in force as a few words."""
    if name in question.ranges:
        return _range(name, question.ranges[name])
    values = question.facets[name]
    if name == "grade":
        return _grades(values)
    if name == "owner":  # an open vocabulary: nothing of it is kept
        return _("、").join(sorted(values))
    words = vocabulary(question.kind, name)
    ordered = [value.value for value in words if value.value in values] if words else sorted(values)
    return _("、").join(value_label(question.kind, name, value) for value in ordered)


@once_a_language
def order_label(order: Order) -> str:
    return {
        Order.FIT: _("匹配度从高到低"),
        Order.NEWEST: _("最新发布"),
        Order.TRL: _("成熟度从高到低"),
        Order.REDUCTION: _("减碳量从高到低"),
    }[order]


@once_a_language
def passage_label(name: str) -> str:
    """The heading of a field that a passage came from."""
    return {
        "title": _("名称"),
        "teaser": _("简介"),
        "problem": _("要解决的问题"),
        "principle": _("怎样做到"),
        "advantage": _("好在哪里"),
        "timing": _("为何是现在"),
        "indicators": _("关键指标"),
        "goal": _("预期目标"),
    }.get(name, _("正文"))


def _grades(values: frozenset[str]) -> str:
    ordered = sorted(values)
    best = [grade.value for grade in EvidenceGrade][-len(ordered) :]
    if len(ordered) > 1 and ordered == best:
        return _("%(grade)s 及以上", grade=ordered[0])
    return _("、").join(ordered)


def _range(name: str, limits: Range) -> str:
    prefix, unit = ("TRL ", "") if name == "trl" else ("", " tCO₂e/a")
    low, high = limits.minimum, limits.maximum
    if low is None:
        return f"{prefix}≤ {number(high)}{unit}"
    if high is None:
        return f"{prefix}≥ {number(low)}{unit}"
    if low == high:
        return f"{prefix}{number(low)}{unit}"
    return f"{prefix}{number(low)}～{number(high)}{unit}"
