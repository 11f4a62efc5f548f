"""The words of approaches: states, kinds, reasons. Msgids, translated when shown. Pure."""

from marketplace.matching.learning.rules import Outcome
from marketplace.matching.rules import ApproachAction, ApproachKind, ApproachState, Reason, Side


def _(text: str) -> str:
    """Mark a msgid."""
    return text


R, S = Reason, ApproachState
KINDS = {ApproachKind.INTEREST: _("对接意向"), ApproachKind.QUESTION: _("询问")}
SIDES = {Side.NEED: _("需求方"), Side.RESULT: _("成果方")}
STATES = {
    S.SENT: _("待答复"),
    S.ASKED_BACK: _("反问待答"),
    S.ACCEPTED: _("已接受"),
    S.DECLINED: _("已谢绝"),
    S.ANSWERED: _("已回答"),
    S.WITHDRAWN: _("已撤回"),
}
REASONS = {
    R.TOO_EARLY: _("还不成熟"),
    R.TOO_SMALL: _("规模不合"),
    R.TRIED: _("已经试过"),
    R.PRICE: _("价格不合"),
    R.WRONG_FIELD: _("不是一回事"),
    R.CONDITIONS: _("条件达不到"),
    R.NO_CAPACITY: _("暂无精力"),
    R.OTHER: _("其他"),
}
OUTCOMES = {
    Outcome.SHOWN: _("已列出"),
    Outcome.DECLINED: _("已谢绝"),
    Outcome.ACCEPTED: _("有意向"),
    Outcome.MET: _("已见面"),
    Outcome.DEAL: _("已成交"),
}
SIGNAL_NAMES = {
    "likeness": _("文字和意思相近"),
    "fit": _("满足的条件占比"),
    "unmet": _("不满足的条件占比"),
    "field": _("领域相同"),
    "ripe": _("达到要求的成熟度"),
    "ripeness": _("成熟度高低"),
    "modes": _("合作方式合得上"),
    "price": _("在预算之内"),
    "evidence": _("减碳证据等级"),
}

APPROACH = _("接洽")
A = ApproachAction
ACTS = {
    A.ACCEPT: _("接受"),
    A.DECLINE: _("谢绝"),
    A.ASK_BACK: _("反问"),
    A.REPLY: _("回答反问"),
    A.ANSWER: _("回答"),
    A.WITHDRAW: _("撤回"),
    A.REOPEN: _("撤销谢绝"),
}
