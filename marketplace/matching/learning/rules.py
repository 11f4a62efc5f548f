"""What outcomes say and how much: grades, decline reasons, and the chance that a place was looked at. Pure."""

from enum import StrEnum

from marketplace.matching.rules import Reason

MOST_CORRECTION = 10.0
FADING = 1.0  # how fast attention falls with the place


class Outcome(StrEnum):
    """What became of a pair that an organisation was shown."""

    SHOWN = "shown"  # 已列出
    DECLINED = "declined_pair"  # 已谢绝
    ACCEPTED = "accepted_pair"  # 有意向
    MET = "meeting_held"  # 已见面
    DEAL = "deal"  # 已成交


class RankerAction(StrEnum):
    PROMOTE = "promote_ranker"  # 启用
    GO_BACK = "go_back_to_ranker"  # 退回


class LearningAction(StrEnum):
    """What an organisation decides about learning from it."""

    STOP = "stop_learning"  # 关闭学习
    RESUME = "resume_learning"  # 重新开启
    FORGET = "forget_learnt"  # 忘掉


GRADES = {Outcome.ACCEPTED: 1, Outcome.MET: 2, Outcome.DEAL: 3}
UNDECIDED = 0.1  # the gain of what was shown and nothing said: no answer is no refusal
SAYS_NOTHING = frozenset({Reason.NO_CAPACITY, Reason.OTHER})  # of whether the pair fits


def gain(outcomes: frozenset[Outcome], reason: Reason | None) -> float:
    """What a pair turned out to be worth: 2^grade - 1 of the best outcome, nothing for a refusal that speaks of the fit."""
    best = max((GRADES[each] for each in outcomes if each in GRADES), default=0)
    if best:
        return 2.0**best - 1
    refused = Outcome.DECLINED in outcomes and reason not in SAYS_NOTHING
    return 0.0 if refused else UNDECIDED


def correction(position: int | None) -> float:
    """One over the chance that a place was looked at: 1/place (Joachims, Swaminathan, Schnabel: Unbiased Learning-to-Rank
    with Biased Feedback, 2017), at most 10. A pair that came by another way than a list counts once."""
    return 1.0 if position is None else min(float(position) ** FADING, MOST_CORRECTION)
