"""What each field of an achievement, each act on it and each reason is called; every name is a msgid."""

from marketplace.listings.rules import ListingAction, WithdrawalReason

NAMES = {
    "title": "成果名称",
    "teaser": "简介",
    "problem": "要解决的问题",
    "principle": "怎样做到",
    "advantage": "好在哪里",
    "timing": "为何是现在",
    "keywords": "关键词",
    "partners": "合作单位",
    "inventors": "完成人",
    "department": "所在部门",
    "contact_name": "联系人",
    "contact_phone": "联系电话",
    "contact_email": "联系邮箱",
    "registration_number": "成果登记号",
    "project_source": "项目来源",
    "stage": "成果阶段",
    "level": "成果水平",
    "trl": "技术成熟度",
    "trl_scale": "成熟度标尺",
    "trl_evidence": "成熟度依据",
    "sector": "所属领域",
    "key_technology": "关键技术",
    "carbon_class": "碳类别",
    "ipc": "国际专利分类号（IPC）",
    "cpc_y02": "CPC Y02 分类号",
    "industries": "应用行业",
    "parameters": "技术参数",
    "comparator": "替代对象",
    "comparator_value": "替代对象的水平",
    "comparator_cost": "替代对象的成本",
    "capex": "投资",
    "opex": "年运行成本",
    "payback_years": "回收期",
    "scale": "适用规模",
    "ip": "知识产权",
    "transfer_modes": "转化方式",
    "price_mode": "价格方式",
    "price": "价格",
    "price_note": "价格说明",
    "claim": "减碳量",
    "cases": "应用案例",
    "valid_until": "有效期至",
}


def field_name(field: str) -> str:
    """The name of a field, or of the part that a row's field belongs to (claim-boundary: 减碳量)."""
    return NAMES.get(field.split("-")[0], field)


REASONS: dict[WithdrawalReason, str] = {
    WithdrawalReason.TRANSFERRED: "已独家转让或许可",
    WithdrawalReason.OUTDATED: "技术已更新，不再推广",
    WithdrawalReason.RIGHTS: "权属有争议",
    WithdrawalReason.INACCURATE: "内容有误",
    WithdrawalReason.CONFIDENTIAL: "涉及保密",
    WithdrawalReason.DUPLICATE: "与另一条成果重复",
    WithdrawalReason.UNREACHABLE: "联系不上成果方",
    WithdrawalReason.OTHER: "其他",
}
ACTS: dict[ListingAction, str] = {
    ListingAction.CREATE: "新建",
    ListingAction.EDIT: "修改",
    ListingAction.SUBMIT: "送审",
    ListingAction.RECALL: "撤回送审",
    ListingAction.PUBLISH: "发布",
    ListingAction.RETURN: "退回修改",
    ListingAction.REJECT: "驳回",
    ListingAction.REVISE: "起草新版本",
    ListingAction.SUPERSEDE: "由新版本取代",
    ListingAction.EXPIRE: "到期",
    ListingAction.CONFIRM: "确认仍然有效",
    ListingAction.WITHDRAW: "下架",
    ListingAction.RESTORE: "恢复上架",
    ListingAction.DISCARD: "删除草稿",
    ListingAction.ATTACH: "添加资料",
    ListingAction.CHANGE_FILE: "修改资料",
    ListingAction.DETACH: "移除资料",
    ListingAction.REATTACH: "恢复资料",
    ListingAction.DOWNLOAD: "下载资料",
}
CLAIM_NAMES = {
    "functional_unit": "功能单位",
    "boundary": "核算边界",
    "baseline": "基准线",
    "lifetime_years": "寿命",
    "annual_output": "年产出",
    "baseline_emissions": "基准线排放 BE",
    "project_emissions": "项目排放 PE",
    "leakage_emissions": "泄漏 LE",
    "removals": "清除量 RE",
    "uncertainty_percent": "不确定度",
    "gases": "气体",
    "method": "方法",
    "grade": "证据等级",
    "factors": "排放因子",
    "lines": "分项",
}
CELLS: dict[str, dict[str, str]] = {
    "parameters": {
        "name": "参数名称",
        "minimum": "下限",
        "maximum": "上限",
        "unit": "单位",
        "conditions": "工况条件",
        "evidence": "证据",
        "comparator_value": "替代对象的值",
        "tier": "公开范围",
    },
    "ip": {"kind": "类型", "title": "名称", "number": "专利号或登记号", "status": "状态", "holder": "权利人"},
    "cases": {"user": "应用单位", "place": "地点", "year": "年份", "scale": "规模", "measured_result": "实测结果"},
    "claim-lines": {"side": "归入", "label": "分项", "formula": "算式", "amount": "数量"},
    "claim-factors": {
        "name": "排放因子",
        "value": "数值",
        "unit": "单位",
        "source": "来源",
        "year": "年份",
        "region": "地区",
    },
}  # the cells of each table of rows


def claim_name(part: str) -> str:
    """The name of a part of the carbon claim."""
    return CLAIM_NAMES.get(part, part)
