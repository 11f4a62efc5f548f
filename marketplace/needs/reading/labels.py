"""The labels that offices write on their forms, and the part of a need each asks for. Pure."""

import re
import unicodedata
from functools import lru_cache

LONGEST = 24  # characters of a label
TEXT = "text"  # asks for everything in one
CONTACT = "contact"  # asks for name, telephone and e-mail in one
GOALS = "goals"  # asks for goal and indicators in one

LABELS: dict[str, str] = {
    "title": "需求名称 技术需求名称 需求题目 难题名称 技术难题名称 榜单名称 项目名称 名称 题目 标题 需求标题 项目标题 技术需求题目 攻关名称 课题名称 title name",
    TEXT: "需求内容 需求描述 技术需求描述 需求简介 内容 技术需求内容 需求说明 详细描述 需求详情 需求概述 项目内容 难题描述 具体需求 技术难题描述 主要内容 描述 简介 需求具体内容 技术需求 企业技术需求 需求内容及预期目标 希望解决的技术难题及预算 希望解决的技术难题和预算 description",
    "problem": "主要问题 研究内容 要解决的问题 拟解决的关键问题 拟解决问题 主要技术问题 存在问题 存在的问题 存在的主要问题 现状及问题 待解决问题 需解决的问题 需要解决的问题 需要解决的技术问题 关键技术问题 技术瓶颈 问题描述 研究任务 攻关内容 主要研究内容 主要攻关内容 希望解决的技术难题 拟解决的技术难题 希望解决技术难题 拟解决技术难题 解决的技术难题 技术难题 技术问题 需求背景 背景 problem",
    "indicators": "关键指标 考核指标 技术指标 主要技术指标 主要指标 指标要求 技术指标要求 具体指标 性能指标 验收指标 主要考核指标 技术要求 技术参数 核心指标 技术参数要求 具体要求 质量要求 主要技术经济指标 indicators",
    "goal": "预期目标 研究目标 目标 预期成果 预期效果 达到目标 希望达到的目标 预期结果 攻关目标 总体目标 拟达到的目标 预期技术目标 预期效益 成果形式 期望目标 希望达到的效果 goal",
    GOALS: "预期目标/考核指标 预期目标及考核指标 预期目标和考核指标 目标及指标 考核指标及预期目标 目标与指标 预期目标及指标 内容及预期目标",
    "capacity": "产能 生产规模 现有产能 现有工艺 现有工艺与产能 现有工艺及产能 现有工艺规模 工艺现状 当前工艺 当前产能 处理规模 现有规模 现状 生产工艺 工艺流程 企业现状",
    "already_tried": "已有基础 现有基础 现有工作基础 已开展工作 已开展的工作 已尝试方案 前期工作 工作基础 已做过的尝试 前期基础 已采取措施 已采取的措施 已尝试的方法 已试过的办法 已试过 曾尝试的方案 前期研究基础 已投入资金 已投入 已投入经费 开展工作",
    "site_limits": "场地限制 场地条件 现场条件 限制条件 应用条件 场地要求 现场限制 工况条件 场地与现场限制 安装条件",
    "budget": "投入资金 预算 资金预算 拟投入资金 投资预算 经费预算 拟投入金额 项目预算 总投资 投入经费 悬赏金额 榜额 计划投入 拟投入经费 研发投入 计划投资 意向投入金额 意向资金 拟投资额 意向投入资金 预计投入 预算金额 budget",
    "deadline": "截止日期 完成时限 期限 解决期限 需求截止时间 截止时间 要求完成时间 希望完成时间 希望完成日期 完成时间 完成日期 有效期 攻关期限 时限要求 有效期至 期望解决时间 需求有效期 需求时限 deadline",
    "region": "所在地区 所属区域 所属地区 地区 区域 所在地 所在城市 城市 地址 单位地址 通讯地址 通信地址 企业地址 联系地址 所在省市 所在市州 region",
    CONTACT: "联系人及电话 联系人及联系方式 联系方式 联系人电话 联系人和电话 联系人姓名及电话 联系人/电话 联系人（电话）",
    "contact_name": "联系人 联系人姓名 姓名 负责人 项目负责人 企业联系人 技术负责人 技术联系人 contact",
    "contact_phone": "联系电话 电话 手机 手机号 手机号码 移动电话 电话号码 固定电话 办公电话 phone",
    "contact_email": "联系邮箱 邮箱 电子邮箱 电子邮件 邮箱地址 e-mail email",
    "keywords": "关键词 关键字 技术关键词 关键词语 keywords",
    "organisation": "需求单位 企业名称 单位名称 单位 需求企业 需求方 公司名称 提出单位 申报单位 发榜单位 填报单位 所属单位 提报单位 单位全称 企业全称 需求单位名称 organisation",
    "solution_modes": "拟合作方式 合作方式 解决方式 合作意向 意向合作方式 合作模式 需求方式 期望合作方式 拟采取合作方式 对接方式",
    "minimum_trl": "最低成熟度 成熟度要求 技术成熟度要求 最低技术成熟度 要求成熟度 技术成熟度",
    "industries": "所属行业 行业 行业类别 行业领域",
    "target_reduction": "目标减排量 减排目标 减碳目标 拟减排量 预期减排量 目标减碳量 预期减碳量",
}
OTHER = frozenset(
    [
        "序号",
        "备注",
        "填报日期",
        "填表日期",
        "填表人",
        "审核人",
        "盖章",
        "单位意见",
        "推荐单位",
        "职务",
        "传真",
        "邮编",
        "邮政编码",
        "统一社会信用代码",
        "法定代表人",
        "企业类型",
        "企业性质",
        "注册资本",
        "职工人数",
        "年销售收入",
        "主营业务",
        "主营产品",
        "企业简介",
        "单位简介",
        "技术领域",
        "所属领域",
        "需求类别",
        "需求类型",
    ]
)
NUMBERING = re.compile(r"^[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）、.．:：]+")
BRACKETS = re.compile(r"[（(\[【〔<](?:[^)）\]】〕>]*)[)）\]】〕>]")
UNIT = re.compile(r"(?:亿|万|千)?元|吨|年|%")
NOISE = re.compile(r"[\s\u3000*＊:：、,，.。_\-—“”\"'#;；/\\|【】\[\]]+")


