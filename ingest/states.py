"""What may happen to an import: states and actions as a table. Pure."""

from enum import StrEnum

from ingest.models import RunState
from marketplace.core.transitions import Lifecycle, Transition


class RunAction(StrEnum):
    """What moves an import on."""

    CHECKED = "checked"  # 读完
    FAIL = "fail"  # 读不成
    CHANGE = "change"  # 改列或改值，再读
    LOAD = "load"  # 入库
    FINISH = "finish"  # 入库完成
    RESUME = "resume"  # 重新核对
    STOP = "stop"  # 停止
    UNDO = "undo"  # 整批撤销


S, A = RunState, RunAction
RUN: Lifecycle[RunState, RunAction] = Lifecycle(
    {
        A.CHECKED: Transition(frozenset({S.UPLOADED}), S.PLANNED),
        A.FAIL: Transition(frozenset({S.UPLOADED}), S.FAILED),
        A.CHANGE: Transition(frozenset({S.PLANNED, S.FAILED}), S.UPLOADED),
        A.LOAD: Transition(frozenset({S.PLANNED}), S.LOADING),
        A.FINISH: Transition(frozenset({S.LOADING}), S.DONE),
        A.RESUME: Transition(frozenset(S), S.UPLOADED),
        A.STOP: Transition(frozenset({S.UPLOADED, S.PLANNED, S.LOADING, S.FAILED}), S.CANCELLED),
        A.UNDO: Transition(frozenset({S.DONE, S.CANCELLED, S.UNDONE}), S.UNDONE),
    }
)
