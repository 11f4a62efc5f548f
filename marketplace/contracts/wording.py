"""The words of contracts: classes, states, acts, payments, commission, reasons, fields. Msgids, translated when shown. Pure."""

from marketplace.contracts.checklist import Refusal
from marketplace.contracts.payments import Standing
from marketplace.contracts.rules import (
    Basis,
    Cause,
    ContractAction,
    ContractClass,
    ContractKind,
    ContractState,
    DeductionKind,
    PaperKind,
    PaymentKind,
    Trigger,
    Unit,
)


def _(text: str) -> str:
    """Mark a msgid."""
    return text


C, K, S, A, R = ContractClass, ContractKind, ContractState, ContractAction, Refusal
CONTRACT = _("技术合同")
CLASSES = {
    C.DEVELOPMENT: _("技术开发"),
    C.ASSIGNMENT: _("技术转让"),
    C.LICENCE: _("技术许可"),
    C.CONSULTING: _("技术咨询"),
    C.SERVICE: _("技术服务"),
}
KINDS = {
    K.COMMISSIONED: _("委托开发"),
    K.JOINT: _("合作开发"),
    K.ASSIGNMENT: _("技术转让"),
    K.LICENCE: _("技术许可"),
    K.CONSULTING: _("技术咨询"),
    K.SERVICE: _("技术服务"),
}
STATES = {
    S.DRAFT: _("草拟"),
    S.SIGNED: _("已签署"),
    S.DECLARED: _("已申报"),
    S.CORRECTION: _("待补正"),
    S.REVIEW: _("审核中"),
    S.REGISTERED: _("已登记"),
    S.REFUSED: _("不予登记"),
    S.CHANGING: _("变更中"),
    S.CANCELLED: _("已注销"),
}
ACTS = {
    A.DRAFT: _("起草合同"),
    A.EDIT: _("修改合同"),
    A.SIGN: _("记为已签署"),
    A.UNSIGN: _("退回草拟"),
    A.DECLARE: _("申报登记"),
    A.RECALL: _("撤回申报"),
    A.ACCEPT: _("受理"),
    A.RETURN: _("要求补正"),
    A.REGISTER: _("予以登记"),
    A.REFUSE: _("不予登记"),
    A.CHANGE: _("申请变更"),
    A.REGISTER_CHANGE: _("登记变更"),
    A.CANCEL: _("注销登记"),
    A.ABANDON: _("作废"),
    A.ACCEPT_WORK: _("登记验收"),
}
DEDUCTIONS = {
    DeductionKind.EQUIPMENT: _("设备、仪器"),
    DeductionKind.MATERIALS: _("零部件、原材料"),
    DeductionKind.CIVIL: _("土建与安装"),
    DeductionKind.OTHER: _("其他非技术性费用"),
}
PAYMENTS = {
    PaymentKind.ENTRY: _("入门费"),
    PaymentKind.MILESTONE: _("阶段款"),
    PaymentKind.ROYALTY: _("提成"),
    PaymentKind.SINGLE: _("一次总付"),
}
STANDINGS = {
    Standing.OPEN: _("未到期"),
    Standing.UNDATED: _("待条件"),
    Standing.PART: _("部分到账"),
    Standing.PAID: _("已到账"),
    Standing.LATE: _("逾期"),
}
BASES = {Basis.TOTAL: _("成交额"), Basis.TECHNICAL: _("技术交易额"), Basis.RECEIVED: _("到账额")}
TRIGGERS = {
    Trigger.SIGNED: _("签约后"),
    Trigger.REGISTERED: _("登记后"),
    Trigger.RECEIVED: _("到账后"),
    Trigger.ACCEPTED: _("验收后"),
}
CAUSES = {
    Cause.AGREED: _("约定佣金"),
    Cause.SIGNED: _("合同签署"),
    Cause.REGISTERED: _("合同登记"),
    Cause.EDITED: _("合同内容变动"),
    Cause.CHANGED: _("合同变更登记"),
    Cause.RECEIVED: _("到账"),
    Cause.VOIDED: _("撤销到账"),
    Cause.ACCEPTED: _("验收通过"),
}
PAPERS = {
    PaperKind.SIGNED: _("签章的合同"),
    PaperKind.SUPPLEMENT: _("补充协议"),
    PaperKind.ACCEPTANCE: _("验收材料"),
    PaperKind.CERTIFICATE: _("登记证明"),
}
UNITS = {Unit.WORKING: _("工作日"), Unit.CALENDAR: _("自然日")}
REFUSALS = {
    R.NOT_TECHNICAL: _("不属于技术合同"),
    R.GOODS: _("以设备、材料买卖或工程为主"),
    R.CONTENT_MISSING: _("技术内容、指标或责任不明确"),
    R.PARTY_MISSING: _("当事人主体材料不全"),
    R.AMOUNT_UNCLEAR: _("成交额或技术交易额不能确定"),
    R.IP_UNCLEAR: _("知识产权或许可范围不明确"),
    R.DUPLICATE: _("重复登记"),
    R.UNSIGNED: _("签章不全或合同未生效"),
    R.OUT_OF_TIME: _("超过合同有效期申报"),
    R.OTHER: _("其他原因"),
}
FIELDS = {
    "kind": _("合同种类"), "title": _("合同名称"), "seller": _("卖方"), "buyer": _("买方"), "subject": _("技术内容、范围与要求"),
    "indicators": _("技术指标与验收办法"), "ip": _("涉及的知识产权"), "ownership": _("成果归属与使用范围"),
    "performance": _("履行方式与地点"), "confidentiality": _("保密"), "risk": _("风险责任"), "breach": _("违约责任"),
    "disputes": _("争议解决"), "sector": _("技术领域"), "key_technology": _("关键技术"), "industry": _("买方所属行业"),
    "funding": _("计划来源"), "related": _("双方有关联关系"), "tax_relief": _("拟申请税收优惠"), "total": _("成交额"),
    "payment": _("支付方式"), "deductions": _("扣除项"), "equity_company": _("作价入股的公司"), "equity_share": _("占股"),
    "equity_valuation": _("公司估值"), "signed_on": _("签订日期"), "starts_on": _("开始日期"), "ends_on": _("结束日期"),
    "yearly_volume": _("年产量或处理量"), "contracted_yearly": _("约定年减碳量"), "contracted_years": _("约定年数"),
    "name": _("名称"), "credit_code": _("统一社会信用代码"), "region": _("所在地区"), "address": _("地址"),
    "contact": _("联系人"), "phone": _("联系电话"),
}  # fmt: skip