@lru_cache(maxsize=4096)
def plain(label: str) -> str:
    """`* 3、技 术 需求 名称（必填）：` becomes `技术需求名称`."""
    text = NUMBERING.sub("", unicodedata.normalize("NFKC", label).strip().lstrip("*#☆★ ").lower())
    return NOISE.sub("", BRACKETS.sub("", text)) or NOISE.sub("", text)


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    return {plain(name): field for field, names in LABELS.items() for name in names.split()}


@lru_cache(maxsize=4096)
def asked_by(label: str) -> str:
    """The part that a label asks for; blank when it is no label we know."""
    name = plain(label)
    if not name or len(name) > LONGEST or "\n" in label.strip():
        return ""
    if name in OTHER:
        return ""
    known = _table()
    if name in known:
        return known[name]
    inside = [each for each in known if len(each) >= 4 and each in name and len(name) <= len(each) + 6]
    return known[max(inside, key=lambda each: (len(each), each))] if inside else ""


def is_label(text: str) -> bool:
    """A label we know, or one of those that stand on every form and ask for nothing we keep."""
    return bool(asked_by(text)) or (len(text) <= LONGEST and plain(text) in OTHER)


def unit_in(label: str) -> str:
    """The unit that a label states: `预算（万元）` gives 万元."""
    found = [
        match[0] for inner in BRACKETS.findall(unicodedata.normalize("NFKC", label)) for match in UNIT.finditer(inner)
    ]
    return found[0] if found else ""
