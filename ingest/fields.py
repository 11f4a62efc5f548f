"""The fields that a column can become: what each is called, how it is read, and where it goes."""

from dataclasses import dataclass
from enum import StrEnum

from ingest.records import Kind


class Reads(StrEnum):
    """How the text of a field is read."""

    TEXT = "text"
    LIST = "list"
    NUMBER = "number"
    MONEY = "money"
    YEARS = "years"
    DATE = "date"
    WORDS = "words"  # from a closed vocabulary
    CODE = "code"
    NESTED = "nested"  # parameters, patents, cases: text or a list of objects
    CONTACT = "contact"
    PHONE = "phone"
    EMAIL = "email"
    KEEP = "keep"  # kept as extra under its own label


@dataclass(frozen=True, slots=True)
class Field:
    """One target of a column."""

    key: str
    label: str  # Chinese, a msgid
    reads: Reads
    many: bool = False  # several columns may go there and are joined


def _fields(text: str) -> dict[str, Field]:
    fields = {}
    for line in filter(None, text.splitlines()):
        key, label, reads, *rest = line.split()
        fields[key] = Field(key, label, Reads(reads), many=bool(rest))
    return fields


_COMMON = """
row_number 序号 keep
source_key 来源编号 text
title 名称 text
keywords 关键词 list many
contact 联系方式 contact
contact_name 联系人 text
contact_phone 联系电话 phone
contact_email 电子邮箱 email
region 地区 code
sector 所属领域 code
key_technology 关键技术 code
industries 应用行业 list
owner_name 单位名称 text
source_note 来源 keep many
remark 备注 keep many
image_link 图片链接 keep
document_link 资料链接 keep
field_text 类别 keep
"""

_ACHIEVEMENT = """
teaser 一句话介绍 text
summary 成果简介 text many
problem 要解决的问题 text many
principle 怎样做到 text many
advantage 好在哪里 text many
timing 为何是现在 text many
partners 合作单位 list many
owner_english_name 单位英文名称 keep
inventors 完成人 list many
department 所属部门 text
registration_number 成果登记号 text
project_source 项目来源 text many
stage 成果阶段 words
maturity 阶段，并推定TRL words
trl 技术成熟度TRL number
trl_scale 成熟度等级制 words
trl_evidence 成熟度依据 text many
level 成果水平 words
carbon_class 碳类别 words
ipc IPC分类号 list
cpc_y02 CPC-Y02分类号 list
parameters 技术参数 nested many
energy_saving 节能量（记为参数） nested
co2_reduction 减排量（记为参数） nested
annual_reduction 减碳量（未折算，E0） number
claim_functional_unit 功能单位 text
claim_boundary 核算边界 text
claim_baseline 基准线情景 text
claim_lifetime 使用寿命 years
claim_annual_output 年产出 text
claim_be 基准线排放（BE） number
claim_pe 项目排放（PE） number
claim_le 泄漏（LE） number
claim_re 清除量（RE） number
claim_uncertainty 不确定度 number
claim_method 核算方法 words
claim_gases 温室气体 list
comparator 替代对象 text
comparator_value 替代对象指标 text
comparator_cost 替代对象成本 text
capex 投资额 money
opex 年运行成本 money
payback_years 投资回收期 years
scale 规模 text
ip 知识产权 nested many
transfer_modes 转化方式 words
price_mode 价格方式 words
price 价格 money
price_note 价格说明 text
cases 应用案例 nested many
case_user 案例：应用单位 text
case_place 案例：地点 text
case_year 案例：年份 number
case_scale 案例：规模 text
case_result 案例：效果 text
valid_until 有效期 date
scope 适用范围 keep
advice 应用建议 keep
subcategory 细分类别 keep
label_text 标签 keep
recommender 推荐单位 keep
"""

_NEED = """
description 需求内容 text many
problem 主要问题 text many
indicators 关键指标 text many
goal 预期目标 text many
goal_indicators 预期目标或关键指标 text many
capacity 现有规模 text
energy_use 年综合能耗 number
emissions 年碳排放量 number
target_reduction 目标减排量 number
already_tried 已有基础 text many
minimum_trl 最低成熟度 number
site_limits 场地限制 text many
budget 预算 money
deadline 截止日期 date
solution_modes 合作方式 words
track 办理方式 words
anonymous 是否匿名 words
constraints 约束 nested
"""

_LABELS = {Kind.ACHIEVEMENT: "成果名称", Kind.NEED: "需求名称"}

FIELDS: dict[Kind, dict[str, Field]] = {
    kind: _fields(_COMMON + own) | {"title": Field("title", _LABELS[kind], Reads.TEXT)}
    for kind, own in ((Kind.ACHIEVEMENT, _ACHIEVEMENT), (Kind.NEED, _NEED))
}
