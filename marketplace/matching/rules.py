"""What may happen between the two sides of a pair: an expression of interest or a question, and its answer. Pure."""

from datetime import timedelta
from enum import StrEnum

from marketplace.core.transitions import Lifecycle, Transition

RESPONSE_TIME = timedelta(days=5)
TIME_TO_UNDO = timedelta(hours=24)
LONGEST = 2000  # characters of a message
LONGEST_ANSWER = 300


class ApproachKind(StrEnum):
    """What one side asks of the other."""

    INTEREST = "interest"  # 对接意向
    QUESTION = "question"  # 询问


class ApproachState(StrEnum):
    SENT = "sent"  # 待答复
    ASKED_BACK = "asked_back"  # 反问待答
    ACCEPTED = "accepted"  # 已接受
    DECLINED = "declined"  # 已谢绝
    ANSWERED = "answered"  # 已回答
    WITHDRAWN = "approach_withdrawn"  # 已撤回


class ApproachAction(StrEnum):
    SEND = "approach"  # 发起接洽
    ACCEPT = "accept_approach"  # 接受
    DECLINE = "decline_approach"  # 谢绝
    ASK_BACK = "ask_back"  # 反问
    REPLY = "reply_approach"  # 回答反问
    ANSWER = "answer_question"  # 回答询问
    WITHDRAW = "withdraw_approach"  # 撤回
    REOPEN = "reopen_approach"  # 撤销谢绝
    SAY = "say"  # 留言
    FILL = "fill_parameter"  # 写进参数


class Side(StrEnum):
    """Which of the two speaks."""

    NEED = "need"  # 需求方
    RESULT = "result"  # 成果方


class Reason(StrEnum):
    """Why a pair is not pursued; coded, so that it can be counted without identities."""

    TOO_EARLY = "too_early"  # 还不成熟
    TOO_SMALL = "too_small"  # 规模不合
    TRIED = "tried"  # 已试过
    PRICE = "price"  # 价格不合
    WRONG_FIELD = "wrong_field"  # 不是一回事
    CONDITIONS = "conditions"  # 条件达不到
    NO_CAPACITY = "no_capacity"  # 暂无精力
    OTHER = "other_reason"  # 其他


S, A = ApproachState, ApproachAction
OPEN = frozenset({S.SENT, S.ASKED_BACK})
TALKING = OPEN | {S.ACCEPTED, S.ANSWERED}

LIFECYCLE: Lifecycle[ApproachState, ApproachAction] = Lifecycle(
    {
        A.ACCEPT: Transition(frozenset({S.SENT}), S.ACCEPTED),
        A.DECLINE: Transition(OPEN, S.DECLINED),
        A.ASK_BACK: Transition(frozenset({S.SENT}), S.ASKED_BACK),
        A.REPLY: Transition(frozenset({S.ASKED_BACK}), S.SENT),
        A.ANSWER: Transition(frozenset({S.SENT}), S.ANSWERED),
        A.WITHDRAW: Transition(OPEN, S.WITHDRAWN),
        A.REOPEN: Transition(frozenset({S.DECLINED}), S.SENT),
    }
)
BY_RECEIVER = frozenset({A.ACCEPT, A.DECLINE, A.ASK_BACK, A.ANSWER, A.REOPEN})
BY_SENDER = frozenset({A.REPLY, A.WITHDRAW})
ONLY_FOR = {A.ACCEPT: ApproachKind.INTEREST, A.ASK_BACK: ApproachKind.INTEREST, A.ANSWER: ApproachKind.QUESTION}


def acts_for(kind: ApproachKind, state: ApproachState, sends: bool, receives: bool) -> list[ApproachAction]:
    """What a side may do now."""
    allowed = [each for each in LIFECYCLE.actions_from(state) if ONLY_FOR.get(each, kind) is kind]
    return [each for each in allowed if (receives and each in BY_RECEIVER) or (sends and each in BY_SENDER)]
