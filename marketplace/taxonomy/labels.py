"""The Chinese words for every vocabulary; each is a msgid whose English stands in translations/en/taxonomy.po."""

from collections.abc import Mapping

from flask import Flask

from marketplace.accounts.models import MembershipRole, OrganisationKind
from marketplace.core.actor import Role
from marketplace.taxonomy import terms as t
from marketplace.taxonomy.catalogue import Entry, catalogue
from marketplace.web.formats import name_terms
from marketplace.web.language import language


def _(text: str) -> str:
    """Mark a msgid; it is translated when it is shown."""
    return text


def name_vocabularies() -> None:
    """Give every value its word."""
    name_terms(t.CarbonClass, dict(zip(t.CarbonClass, (_("低碳"), _("零碳"), _("负碳"), _("增汇")), strict=True)))
    name_terms(t.Stage, dict(zip(t.Stage, (_("初期"), _("中期"), _("成熟应用")), strict=True)))
    levels = (_("国际领先"), _("国际先进"), _("国内领先"), _("国内先进"), _("未评价"))
    name_terms(t.Level, dict(zip(t.Level, levels, strict=True)))
    name_terms(t.TrlScale, dict(zip(t.TrlScale, (_("9 级"), _("13 级（GB/T 22900）")), strict=True)))
    kinds = (
        _("发明"),
        _("实用新型"),
        _("外观设计"),
        _("软件著作权"),
        _("植物新品种"),
        _("集成电路布图"),
        _("技术秘密"),
    )
    name_terms(t.IpKind, dict(zip(t.IpKind, kinds, strict=True)))
    statuses = (_("申请中"), _("已授权"), _("已终止"), _("已质押"))
    name_terms(t.IpStatus, dict(zip(t.IpStatus, statuses, strict=True)))
    modes = (
        _("转让"), _("独占许可"), _("排他许可"), _("普通许可"), _("开放许可"),
        _("作价入股"), _("合作开发"), _("技术服务"), _("技术咨询"),
    )  # fmt: skip
    name_terms(t.TransferMode, dict(zip(t.TransferMode, modes, strict=True)))
    prices = (_("面议"), _("固定价格"), _("入门费 + 提成"), _("竞价"))
    name_terms(t.PriceMode, dict(zip(t.PriceMode, prices, strict=True)))
    grades = (_("自报"), _("已核算"), _("第三方检测"), _("已核查"), _("运行实测"))
    name_terms(t.EvidenceGrade, dict(zip(t.EvidenceGrade, grades, strict=True)))
    methods = ("ISO 14064-2", "CCER", "ISO 14067", _("自定方法"))
    name_terms(t.ClaimMethod, dict(zip(t.ClaimMethod, methods, strict=True)))
    solutions = (_("转让"), _("许可"), _("委托开发"), _("合作开发"), _("服务"), _("联合中试"))
    name_terms(t.SolutionMode, dict(zip(t.SolutionMode, solutions, strict=True)))
    name_terms(t.HandlingTrack, dict(zip(t.HandlingTrack, (_("直接对接"), _("二次诊断"), _("长期攻关")), strict=True)))
    name_terms(t.Priority, dict(zip(t.Priority, (_("必须"), _("期望")), strict=True)))
    operators = ("≤", "≥", "<", ">", "=", _("介于"))
    name_terms(t.Operator, dict(zip(t.Operator, operators, strict=True)))
    tiers = (_("公开"), _("登录可见"), _("同意后可见"), _("保密协议下"))
    name_terms(t.DisclosureTier, dict(zip(t.DisclosureTier, tiers, strict=True)))
    papers = (
        _("介绍材料"), _("检测报告"), _("证书与获奖"), _("应用证明"), _("技术资料"), _("图纸"), _("其他资料"),
    )  # fmt: skip
    name_terms(t.AttachmentKind, dict(zip(t.AttachmentKind, papers, strict=True)))
    owners = (_("高校"), _("科研院所"), _("企业"), _("技术转移机构"), _("主办单位"), _("主管部门"))
    name_terms(OrganisationKind, dict(zip(OrganisationKind, owners, strict=True)))
    roles = (_("企业"), _("高校院所"), _("技术经理人"), _("主办方"), _("专家"), _("审核员"), _("系统管理员"))
    name_terms(Role, dict(zip(Role, roles, strict=True)))
    name_terms(MembershipRole, dict(zip(MembershipRole, (_("普通成员"), _("管理员")), strict=True)))


def sector_label(code: str) -> str:
    return _named(catalogue().sectors, code)


def technology_label(code: str) -> str:
    return _named(catalogue().key_technologies, code)


def region_label(code: str) -> str:
    return _named(catalogue().regions, code)


def industry_label(code: str) -> str:
    return _named(catalogue().industries, code)


def _named(entries: Mapping[str, Entry], code: str) -> str:
    """The name of a code in the reader's language; the code itself when it is unknown."""
    entry = entries.get(code)
    return entry.label(language()) if entry else code


def install(app: Flask) -> None:
    """Give templates the words."""
    name_vocabularies()
    app.jinja_env.filters.update(
        sector=sector_label, technology=technology_label, region=region_label, industry=industry_label
    )
