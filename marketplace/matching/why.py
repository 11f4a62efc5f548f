"""What else speaks for a pair, or against it, beside the limits: sentences in the reader's language."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from marketplace.listings.cards import ListingCard
from marketplace.listings.maturity import on_nine
from marketplace.matching.queries import Facts
from marketplace.matching.weighing import ANSWERS
from marketplace.needs.cards import NeedCard
from marketplace.taxonomy.catalogue import catalogue
from marketplace.taxonomy.labels import industry_label, region_label, sector_label, technology_label
from marketplace.web.formats import money, number, term

MOST_TERMS = 5


@dataclass(frozen=True, slots=True)
class Reason:
    """A heading, what is said under it, and whether it speaks for the pair (None: neither)."""

    heading: str
    said: str
    speaks_for: bool | None = True


def reasons(need: NeedCard, result: ListingCard, facts: Facts, terms: tuple[str, ...]) -> list[Reason]:
    """Problem, technology, industry, maturity, way of working together, region, scale, carbon, price, evidence."""
    return [
        *_problem(terms),
        *_technology(need, result),
        *_industry(need, facts),
        *_maturity(need, result),
        *_modes(need, result),
        *_region(need, facts),
        *_scale(facts),
        *_carbon(need, result),
        *_price(need, result),
    ]


def _problem(terms: tuple[str, ...]) -> Iterator[Reason]:
    if terms:
        yield Reason(_("问题相近"), _("双方都说到：%(words)s。", words=_("、").join(terms[:MOST_TERMS])))


def _technology(need: NeedCard, result: ListingCard) -> Iterator[Reason]:
    if need.key_technology and need.key_technology == result.key_technology:
        yield Reason(_("技术对口"), _("同属关键技术“%(name)s”。", name=technology_label(need.key_technology)))
    elif need.sector and need.sector == result.sector:
        yield Reason(_("领域一致"), _("同属“%(name)s”领域。", name=sector_label(need.sector)))


def _industry(need: NeedCard, facts: Facts) -> Iterator[Reason]:
    if need.industry and any(code[:3] == need.industry[:3] for code in facts.industries):
        yield Reason(_("行业一致"), _("成果面向“%(name)s”。", name=industry_label(need.industry)))


def _maturity(need: NeedCard, result: ListingCard) -> Iterator[Reason]:
    level = on_nine(result.trl, result.trl_scale)
    if need.minimum_trl is None:
        return
    if level is None:
        yield Reason(_("成熟度未知"), _("需求要求 TRL %(asked)s 以上，成果没有填。", asked=need.minimum_trl), None)
    elif level >= need.minimum_trl:
        yield Reason(_("成熟度达到"), _("TRL %(level)s，要求 %(asked)s 以上。", level=level, asked=need.minimum_trl))
    else:
        said = _("TRL %(level)s，低于要求的 %(asked)s。", level=level, asked=need.minimum_trl)
        yield Reason(_("成熟度不够"), said, False)


def _modes(need: NeedCard, result: ListingCard) -> Iterator[Reason]:
    if not need.solution_modes or not result.transfer_modes:
        return
    answered = [mode for mode in need.solution_modes if ANSWERS[mode] & set(result.transfer_modes)]
    if answered:
        yield Reason(_("方式一致"), _("双方都接受%(modes)s。", modes=_("、").join(map(term, answered))))
    else:
        asked, offered = (_("、").join(map(term, modes)) for modes in (need.solution_modes, result.transfer_modes))
        yield Reason(_("方式不同"), _("需求方要%(asked)s，成果方给%(offered)s。", asked=asked, offered=offered), False)


def _region(need: NeedCard, facts: Facts) -> Iterator[Reason]:
    if not need.region or not facts.region:
        return
    if need.region == facts.region:
        yield Reason(_("同城"), _("双方都在%(place)s。", place=region_label(need.region)))
    elif (province := catalogue().province_of(need.region)) and province == catalogue().province_of(facts.region):
        yield Reason(_("同省"), _("双方都在%(place)s。", place=region_label(province)))


def _scale(facts: Facts) -> Iterator[Reason]:
    if facts.scale:
        yield Reason(_("规模"), _("成果做到：%(scale)s。", scale=facts.scale.rstrip("。；;")), None)


def _carbon(need: NeedCard, result: ListingCard) -> Iterator[Reason]:
    if result.conservative is None or result.conservative <= 0:
        return
    grade = f"{result.grade} {term(result.grade)}" if result.grade else ""
    said = _("保守减碳量 %(n)s tCO₂e/a，证据 %(grade)s。", n=number(round(result.conservative)), grade=grade)
    if need.target_reduction:
        said += _("需求的目标是 %(n)s tCO₂e/a。", n=number(round(need.target_reduction)))
    yield Reason(_("减碳"), said, None)


def _price(need: NeedCard, result: ListingCard) -> Iterator[Reason]:
    if need.budget is None or result.price is None:
        return
    said = _("要价 %(price)s，预算 %(budget)s。", price=money(result.price), budget=money(need.budget))
    yield Reason(_("预算够") if result.price <= need.budget else _("超出预算"), said, result.price <= need.budget)
