"""What can be followed, how often a letter comes, and when the next one is due. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum

from marketplace.core.clock import CHINA

MOST = 50  # a person follows no more
LONGEST_NAME = 80
LONGEST_TEXT = 20_000
AT_ONCE = timedelta(minutes=5)  # what is found within it comes in one letter
UNDO = timedelta(days=7)  # until what was deleted is gone


class WatchKind(StrEnum):
    """What is followed."""

    SEARCH = "search"  # 查找条件
    NEED = "need"  # 需求的候选成果
    RESULT = "result"  # 成果对得上的需求


class Pace(StrEnum):
    """How often a person wants the letter."""

    AT_ONCE = "at_once"  # 随时
    DAILY = "daily"  # 每天
    WEEKLY = "weekly"  # 每周
    NEVER = "never"  # 不寄


class WatchAction(StrEnum):
    """The acts on what is followed, as the audit trail names them."""

    FOLLOW = "follow"
    CHANGE = "change_watch"
    UNFOLLOW = "unfollow"
    RESTORE = "restore_watch"
    SET_PACE = "set_pace"
    STOP_LETTERS = "stop_letters"
    RESUME_LETTERS = "resume_letters"


def next_due(pace: Pace, hour: int, weekday: int, after: datetime) -> datetime | None:
    """The first moment after `after` at which a letter is due; hours and weekdays (0 is Monday) are China's."""
    if pace is Pace.NEVER:
        return None
    if pace is Pace.AT_ONCE:
        return after + AT_ONCE
    local = after.astimezone(CHINA)
    slot = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    if pace is Pace.WEEKLY:
        slot += timedelta(days=(weekday - slot.weekday()) % 7)
    if slot <= local:
        slot += timedelta(days=7 if pace is Pace.WEEKLY else 1)
    return slot.astimezone(after.tzinfo)
