"""What may happen to an achievement, and what it lacks: states, actions, completeness. Pure."""

from datetime import date
from enum import StrEnum

from marketplace.core.transitions import Lifecycle, Transition


class ListingState(StrEnum):
    """The state of one version of an achievement."""

    DRAFT = "draft"  # 草稿
    SUBMITTED = "submitted"  # 待审
    RETURNED = "returned"  # 退回修改
    REJECTED = "rejected"  # 驳回
    PUBLISHED = "published"  # 已发布
    NEGOTIATING = "negotiating"  # 洽谈中
    CONTRACTED = "contracted"  # 已签约
    EXPIRED = "expired"  # 过期
    WITHDRAWN = "withdrawn"  # 下架
    SUPERSEDED = "superseded"  # 已有新版本


class ListingAction(StrEnum):
    CREATE = "create"
    EDIT = "edit"
    SUBMIT = "submit"  # 送审
    RECALL = "recall"  # 撤回送审
    PUBLISH = "publish"  # 发布
    RETURN = "return"  # 退回修改
    REJECT = "reject"  # 驳回
    REVISE = "revise"  # 起草新版本
    SUPERSEDE = "supersede"
    WITHDRAW = "withdraw"  # 下架
    DISCARD = "discard"  # 删除草稿


S, A = ListingState, ListingAction
VISIBLE = frozenset({S.PUBLISHED, S.NEGOTIATING, S.CONTRACTED})  # the public reads these
WORKING = frozenset({S.DRAFT, S.RETURNED})  # the owner edits these

LIFECYCLE: Lifecycle[ListingState, ListingAction] = Lifecycle(
    {
        A.EDIT: Transition(WORKING, S.DRAFT),
        A.SUBMIT: Transition(WORKING, S.SUBMITTED),
        A.RECALL: Transition(frozenset({S.SUBMITTED}), S.DRAFT),
        A.PUBLISH: Transition(frozenset({S.SUBMITTED}), S.PUBLISHED),
        A.RETURN: Transition(frozenset({S.SUBMITTED}), S.RETURNED),
        A.REJECT: Transition(frozenset({S.SUBMITTED}), S.REJECTED),
        A.SUPERSEDE: Transition(VISIBLE | {S.EXPIRED}, S.SUPERSEDED),
        A.WITHDRAW: Transition(VISIBLE | {S.EXPIRED}, S.WITHDRAWN),
    }
)


def in_a_year(day: date) -> date:
    """Twelve months later; 29 February falls on the 28th."""
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 1, day=28 if leap else day.day)
