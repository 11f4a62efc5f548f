"""How parties come to meet, and what may happen to a request for a meeting. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum

from marketplace.core.transitions import Lifecycle, Transition


class RequestMode(StrEnum):
    """How a session finds out who is to meet whom."""

    WISHES = "wishes"  # 各说意向
    REQUESTS = "requests"  # 邀约同意
    HOST = "host"  # 主办方安排


class RequestState(StrEnum):
    REQUESTED = "requested"  # 已请求
    ACCEPTED = "accepted"  # 已接受
    DECLINED = "declined"  # 已谢绝
    EXPIRED = "expired"  # 已过期
    WITHDRAWN = "withdrawn"  # 已撤回


class RequestAction(StrEnum):
    ASK = "ask_meeting"  # 邀约
    ACCEPT = "accept_meeting"  # 同意约见
    DECLINE = "decline_meeting"  # 谢绝约见
    EXPIRE = "expire_request"  # 邀约过期
    WITHDRAW = "withdraw_request"  # 撤回邀约


S, A = RequestState, RequestAction
IN_HAND = frozenset({S.REQUESTED, S.ACCEPTED})  # counts towards what a party may ask
TAKES_BACK = frozenset({A.DECLINE, A.WITHDRAW})

REQUEST: Lifecycle[RequestState, RequestAction] = Lifecycle(
    {
        A.ASK: Transition(frozenset({S.EXPIRED, S.WITHDRAWN}), S.REQUESTED),
        A.ACCEPT: Transition(frozenset({S.REQUESTED}), S.ACCEPTED),
        A.DECLINE: Transition(IN_HAND, S.DECLINED),
        A.EXPIRE: Transition(frozenset({S.REQUESTED}), S.EXPIRED),
        A.WITHDRAW: Transition(IN_HAND, S.WITHDRAWN),
    }
)


def expires_at(moment: datetime, hours: int, closes: datetime) -> datetime:
    """When a request that is made now runs out: after so many hours, or with the wishes."""
    return min(moment + timedelta(hours=hours), closes)
