"""Says whether two parameters are the same quantity of the same thing, or why that is in doubt."""

from dataclasses import dataclass
from enum import StrEnum

from marketplace.matching.judging.names import BEST, Name, mentions, parse
from marketplace.matching.judging.saying import Part, Said, Word, clause

EITHER = {
    "排放": frozenset(("排放浓度", "排放量", "排放强度")),
    "续航": frozenset(("续航里程", "续航时间")),
}  # units tell which
POLLUTANTS = frozenset(("SO2", "NOx", "粉尘", "COD", "氨氮", "磷", "氮", "VOCs", "汞", "二噁英"))
GENERIC = frozenset(("能耗", "单位能耗", "能耗指标", "单位能源消耗"))
STANDING_FOR_GENERIC = frozenset(("再生能耗", "捕集能耗"))


def _(text: str) -> str:
    """Mark a msgid."""
    return text


class Fit(StrEnum):
    """How two parameters stand to each other."""

    SAME = "same"
    DOUBTFUL = "doubtful"  # like in name or near in meaning, not surely the same
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Alignment:
    """The fit, and a clause that says what is in doubt."""

    fit: Fit
    doubt: Said | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A name in the text that it comes from, which may say what the name leaves out."""

    name: str
    context: str = ""


OTHER = Alignment(Fit.OTHER)
SAME = Alignment(Fit.SAME)
UNSURE = _("成果的“%(given)s”与要求的“%(asked)s”不一定是同一个量")
UNLIKE = _("成果给出的是“%(given)s”，与要求的“%(asked)s”不是同一个量")
ENDS = {"+": Word(_("上升")), "-": Word(_("下降"))}


def _doubt(text: str, **values: Part) -> Alignment:
    return Alignment(Fit.DOUBTFUL, clause(text, **values))


def align(asked: Named, offered: Named) -> Alignment:
    """Compare the name of a limit with the name of a value."""
    need, claim = parse(asked.name), parse(offered.name)
    if not need.known and not claim.known and (nested := _nested(asked, offered, need, claim)):
        return nested
    if need.quantity != claim.quantity and not _stands_for(asked, offered, need, claim):
        return _near(asked, offered, need, claim)
    if need.change != claim.change:
        return Alignment(Fit.DOUBTFUL, _changed(asked, offered, need, claim))
    if doubt := _species_doubt(asked, offered, need, claim):
        return doubt
    return _detail(asked, offered, need, claim)


def _nested(asked: Named, offered: Named, need: Name, claim: Name) -> Alignment | None:
    """Two quantities that the table does not know: 回收量 and 煤气回收量 of the same subject."""
    longer, shorter = sorted((need.quantity, claim.quantity), key=len, reverse=True)
    if longer == shorter or not longer.endswith(shorter) or len(shorter) < 3 or need.change != claim.change:
        return None
    more = longer.removesuffix(shorter)
    context = asked.context if longer == claim.quantity else offered.context
    if more in context or (longer == need.quantity and _shares(more, context)):
        return SAME
    return _doubt(UNSURE, given=offered.name, asked=asked.name)


def _stands_for(asked: Named, offered: Named, need: Name, claim: Name) -> bool:
    """能耗 and 再生能耗 of the same capture plant mean the same figure, where one side names it only 能耗."""
    pair = {need.quantity, claim.quantity}
    if any(word in pair and pair & kinds for word, kinds in EITHER.items()):
        return True
    if pair == {"含量", "排放浓度"} and need.species == claim.species & POLLUTANTS and need.species:
        return True
    if "能耗" not in pair or not pair & STANDING_FOR_GENERIC or need.change or claim.change:
        return False
    bare = asked.name if need.quantity == "能耗" else offered.name
    return bare.strip() in GENERIC


def _near(asked: Named, offered: Named, need: Name, claim: Name) -> Alignment:
    """Different quantities: those of like name are worth a word, others are simply not what was asked."""
    alike = _alike(asked.name, offered.name)
    if alike >= 0.5 or (
        need.known
        and claim.known
        and need.quantity[-2:] == claim.quantity[-2:]
        and need.quantity[-2:] not in ("效率", "时间", "强度", "温度")
    ):
        return _doubt(UNLIKE, given=offered.name, asked=asked.name)
    if {need.quantity, claim.quantity} <= {"能耗", "能效", "电耗", "热耗", "煤耗", "再生能耗", "捕集能耗"}:
        return _doubt(UNLIKE, given=offered.name, asked=asked.name)
    return OTHER


def _changed(asked: Named, offered: Named, need: Name, claim: Name) -> Said:
    if need.change and claim.change:
        told = _("成果说的是%(given)s，要求的是%(asked)s")
        return clause(told, given=ENDS[claim.change], asked=ENDS[need.change])
    if claim.change:
        told = _("成果给出的是变化幅度“%(given)s”，要求的是“%(asked)s”本身")
    else:
        told = _("成果给出的是“%(given)s”本身，要求的是变化幅度“%(asked)s”")
    return clause(told, given=offered.name, asked=asked.name)


def _species_doubt(asked: Named, offered: Named, need: Name, claim: Name) -> Alignment | None:
    only_need, only_claim = need.species - claim.species, claim.species - need.species
    if only_need and only_claim:
        return OTHER
    for species in only_need:
        if not mentions(offered.context, species):
            return _doubt(_("成果的“%(given)s”没有说明是%(what)s的"), given=offered.name, what=species)
    for species in only_claim:
        if not mentions(asked.context, species):
            return _doubt(_("成果的“%(given)s”只是%(what)s的"), given=offered.name, what=species)
    return None


def _detail(asked: Named, offered: Named, need: Name, claim: Name) -> Alignment:
    """Parts, stages of a process, statistics and other words before the quantity."""
    if doubt := _place_doubt(offered, need, claim):
        return doubt
    if best := (claim.statistics & BEST) - need.statistics:
        return _doubt(_("成果给出的是%(how)s值，不是通常能达到的值"), how=_terms(best))
    if demanding := (need.statistics & (BEST - {"最大", "最高"})) - claim.statistics:
        return _doubt(_("要求的是%(how)s值，成果没有说明"), how=_terms(demanding))
    if (parts := claim.parts - need.parts) or (
        need.parts - claim.parts and not _mentioned(need.parts - claim.parts, offered.context)
    ):
        whose = tuple(sorted(parts or need.parts - claim.parts))
        told = _("成果的“%(given)s”只说到%(part)s") if parts else _("成果没有说明%(part)s的“%(given)s”")
        return _doubt(told, given=offered.name, part=whose)
    if (processes := claim.processes - need.processes) and not _mentioned(processes, asked.context):
        return _doubt(_("成果的“%(given)s”只是%(step)s环节的"), given=offered.name, step=tuple(sorted(processes)))
    if (processes := need.processes - claim.processes) and not _mentioned(processes, offered.context):
        return _doubt(_("成果没有说明“%(given)s”包括%(step)s"), given=offered.name, step=tuple(sorted(processes)))
    return _others(asked, offered, need, claim)


def _terms(statistics: frozenset[str]) -> tuple[Word, ...]:
    return tuple(Word(each) for each in sorted(statistics))


def _place_doubt(offered: Named, need: Name, claim: Name) -> Alignment | None:
    """表面硬度 is not 心部硬度; a hardness of no place is taken as the surface's."""
    asked, given = need.places or {"表面"}, claim.places or {"表面"}
    if (need.places or claim.places) and not asked & given and not (asked == {"涂层"} and "涂层" in offered.context):
        told = _("要求的是%(asked)s的%(quantity)s，成果说的是%(given)s的")
        return _doubt(told, asked=tuple(sorted(asked)), quantity=need.quantity, given=tuple(sorted(given)))
    return None


