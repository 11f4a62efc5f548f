"""What may happen to a session and to a registration for it: states and actions as tables. Pure."""

from enum import StrEnum

from marketplace.core.transitions import Lifecycle, Transition


class EventState(StrEnum):
    DRAFT = "draft"  # 筹备
    REGISTERING = "registering"  # 报名中
    WISHING = "wishing"  # 约见中
    LOCKED = "locked"  # 排程锁定
    PLANNED = "planned"  # 预排
    ADJUSTING = "adjusting"  # 调整
    PUBLISHED = "published"  # 已发布
    RUNNING = "running"  # 进行中
    ENDED = "ended"  # 已结束
    FOLLOWING = "following"  # 跟踪
    ARCHIVED = "archived"  # 归档
    CANCELLED = "cancelled"  # 已取消


class EventAction(StrEnum):
    CREATE = "create"
    EDIT = "edit"
    OPEN = "open"  # 开放报名
    GATHER = "gather"  # 截止报名，开始约见
    REOPEN = "reopen"  # 重开报名
    LOCK = "lock"  # 截止约见
    UNLOCK = "unlock"  # 重开约见
    PLAN = "plan"  # 排程
    ADJUST = "adjust"  # 调整
    PUBLISH = "publish"  # 发布日程
    START = "start"  # 开始
    END = "end"  # 结束
    FOLLOW = "follow"  # 转入跟踪
    ARCHIVE = "archive"  # 归档
    CANCEL = "cancel"  # 取消
    REMIND = "remind"  # 提醒参会方
    DISCARD = "discard"  # 删除筹备稿


class Side(StrEnum):
    """Who brings results and who brings needs."""

    PROVIDER = "provider"  # 成果方
    SEEKER = "seeker"  # 需求方


class Saying(StrEnum):
    """What a party says of meeting another."""

    MUST = "must"  # 必见
    WANT = "want"  # 愿见
    NO = "no"  # 不见


class RegistrationState(StrEnum):
    APPLIED = "applied"  # 申请
    ACCEPTED = "accepted"  # 通过
    WAITING = "waiting"  # 候补
    REFUSED = "refused"  # 拒绝
    WITHDRAWN = "withdrawn"  # 已退出


class RegistrationAction(StrEnum):
    APPLY = "apply"  # 报名
    EDIT = "edit_registration"
    ACCEPT = "accept"  # 通过
    QUEUE = "queue"  # 转候补
    PROMOTE = "promote"  # 候补递补
    REFUSE = "refuse"  # 拒绝
    WITHDRAW = "withdraw"  # 退出
    WISH = "wish"  # 选约见


class Severity(StrEnum):
    """How hard something stands against a plan, the hardest first."""

    BAD = "bad"  # it cannot be held like this
    WARN = "warn"  # it can, and somebody will be sorry
    NOTE = "note"  # good to know


S, A = EventState, EventAction
ANNOUNCED = frozenset(EventState) - {S.DRAFT}  # the public knows of it
TAKES_REGISTRATIONS = frozenset({S.REGISTERING})
BEFORE_THE_DAY = frozenset({S.REGISTERING, S.WISHING, S.LOCKED, S.PLANNED, S.ADJUSTING, S.PUBLISHED})
ON_STAGE = frozenset({S.PUBLISHED, S.RUNNING, S.ADJUSTING, S.PLANNED})  # with a timetable in force
ADJUSTABLE = frozenset({S.LOCKED, S.PLANNED, S.ADJUSTING})  # the timetable is in the organiser's hands
OVER = frozenset({S.ENDED, S.FOLLOWING, S.ARCHIVED})  # it was held
TAKES_WISHES = frozenset({S.REGISTERING, S.WISHING})
SET_UP = frozenset({S.DRAFT, S.REGISTERING, S.WISHING, S.LOCKED})  # slots and tables may still be changed freely

LIFECYCLE: Lifecycle[EventState, EventAction] = Lifecycle(
    {
        A.OPEN: Transition(frozenset({S.DRAFT}), S.REGISTERING),
        A.GATHER: Transition(frozenset({S.REGISTERING}), S.WISHING),
        A.REOPEN: Transition(frozenset({S.WISHING}), S.REGISTERING),
        A.LOCK: Transition(frozenset({S.WISHING}), S.LOCKED),
        A.UNLOCK: Transition(frozenset({S.LOCKED, S.PLANNED, S.ADJUSTING}), S.WISHING),
        A.PLAN: Transition(frozenset({S.LOCKED, S.PLANNED, S.ADJUSTING}), S.PLANNED),
        A.ADJUST: Transition(frozenset({S.PUBLISHED, S.RUNNING}), S.ADJUSTING),
        A.PUBLISH: Transition(frozenset({S.PLANNED, S.ADJUSTING}), S.PUBLISHED),
        A.START: Transition(frozenset({S.PUBLISHED}), S.RUNNING),
        A.END: Transition(frozenset({S.PUBLISHED, S.RUNNING, S.ADJUSTING, S.PLANNED}), S.ENDED),
        A.FOLLOW: Transition(frozenset({S.ENDED}), S.FOLLOWING),
        A.ARCHIVE: Transition(frozenset({S.FOLLOWING}), S.ARCHIVED),
        A.CANCEL: Transition(BEFORE_THE_DAY, S.CANCELLED),
    }
)

R, B = RegistrationState, RegistrationAction
TAKES_A_PLACE = frozenset({R.ACCEPTED})
IN_HAND = frozenset({R.APPLIED, R.ACCEPTED, R.WAITING})

REGISTRATION: Lifecycle[RegistrationState, RegistrationAction] = Lifecycle(
    {
        B.APPLY: Transition(frozenset({R.WITHDRAWN}), R.APPLIED),
        B.ACCEPT: Transition(frozenset({R.APPLIED}), R.ACCEPTED),
        B.QUEUE: Transition(frozenset({R.APPLIED}), R.WAITING),
        B.PROMOTE: Transition(frozenset({R.WAITING}), R.ACCEPTED),
        B.REFUSE: Transition(frozenset({R.APPLIED, R.WAITING}), R.REFUSED),
        B.WITHDRAW: Transition(IN_HAND, R.WITHDRAWN),
    }
)
