"""The words of the curators' room. Msgids, translated when shown."""

from enum import StrEnum

from marketplace.curation.rules import (
    BatchAct,
    BatchAction,
    BatchState,
    HeldBy,
    Kind,
    Nature,
    Outcome,
    QueueSort,
    Waited,
)
from marketplace.web.formats import name_terms


def _(text: str) -> str:
    """Mark a msgid."""
    return text


WORDS = {
    Kind: (_("成果"), _("需求")),
    Nature: (_("初次提交"), _("新版本"), _("退回后再提交"), _("诊断中")),
    HeldBy: (_("我手里的"), _("没人领的"), _("别人手里的")),
    Waited: (
        _("已等一天以上"),
        _("已等两天以上"),
        _("已等一周以上"),
        _("12 小时内要答复"),
        _("答复已超时"),
    ),
    QueueSort: (_("等得最久的在前"), _("先要答复的在前"), _("刚提交的在前"), _("按名称")),
    BatchAct: (_("领取"), _("放回队列"), _("发布"), _("退回提交人")),
    BatchState: (_("待执行"), _("已办"), _("已撤销")),
    Outcome: (_("待执行"), _("已办"), _("没有办"), _("已撤销")),
}
DECISIONS = {
    "publish": _("发布"),
    "return": _("退回"),
    "reject": _("驳回"),
    "keep": _("转长期攻关"),
    "diagnose": _("转二次诊断"),
}
BATCHES = _("批量办理")
BATCH_ACTS: dict[StrEnum, str] = {BatchAction.CARRY_OUT: _("执行"), BatchAction.UNDO: _("撤销")}


def name_words() -> None:
    """Register the words of every vocabulary of this room."""
    for kind, words in WORDS.items():
        name_terms(kind, dict(zip(kind, words, strict=True)))
