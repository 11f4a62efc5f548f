"""Says in sentences why a result was put where it is."""

from collections.abc import Iterator

from marketplace.matching.asking import Asked
from marketplace.matching.finding import Match
from marketplace.matching.judging.verdicts import WORDS, Answer, wanted
from marketplace.matching.reader.reading import Limit

MOST_TERMS = 5


def reasons(asked: Asked, match: Match) -> list[str]:
    """Broken limits first, since they must never be overlooked; then what is met, what is shared."""
    return list(_reasons(asked, match))


def _reasons(asked: Asked, match: Match) -> Iterator[str]:
    for answer in (Answer.UNMET, Answer.MET):
        yield from (each.because for each in match.verdicts if each.answer is answer)
    if match.terms:
        yield f"同样说到：{'、'.join(match.terms[:MOST_TERMS])}。"
    if asked.sector and asked.sector == match.card.sector:
        yield "属于同一领域。"
    if asked.minimum_trl and match.card.trl:
        enough = match.card.trl >= asked.minimum_trl
        yield f"技术成熟度 {match.card.trl} 级，{'达到' if enough else '未达到'}要求的 {asked.minimum_trl} 级。"


def limit_words(limit: Limit) -> str:
    """A limit as a line: 再生能耗不高于 2.6 GJ/tCO2."""
    tail = " 之内" if limit.operator == "between" else ""
    wish = "（希望）" if limit.wish else ""
    return f"{limit.parameter}{WORDS[limit.operator]} {wanted(limit)}{tail}{wish}"
