"""Orders results: those that fit, then those that leave questions, then those that break a must."""

import re
from collections.abc import Mapping, Sequence

from marketplace.matching.judging.claims import Result
from marketplace.matching.judging.verdicts import Answer, Verdict


def standing(verdicts: Sequence[Verdict]) -> tuple[int, int, int, int]:
    """Smaller is better: broken musts, open musts, broken and open wishes. A need of wishes alone is judged by them."""
    musts = [each for each in verdicts if not each.limit.wish] or list(verdicts)
    wishes = [each for each in verdicts if each.limit.wish]
    broken = sum(each.answer is Answer.UNMET for each in musts)
    unknown = sum(each.answer is Answer.UNKNOWN for each in musts)
    return (
        broken,
        unknown,
        sum(each.answer is Answer.UNMET for each in wishes),
        sum(each.answer is Answer.UNKNOWN for each in wishes),
    )


def order(need_words: str, results: Sequence[Result], verdicts: Mapping[str, Sequence[Verdict]]) -> list[str]:
    """The keys, best first; equal ones by shared words, then by key."""

    def rank(result: Result) -> tuple[int, int, int, int, float, str]:
        return (*standing(verdicts[result.key]), -likeness(need_words, result.words), result.key)

    return [each.key for each in sorted(results, key=rank)]


def likeness(one: str, other: str) -> float:
    """The share of letter pairs of a result that the need has too."""
    first, second = (_pairs(text) for text in (one, other))
    return len(first & second) / max(len(second), 1)


def _pairs(text: str) -> set[str]:
    words = re.sub(r"[^\w]", "", text)
    return {words[place : place + 2] for place in range(len(words) - 1)}
