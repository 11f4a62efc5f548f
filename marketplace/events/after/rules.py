"""Following up on meetings: when, and what may be said. Pure."""

from datetime import date, timedelta
from enum import StrEnum

STAGES = (30, 90, 180)  # days after the session
KEPT_OPEN = timedelta(days=210)  # then the session goes to the archive


class Progress(StrEnum):
    """How a meeting went on."""

    TALKING = "talking"  # 洽谈中
    SIGNED = "signed"  # 已签约
    PAUSED = "paused"  # 搁置
    ENDED = "ended"  # 不再合作


class FollowAction(StrEnum):
    FOLLOW_UP = "follow_up"  # 登记跟进


def stage_on(held_on: date, day: date) -> int:
    """The follow-up that is due: 30, 90 or 180; 0 before the first."""
    passed = (day - held_on).days
    return max((stage for stage in STAGES if passed >= stage), default=0)
