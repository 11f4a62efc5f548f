"""What speaks for a pair as numbers, and the weights by which they make its score. Pure."""

from collections.abc import Mapping, Sequence

from marketplace.listings.cards import ListingCard
from marketplace.listings.maturity import TOP, on_nine
from marketplace.matching.asking import Asked
from marketplace.matching.judging.ordering import standing
from marketplace.matching.judging.verdicts import Answer, Verdict
from marketplace.taxonomy.terms import EvidenceGrade, SolutionMode, TransferMode

Signals = dict[str, float]
T, S = TransferMode, SolutionMode
LICENCES = frozenset({T.EXCLUSIVE_LICENCE, T.SOLE_LICENCE, T.ORDINARY_LICENCE, T.OPEN_LICENCE})
ANSWERS: dict[SolutionMode, frozenset[TransferMode]] = {
    S.ASSIGNMENT: frozenset({T.ASSIGNMENT}),
    S.LICENCE: LICENCES,
    S.COMMISSION: frozenset({T.JOINT_DEVELOPMENT, T.SERVICE}),
    S.JOINT_DEVELOPMENT: frozenset({T.JOINT_DEVELOPMENT, T.EQUITY}),
    S.SERVICE: frozenset({T.SERVICE, T.CONSULTING}),
    S.JOINT_PILOT: frozenset({T.JOINT_DEVELOPMENT}),
}
SIGNALS = (
    "likeness",  # by words and meaning, the best of the need = 1
    "fit",  # share of limits met; the likeness where a need sets none
    "unmet",  # share of limits not met
    "field",  # same key technology 1, same sector a half
    "ripe",  # the maturity asked for: reached 1, not said a half
    "ripeness",  # the maturity offered, of 9
    "modes",  # a way of working together that both accept 1, nothing said a half
    "price",  # within the budget 1, nothing said a half
    "evidence",  # grade of the carbon claim, E0 to E4
)
FIXED: Mapping[str, float] = {"likeness": 0.6, "fit": 0.4}
BROKEN = 1.0  # taken off for a must that is not met: below everything that may fit, never hidden
NOT_SAID = 0.5


def signals_of(asked: Asked, card: ListingCard, likeness: float, verdicts: Sequence[Verdict]) -> Signals:
    """Every signal of a pair, each between 0 and 1."""
    level = on_nine(card.trl, card.trl_scale)
    return {
        "likeness": likeness,
        "fit": share(verdicts, Answer.MET) if verdicts else likeness,
        "unmet": share(verdicts, Answer.UNMET),
        "field": _field(asked, card),
        "ripe": NOT_SAID if level is None or asked.minimum_trl is None else float(level >= asked.minimum_trl),
        "ripeness": (level or 0) / TOP,
        "modes": _modes(asked, card),
        "price": NOT_SAID if card.price is None or asked.budget is None else float(card.price <= asked.budget),
        "evidence": list(EvidenceGrade).index(card.grade) / (len(EvidenceGrade) - 1) if card.grade else 0.0,
    }


def score(signals: Mapping[str, float], broken: bool, weights: Mapping[str, float] = FIXED) -> float:
    """The weighted sum; a broken must goes below everything that is not broken, whatever the weights are."""
    whole = sum(abs(weight) for weight in weights.values()) or 1.0
    value = sum(weight * signals.get(name, 0.0) for name, weight in weights.items()) / whole
    least = sum(min(weight, 0.0) for weight in weights.values()) / whole
    return round(value - (BROKEN - least if broken else 0.0), 4)


def share(verdicts: Sequence[Verdict], answer: Answer) -> float:
    return sum(each.answer is answer for each in verdicts) / len(verdicts) if verdicts else 0.0


def is_broken(verdicts: Sequence[Verdict]) -> bool:
    """Is a must not met?"""
    return bool(verdicts) and standing(verdicts)[0] > 0


def _field(asked: Asked, card: ListingCard) -> float:
    if asked.key_technology and asked.key_technology == card.key_technology:
        return 1.0
    return NOT_SAID if asked.sector and asked.sector == card.sector else 0.0


def _modes(asked: Asked, card: ListingCard) -> float:
    if not asked.modes or not card.transfer_modes:
        return NOT_SAID
    return float(any(ANSWERS[mode] & set(card.transfer_modes) for mode in asked.modes))
