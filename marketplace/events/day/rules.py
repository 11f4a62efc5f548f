"""Who is there, who helps, and what a meeting led to: vocabularies and tables of states. Pure."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from marketplace.core.transitions import Lifecycle, Transition


class Presence(StrEnum):
    EXPECTED = "expected"  # 未到
    PRESENT = "present"  # 到场
    EXCUSED = "excused"  # 请假
    ABSENT = "absent"  # 缺席


class Arrival(StrEnum):
    """How somebody came in."""

    DESK = "desk"  # 签到台
    SELF = "self"  # 自助
    WALK_IN = "walk_in"  # 现场登记


class StaffRole(StrEnum):
    """Who helps at one session."""

    DESK = "desk"  # 签到员
    CO_ORGANISER = "co_organiser"  # 协办


class DayAction(StrEnum):
    CHECK_IN = "check_in"  # 签到
    EXCUSE = "excuse"  # 请假
    MISS = "miss"  # 缺席
    UNDO = "undo_check_in"  # 撤销
    WALK_IN = "walk_in"  # 现场登记
    GRANT = "grant_staff"  # 授权工作人员
    REVOKE = "revoke_staff"  # 收回授权
    TELL = "tell_outcome"  # 登记约见结果


class Interest(StrEnum):
    """How a meeting went, in one tap."""

    INTENT = "intent"  # 签意向
    PROPOSAL = "proposal"  # 要方案
    CONTACT = "contact"  # 再联系
    NO_FIT = "no_fit"  # 不合适


class NextStep(StrEnum):
    """What comes next, in the second tap."""

    VISIT = "visit"  # 约现场考察
    NDA = "nda"  # 签保密协议
    SAMPLE = "sample"  # 寄样检测
    NONE = "none"  # 暂不安排


class MeetingState(StrEnum):
    """Where a meeting of the timetable stands."""

    DUE = "due"  # 待举行
    UNTOLD = "untold"  # 待登记
    HELD = "held"  # 已举行
    RATED = "rated"  # 已评价
    EXCUSED = "excused"  # 请假
    ABSENT = "absent"  # 缺席


P, A = Presence, DayAction
PRESENCE: Lifecycle[Presence, DayAction] = Lifecycle(
    {
        A.CHECK_IN: Transition(frozenset({P.EXPECTED, P.EXCUSED, P.ABSENT}), P.PRESENT),
        A.EXCUSE: Transition(frozenset({P.EXPECTED, P.ABSENT}), P.EXCUSED),
        A.MISS: Transition(frozenset({P.EXPECTED, P.EXCUSED}), P.ABSENT),
        A.UNDO: Transition(frozenset({P.PRESENT, P.EXCUSED, P.ABSENT}), P.EXPECTED),
    }
)
GOES_ON = frozenset({Interest.INTENT, Interest.PROPOSAL, Interest.CONTACT})
MOST_AMOUNT = 10_000_000.0  # 万元


def meeting_state(told: Collection[Presence], rated: int, *, over: bool) -> MeetingState:
    """From what the sides said (`told`, at most one a side) and how many of them rated it.

    One side that met settles it: whoever was not there cannot know. Without that, an absence weighs more than an excuse.
    """
    if P.PRESENT in told:
        return MeetingState.RATED if rated else MeetingState.HELD
    if P.ABSENT in told:
        return MeetingState.ABSENT
    if P.EXCUSED in told:
        return MeetingState.EXCUSED
    return MeetingState.UNTOLD if over else MeetingState.DUE


def agreed_amount(amounts: Mapping[str, float | None]) -> float | None:
    """What a meeting may be worth in 万元: the lower of what the two sides expect; None when nobody says."""
    said = [amount for amount in amounts.values() if amount is not None]
    return min(said) if said else None