def _others(asked: Named, offered: Named, need: Name, claim: Name) -> Alignment:
    need_more = [each for each in need.others if not _within(each, (*claim.others, offered.context))]
    claim_more = [
        each
        for each in claim.others
        if not _within(each, (*need.others, asked.context)) and not (not need.others and _subject(each, asked, offered))
    ]
    if claim_more:
        return _doubt(UNSURE, given=offered.name, asked=asked.name)
    if need_more and not need.known and not any(_shares(each, offered.context) for each in need_more):
        return _doubt(_("成果的“%(given)s”不一定是要求的“%(asked)s”"), given=offered.name, asked=asked.name)
    return SAME


def _shares(words: str, context: str) -> bool:
    """Whether a text has any two letters of some words side by side: 激光清洗设备 and 激光清洗机."""
    return any(words[place : place + 2] in context for place in range(len(words) - 1))


def _subject(words: str, asked: Named, offered: Named) -> bool:
    """Whether words that only the value has name what both speak of: 苗木 for a need of 育苗, 碳酸锂 in the result's title."""
    title = offered.context.split("。", 1)[0]
    return words in title or (len(words) > 1 and (words[0] in asked.context or words[-1] in asked.context))


def _within(words: str, texts: tuple[str, ...]) -> bool:
    """Whether a word, or each half of a longer one, occurs in a text."""
    if any(words in text or (text and len(text) <= len(words) and text in words) for text in texts):
        return True
    halves = [words[place : place + 2] for place in range(len(words) - 1)]
    return len(words) >= 4 and any(sum(half in text for half in halves) >= 0.8 * len(halves) for text in texts)


def _mentioned(words: frozenset[str], context: str) -> bool:
    return all(word in context for word in words)


def _alike(one: str, other: str) -> float:
    """Shared letter pairs, 0 to 1."""
    pairs = [{name[place : place + 2] for place in range(len(name) - 1)} for name in (one, other)]
    return 2 * len(pairs[0] & pairs[1]) / max(len(pairs[0]) + len(pairs[1]), 1)
