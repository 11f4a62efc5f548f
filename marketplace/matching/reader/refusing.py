"""Turns down values that are no limits: staff, patents, papers, money spent, dates, sizes of deliverables."""

import re

from marketplace.matching.reader.limits import Sign
from marketplace.matching.reader.naming import is_quantity, noun_before
from marketplace.matching.reader.surroundings import Surroundings

COUNTED = frozenset(
    [
        "项",
        "篇",
        "件",
        "名",
        "人",
        "套",
        "个",
        "种",
        "份",
        "座",
        "家",
        "条",
        "处",
        "部",
        "台",
        "户",
        "辆",
        "位",
        "组",
        "批",
        "根",
        "张",
        "道",
    ]
)
DELIVERED = re.compile(
    r"专利|论文|软著|著作|专著|标准|规程|规范|指南|人才|人员|工程师|研究生|博士|硕士|技师|基地|示范|样机|样品|品种|技术|方案|系统|平台|模型|生产线|中试线|产线|报告|产品|菌剂|菌株|配方|材料|工艺|案例|企业|公司|用户|客户|团队|成员|员工|职工|专家|"
    r"工程|项目|装置|设备|模式|软件|数据库|奖|证书|课题|岗位|制剂|图|方法|载体|样本|机型|车间|厂|店|成果|指标|功能|模块|知识产权|院士|教授|职称|学历|高新|线|型号|规格"
)
STAFF = re.compile(r"操作|单线|单班|每班|值守|用工|定员|运维人|岗位人|劳动力|人工|载客|座|乘|容纳")
SPENT = re.compile(
    r"投入预算|首期|投入资金|研发投入|已投入|累计投入|投入研发|投入$|投入(?:费用|经费)|经费$|销售|收入|利润|营收|产值|市场|注册资|总资产|固定资产|税|创汇|效益|拨款|补助|贷款|融资|影响因子|奖金"
)
SERVED = re.compile(r"(?:支持|容纳|接入|覆盖|承载|管理)(?:不少于|至少|超过|≥)?$")  # 至少支持5000个监测点
HANDLED = re.compile(r"(?:加工|处理|适用于?|用于|针对|对于|面向|焊接|切割)[^，,]{0,2}$")  # 加工φ50mm以下的深孔
PLANNED = re.compile(r"(?:拟|计划|总|新增)?投资$|费用?$")  # money to be spent, unbounded
FED = re.compile(r"(?:含量|含水率?|水分|浓度|品位|热值|灰分|含.{1,2})$")  # of what goes in
TREATED = re.compile(
    r"^(?:左右|上下)?[，,](?:要求|需要?|希望|经)?[^，,。\d]{0,6}(?:净化|处理|烘干|干燥|脱[\u4e00-\u9fff]{1,2}|提纯|浓缩|改造|富集|焙烧|煅烧|选别)后"
)
CAPPED = frozenset(("<=", "<"))
RATED = re.compile(r"(?:机组|锅炉|装机|变压器|电站|线路)(?:总)?(?:容量|规模|吨位|等级)$")
WRONG_NAME = re.compile(
    r"^(?:项目|公司|企业|其|该|本|我|第|前|后|上|下|大|小|多|少|高|低|约|近|有|无|不|每|各|某|此|这|那|它|他|今后|未来|以来|时间内|历时|经过|成立|建厂|距今|已有|经验|从业|年限|专业|全省|全市|专家|图|表|式|见|附件|附表|参见|步骤|阶段|方案|实施例|型号|编号|公告|文件|发改|电话|页|章|节|条款|款)$"
)
ELIGIBLE = re.compile(
    r"^的?(?:企业|公司|客户|用户|人群|地区|单位|厂家|经验|团队|高校|院所|专家|大型|中型|人才|历史|研发经验|从业)"
)
DISTRIBUTED = re.compile(r"^(?:的)?(?:为|是|都|均|属于|属|来自|用于|由|被|才|仍|还|集中)")
SPAN = re.compile(r"年|个月|天|日|周|h|小时|分钟|min|秒|s")
TIME = re.compile(r"年|个月|天|日|周|h|小时|分钟|min|秒|s|d|ms")
TIMELESS = re.compile(r"(?:含量|浓度|率|强度|硬度|温度|压力|面积|体积|成本|能耗|产量|品位|纯度|厚度)$")
DELIVERY = re.compile(r"时间|工期|周期|交|供货|完工|投产|验收|回收|回本|响应|到位|达产|上线|安装|维修")
AFTER_YEARS = re.compile(r"^(?:后|前|来|间|期间|的时间|以来|的研究|的攻关|的努力|多的)")


def refused(each: Surroundings, name: str, sign: str, stating: bool) -> bool:
    """Whether a value, though written like one, is no limit on a technology."""
    value, unit = each.value, each.unit
    after = each.following + each.attached
    about = each.left + after + name + each.after[:8]
    if DISTRIBUTED.match(each.after) and not is_quantity(name):
        return True
    if (
        SPAN.fullmatch(unit)
        and (not is_quantity(name) or (each.attached and name.startswith(each.attached)))
        and each.beside.suffix in ("内", "以内", "之内")
        and not DELIVERY.search(name)
    ):
        return True
    if sign == "=" and not stating and RATED.search(name):
        return True
    if not stating and sign in ("=", "between") and FED.search(name) and TREATED.match(each.after):
        return True  # 原料含水25%左右，要求烘干后含水10%以下
    if each.beside.trail[:1] == ("突破",) and not noun_before(each.beside.rest):
        return True  # 突破50MPa氢气瓶: a breakthrough, no bound
    if WRONG_NAME.match(name) or len(name) > 30:
        return True
    if TIME.fullmatch(unit) and TIMELESS.search(name):
        return True
    whose = each.following or each.attached
    if whose and not is_quantity(whose) and HANDLED.search(each.beside.rest):
        return True
    if sign == "=" and not stating and unit in ("元", "万元", "亿元") and PLANNED.search(name):
        return True
    if unit in COUNTED and SERVED.search(each.left):
        return False
    if unit in COUNTED and DELIVERED.search(each.clauses[-1] if unit in "项篇" else about):
        return not (unit in ("人", "名") and STAFF.search(about))
    if unit in ("人", "名") and sign in CAPPED and not stating:
        return False
    if unit in ("人", "名", "位", "篇") and not STAFF.search(about):
        return True
    if unit in COUNTED and not each.beside.signs and not each.beside.suffix and not stating:
        return True
    if (
        re.search(r"元|万$|亿$", unit)
        and SPENT.search(name)
        and not (sign in CAPPED and not each.beside.has(Sign.BELOW))
    ):
        return True
    if unit == "年" and (
        value.low >= 1900 or ((sign == "=" or not each.beside.signs) and AFTER_YEARS.match(each.following or ""))
    ):
        return True
    if not unit and sign == "=" and 1900 <= value.low <= 2100:
        return True
    if not unit and not each.beside.signs and not each.beside.suffix and not each.symbol and not value.name:
        return True
    return bool(
        ELIGIBLE.match(each.following or each.attached or "")
        or re.match(r"(?:的)?(?:相关|同类|行业)?[^，,]{0,4}(?:经验|资质|资格|业绩|学历)", each.after)
    )
