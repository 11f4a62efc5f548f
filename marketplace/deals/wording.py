"""The words of deals: stages, facts, reasons, acts. Msgids, translated when shown. Pure."""

from marketplace.deals.rules import (
    DealAction,
    DealState,
    Fact,
    LostReason,
    Origin,
    PauseReason,
    Pipeline,
    Stage,
    Turn,
)


def _(text: str) -> str:
    """Mark a msgid."""
    return text


S, F, A = Stage, Fact, DealAction
MEETINGS = _("约见")
ACCESS = _("查看权限")
DEAL = _("商机")
DEAL_STAGES = _("商机的阶段")
PIPELINES = {
    Pipeline.ASSIGNMENT: _("转让"),
    Pipeline.LICENCE: _("许可"),
    Pipeline.DEVELOPMENT: _("开发"),
    Pipeline.EQUITY: _("作价入股"),
    Pipeline.SERVICE: _("服务咨询"),
}
STAGES = {
    S.LEAD: _("线索"),
    S.VERIFIED: _("已核实"),
    S.FIRST_TALK: _("首次对接"),
    S.NDA: _("NDA"),
    S.EVALUATION: _("评估"),
    S.PILOT: _("中试验证"),
    S.TERMS: _("条款谈判"),
    S.APPROVAL: _("审批公示"),
    S.SIGNED: _("签约"),
    S.REGISTERED: _("登记"),
    S.PERFORMING: _("履约"),
    S.PAID: _("验收到账"),
    S.TRACKING: _("跟踪"),
}
FACTS = {
    F.PARTIES_VERIFIED: _("双方身份与意向已核实"),
    F.INTEREST_MUTUAL: _("双方同意对接"),
    F.TALK_HELD: _("首次对接已进行，有纪要"),
    F.NDA_SIGNED: _("保密协议已签"),
    F.EVALUATION_DONE: _("评估意见已出"),
    F.PILOT_DONE: _("中试验证有结论"),
    F.TERMS_AGREED: _("主要条款已谈定"),
    F.APPROVAL_DONE: _("内部审批已通过"),
    F.PUBLICITY_DONE: _("公示期满无异议"),
    F.CONTRACT_SIGNED: _("合同已签"),
    F.CONTRACT_REGISTERED: _("合同已登记"),
    F.ACCEPTED: _("验收通过"),
    F.PAID: _("款项到账"),
}
STATES = {
    DealState.OPEN: _("进行中"),
    DealState.PAUSED: _("暂停"),
    DealState.LOST: _("失败"),
    DealState.MERGED: _("已并入"),
    DealState.CLOSED: _("已结案"),
}
TURNS = {Turn.BROKER: _("经理人"), Turn.PROVIDER: _("成果方"), Turn.SEEKER: _("需求方")}
ORIGINS = {
    Origin.SEARCH: _("检索"),
    Origin.MATCH: _("匹配"),
    Origin.MEETING: _("面谈"),
    Origin.BROKER: _("经理人"),
    Origin.CHALLENGE: _("揭榜"),
}
LOST = {
    LostReason.PRICE: _("价格谈不拢"),
    LostReason.BUDGET: _("没有预算"),
    LostReason.PERFORMANCE: _("指标达不到"),
    LostReason.RIGHTS: _("权属或许可范围谈不拢"),
    LostReason.RIVAL: _("选了别家"),
    LostReason.APPROVAL: _("审批未通过"),
    LostReason.SILENCE: _("对方不再答复"),
    LostReason.LEFT: _("一方退出或变动"),
    LostReason.OTHER: _("其他"),
}
PAUSED = {
    PauseReason.BUDGET: _("等预算"),
    PauseReason.DATA: _("等数据或样品"),
    PauseReason.APPROVAL: _("等审批"),
    PauseReason.PEOPLE: _("负责人变动"),
    PauseReason.OTHER: _("其他"),
}
ACTS = {
    A.OPEN: _("开商机"),
    A.MOVE: _("换阶段"),
    A.UNDO: _("撤销"),
    A.PAUSE: _("暂停"),
    A.RESUME: _("恢复"),
    A.LOSE: _("放弃"),
    A.REOPEN: _("重新打开"),
    A.MERGE: _("合并"),
    A.CLOSE: _("结案"),
    A.EDIT: _("修改"),
    A.TICK: _("勾选条件"),
    A.UNTICK: _("取消勾选"),
    A.HAND_OVER: _("移交"),
    A.SAY: _("留言"),
    A.FILE_MAIL: _("邮件归档"),
    A.ADD_TASK: _("加任务"),
    A.DO_TASK: _("完成任务"),
    A.ADD_CONTACT: _("加联系人"),
    A.DROP_CONTACT: _("移除联系人"),
}
ENTER = {stage: _("推进") for stage in Stage}
