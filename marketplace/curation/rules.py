"""What curators do beside deciding: hold records, act on many at once and take it back. Pure."""

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum

from marketplace.core.transitions import Lifecycle, Transition

UNDO = timedelta(seconds=60)  # how long an act on many records can be taken back
AT_MOST = 100  # records of one act
DUE_SOON = timedelta(hours=12)


class Kind(StrEnum):
    """What waits."""

    ACHIEVEMENT = "achievement"
    NEED = "need"


class Nature(StrEnum):
    """Why a record waits."""

    NEW = "new"  # 初次提交
    REVISION = "revision"  # 新版本
    AGAIN = "again"  # 退回后再提交
    DIAGNOSIS = "diagnosis"  # 诊断中


class HeldBy(StrEnum):
    """In whose hands a record is."""

    MINE = "mine"  # 我手里的
    NOBODY = "nobody"  # 没人领的
    OTHERS = "others"  # 别人手里的


class Waited(StrEnum):
    """How long a record has waited, or how near its answer is."""

    DAY = "day"  # 已等一天以上
    TWO_DAYS = "two-days"  # 已等两天以上
    WEEK = "week"  # 已等一周以上
    SOON = "soon"  # 12 小时内要答复
    LATE = "late"  # 答复已超时


LONGER = {Waited.DAY: timedelta(days=1), Waited.TWO_DAYS: timedelta(days=2), Waited.WEEK: timedelta(days=7)}


class QueueSort(StrEnum):
    """The order of the queue."""

    LONGEST = "longest"  # 等得最久的在前
    DUE = "due"  # 先要答复的在前
    NEWEST = "newest"  # 刚提交的在前
    TITLE = "title"  # 按名称


class HoldingAct(StrEnum):
    """What is done with the holding of a record, as the audit trail names it."""

    TAKE = "take"  # 领取
    TAKE_OVER = "take_over"  # 接手
    GIVE = "give"  # 转交
    RELEASE = "release"  # 放回队列


class RemarkAct(StrEnum):
    """What is done with a standard remark, as the audit trail names it."""

    CREATE = "create"
    EDIT = "edit"
    RETIRE = "retire"  # 停用
    RESTORE = "reuse"  # 重新启用


class BatchAct(StrEnum):
    """What may be done with many records at once."""

    TAKE = "take"
    RELEASE = "release"
    PUBLISH = "publish"
    RETURN = "return"


LATER = frozenset({BatchAct.PUBLISH, BatchAct.RETURN})  # done when the time to take them back has passed


class BatchState(StrEnum):
    """Where an act on many records stands."""

    SCHEDULED = "scheduled"  # 待执行
    DONE = "done"  # 已办
    UNDONE = "undone"  # 已撤销


class BatchAction(StrEnum):
    CARRY_OUT = "carry_out"  # 执行
    UNDO = "undo"  # 撤销


BATCH: Lifecycle[BatchState, BatchAction] = Lifecycle(
    {
        BatchAction.CARRY_OUT: Transition(frozenset({BatchState.SCHEDULED}), BatchState.DONE),
        BatchAction.UNDO: Transition(frozenset({BatchState.SCHEDULED, BatchState.DONE}), BatchState.UNDONE),
    }
)


def in_both(text: str, standard: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """The text with every standard sentence in it (Chinese, English) in one language, then in the other; English is blank
    when none stands in it. The longest are found first, so that one that holds another stays whole."""
    found = [
        pair for pair in sorted(standard, key=lambda pair: -max(map(len, pair))) if any(said in text for said in pair)
    ]
    zh = en = text
    for chinese, english in found:
        zh, en = zh.replace(english, chinese), en.replace(chinese, english)
    return (zh, en) if found else (text, "")


class Outcome(StrEnum):
    """What became of one record of an act on many."""

    WAITING = "waiting"  # 待执行
    DONE = "done"  # 已办
    REFUSED = "refused"  # 没有办
    UNDONE = "undone"  # 已撤销
