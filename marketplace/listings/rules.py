"""What may happen to an achievement, and what it lacks: states, actions, completeness. Pure."""

from datetime import date, timedelta
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
    EXPIRE = "expire"  # 到期，由系统进行
    CONFIRM = "confirm"  # 确认仍然有效，延长十二个月
    WITHDRAW = "withdraw"  # 下架
    RESTORE = "restore"  # 恢复上架
    DISCARD = "discard"  # 删除草稿
    ATTACH = "attach"  # 添加资料或图片
    CHANGE_FILE = "change_file"  # 修改资料或图片
    DETACH = "detach"  # 移除资料或图片
    REATTACH = "reattach"  # 恢复移除的资料或图片
    DOWNLOAD = "download"  # 下载资料


class WithdrawalReason(StrEnum):
    """Why a record was taken off; the public reads it on the tombstone."""

    TRANSFERRED = "transferred"  # 已独家转让或许可
    OUTDATED = "outdated"  # 技术已更新，不再推广
    RIGHTS = "rights"  # 权属有争议
    INACCURATE = "inaccurate"  # 内容有误
    CONFIDENTIAL = "confidential"  # 涉及保密
    DUPLICATE = "duplicate"  # 与另一条重复
    UNREACHABLE = "unreachable"  # 联系不上成果方
    OTHER = "other"


class Reader(StrEnum):
    """As whom a record is read: what is open to each is in policies."""

    PUBLIC = "public"  # 公众
    SIGNED_IN = "signed-in"  # 已登录的人
    PARTNER = "partner"  # 签了保密协议的伙伴


S, A = ListingState, ListingAction
VISIBLE = frozenset({S.PUBLISHED, S.NEGOTIATING, S.CONTRACTED})  # the public reads these
SHOWN_OR_EXPIRED = VISIBLE | {S.EXPIRED}  # at most one version of a record stands in these
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
        A.EXPIRE: Transition(frozenset({S.PUBLISHED}), S.EXPIRED),
        A.CONFIRM: Transition(frozenset({S.PUBLISHED, S.EXPIRED}), S.PUBLISHED),
        A.WITHDRAW: Transition(VISIBLE | {S.EXPIRED}, S.WITHDRAWN),
        A.RESTORE: Transition(frozenset({S.WITHDRAWN}), S.PUBLISHED),
    }
)


REMINDERS = (30, 7)  # days before the end of validity
CONFIRMABLE_FROM = 60  # days before the end: earlier there is nothing to confirm


MOST_FILES = 20  # of a version
MOST_FILE_BYTES = 200 * 1024 * 1024  # of a version, all files together
MOST_PICTURES = 8  # of a version
REMOVED_FOR = timedelta(days=7)  # what was removed can be put back so long
UNNAMED_FOR = timedelta(days=1)  # content that no row names is kept so long: its row may be on the way


def in_a_year(day: date) -> date:
    """Twelve months later; 29 February falls on the 28th."""
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 1, day=28 if leap else day.day)
