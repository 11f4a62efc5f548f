"""The words of a need: what its fields, states and acts are called. Msgids, translated when shown. Pure."""

from enum import StrEnum

from marketplace.needs.content import Constraint
from marketplace.needs.rules import NeedAction, NeedState, NeedWithdrawalReason
from marketplace.taxonomy.terms import Operator

S, A = NeedState, NeedAction


def _(text: str) -> str:
    """Mark a msgid."""
    return text


FIELDS = {
    "title": _("需求名称"),
    "problem": _("主要问题"),
    "indicators": _("关键指标"),
    "goal": _("预期目标"),
    "keywords": _("关键词"),
    "region": _("所在地区"),
    "contact_name": _("联系人"),
    "contact_phone": _("联系电话"),
    "contact_email": _("联系邮箱"),
    "sector": _("领域"),
    "key_technology": _("关键技术"),
    "industries": _("所属行业"),
    "constraints": _("约束条件"),
    "capacity": _("现有工艺与产能"),
    "energy_use": _("现有能耗"),
    "emissions": _("现有排放"),
    "target_reduction": _("目标减排量"),
    "already_tried": _("已试过的办法"),
    "minimum_trl": _("最低技术成熟度"),
    "site_limits": _("场地与现场限制"),
    "budget": _("预算"),
    "deadline": _("希望完成日期"),
    "solution_modes": _("合作方式"),
    "anonymous": _("匿名发布"),
    "track": _("办理方式"),
}

STATES = {
    S.DRAFT: _("草稿"),
    S.SUBMITTED: _("已提交"),
    S.DIAGNOSIS: _("诊断中"),
    S.RETURNED: _("退回补充"),
    S.PUBLISHED: _("已发布"),
    S.LONG_TERM: _("长期攻关库"),
    S.MATCHING: _("对接中"),
    S.CONTRACTED: _("已签约"),
    S.SOLVED: _("已解决"),
    S.WITHDRAWN: _("已撤下"),
}

NAME = _("需求")
ACTS: dict[StrEnum, str] = {
    A.EDIT: _("修改"),
    A.SUBMIT: _("提交"),
    A.RECALL: _("撤回"),
    A.DIAGNOSE: _("转二次诊断"),
    A.PUBLISH: _("发布"),
    A.RETURN: _("退回补充"),
    A.KEEP: _("转长期攻关"),
    A.REVISE: _("另起修改稿"),
    A.RESTORE: _("放弃修改稿"),
    A.WITHDRAW: _("撤下"),
    A.EXPIRE: _("过期"),
    A.REINSTATE: _("恢复公开"),
    A.ASSIGN: _("指定诊断人"),
    A.NOTE: _("记录诊断情况"),
    A.ASK: _("询问企业"),
    A.ANSWER: _("回答询问"),
    A.CONCLUDE: _("给出诊断结论"),
}

WITHDRAWAL_REASONS = {
    NeedWithdrawalReason.SOLVED: _("已在别处解决"),
    NeedWithdrawalReason.DROPPED: _("不再需要"),
    NeedWithdrawalReason.DUPLICATE: _("与另一条需求重复"),
    NeedWithdrawalReason.UNTRUE: _("内容不实"),
    NeedWithdrawalReason.EXPIRED: _("已过希望完成日期"),
    NeedWithdrawalReason.OTHER: _("其他"),
}

SORTS = (_("最新发布"), _("答复时限"), _("预算从高到低"), _("减排量从高到低"))

SIGNS = {Operator.AT_MOST: "≤", Operator.AT_LEAST: "≥", Operator.BELOW: "<", Operator.ABOVE: ">", Operator.EQUAL: "="}


def figure(value: float) -> str:
    """2.60 -> 2.6, 100000.0 -> 100000; a true minus sign."""
    return f"{value:.10g}".replace("-", "−")


def limit_text(constraint: Constraint) -> str:
    """≤ 2.6 GJ/t, or 2.3～2.6 GJ/t."""
    if constraint.operator == Operator.BETWEEN and constraint.value2 is not None:
        limit = f"{figure(constraint.value)}～{figure(constraint.value2)}"
    else:
        limit = f"{SIGNS.get(constraint.operator, '=')} {figure(constraint.value)}"
    return f"{limit} {constraint.unit}".rstrip()


def constraint_text(constraint: Constraint) -> str:
    """再生热耗 ≤ 2.6 GJ/t."""
    return f"{constraint.parameter} {limit_text(constraint)}"
