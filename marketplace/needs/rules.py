"""What may happen to a need: states and actions. Pure."""

from datetime import timedelta
from enum import StrEnum

from marketplace.core.transitions import Lifecycle, Transition

RESPONSE_TIME = timedelta(hours=48)


class NeedState(StrEnum):
    DRAFT = "draft"  # 草稿
    SUBMITTED = "submitted"  # 已提交
    DIAGNOSIS = "diagnosis"  # 诊断中
    RETURNED = "returned"  # 退回补充
    PUBLISHED = "published"  # 已发布
    LONG_TERM = "long_term"  # 长期攻关库
    MATCHING = "matching"  # 对接中
    CONTRACTED = "contracted"  # 已签约
    SOLVED = "solved"  # 已解决
    WITHDRAWN = "withdrawn"  # 撤下


class NeedAction(StrEnum):
    CREATE = "create"
    EDIT = "edit"
    SUBMIT = "submit"  # 提交
    RECALL = "recall"  # 撤回
    DIAGNOSE = "diagnose"  # 转二次诊断
    PUBLISH = "publish"  # 发布
    RETURN = "return"  # 退回补充
    KEEP = "keep"  # 转长期攻关库
    REVISE = "revise"  # 修改已发布的需求：另起一份修改稿
    RESTORE = "restore"  # 放弃修改稿
    WITHDRAW = "withdraw"  # 撤下
    DISCARD = "discard"  # 删除草稿
    READ = "read"  # 从文件读入
    ASSIGN = "assign"  # 指定诊断人
    NOTE = "note"  # 记录诊断情况
    ASK = "ask"  # 询问企业
    ANSWER = "answer"  # 回答询问
    CONCLUDE = "conclude"  # 给出诊断结论
    ESCALATE = "escalate"  # 催办
    EXPIRE = "expire_need"  # 过期撤下
    REINSTATE = "reinstate"  # 恢复公开


class NeedWithdrawalReason(StrEnum):
    """Why a need was taken off; the public reads it."""

    SOLVED = "solved"  # 已在别处解决
    DROPPED = "dropped"  # 不再需要
    DUPLICATE = "duplicate"  # 与另一条需求重复
    UNTRUE = "untrue"  # 内容不实
    EXPIRED = "expired"  # 已过希望完成日期
    OTHER = "other"  # 其他


class EntryKind(StrEnum):
    NOTE = "note"  # 记录
    QUESTION = "question"  # 询问


S, A = NeedState, NeedAction
VISIBLE = frozenset({S.PUBLISHED, S.LONG_TERM, S.MATCHING})
WORKING = frozenset({S.DRAFT, S.RETURNED})
WAITING = frozenset({S.SUBMITTED, S.DIAGNOSIS})  # a curator's turn
ANSWERABLE = WAITING | {S.PUBLISHED}  # the 48 hours run

LIFECYCLE: Lifecycle[NeedState, NeedAction] = Lifecycle(
    {
        A.EDIT: Transition(WORKING, S.DRAFT),
        A.SUBMIT: Transition(WORKING, S.SUBMITTED),
        A.RECALL: Transition(WAITING, S.DRAFT),
        A.DIAGNOSE: Transition(frozenset({S.SUBMITTED}), S.DIAGNOSIS),
        A.PUBLISH: Transition(WAITING, S.PUBLISHED),
        A.RETURN: Transition(WAITING, S.RETURNED),
        A.KEEP: Transition(WAITING | {S.PUBLISHED}, S.LONG_TERM),
        A.REVISE: Transition(VISIBLE | {S.WITHDRAWN}, S.DRAFT),
        A.WITHDRAW: Transition(VISIBLE, S.WITHDRAWN),
        A.EXPIRE: Transition(frozenset({S.PUBLISHED, S.LONG_TERM}), S.WITHDRAWN),
        A.REINSTATE: Transition(frozenset({S.WITHDRAWN}), S.PUBLISHED),
        A.ASSIGN: Transition(frozenset({S.DIAGNOSIS}), S.DIAGNOSIS),
        A.NOTE: Transition(frozenset({S.DIAGNOSIS}), S.DIAGNOSIS),
        A.ASK: Transition(frozenset({S.DIAGNOSIS}), S.DIAGNOSIS),
        A.ANSWER: Transition(frozenset({S.DIAGNOSIS}), S.DIAGNOSIS),
        A.CONCLUDE: Transition(frozenset({S.DIAGNOSIS}), S.DIAGNOSIS),
    }
)
