"""The closed vocabularies that records are described with, each stored by its value."""

from enum import StrEnum


class CarbonClass(StrEnum):
    """碳类别, box 5 of the action plan."""

    LOW = "low"  # 低碳
    ZERO = "zero"  # 零碳
    NEGATIVE = "negative"  # 负碳
    SINK = "sink"  # 增汇


class Stage(StrEnum):
    """成果阶段."""

    EARLY = "early"  # 初期
    MIDDLE = "middle"  # 中期
    MATURE = "mature"  # 成熟应用


class Level(StrEnum):
    """成果水平, as an appraisal states it."""

    INTERNATIONAL_LEADING = "international_leading"  # 国际领先
    INTERNATIONAL_ADVANCED = "international_advanced"  # 国际先进
    DOMESTIC_LEADING = "domestic_leading"  # 国内领先
    DOMESTIC_ADVANCED = "domestic_advanced"  # 国内先进
    UNASSESSED = "unassessed"  # 未评价


class TrlScale(StrEnum):
    """技术成熟度 scale: the usual nine levels, or the thirteen of GB/T 22900."""

    NINE = "nine"
    THIRTEEN = "thirteen"


class IpKind(StrEnum):
    """知识产权类型."""

    INVENTION = "invention"  # 发明
    UTILITY_MODEL = "utility_model"  # 实用新型
    DESIGN = "design"  # 外观
    SOFTWARE = "software"  # 软著
    PLANT_VARIETY = "plant_variety"  # 植物新品种
    LAYOUT = "layout"  # 布图
    TRADE_SECRET = "trade_secret"  # 技术秘密


class IpStatus(StrEnum):
    """知识产权状态."""

    PENDING = "pending"  # 申请中
    GRANTED = "granted"  # 授权
    ENDED = "ended"  # 终止
    PLEDGED = "pledged"  # 质押


class TransferMode(StrEnum):
    """转化方式."""

    ASSIGNMENT = "assignment"  # 转让
    EXCLUSIVE_LICENCE = "exclusive_licence"  # 独占许可
    SOLE_LICENCE = "sole_licence"  # 排他许可
    ORDINARY_LICENCE = "ordinary_licence"  # 普通许可
    OPEN_LICENCE = "open_licence"  # 开放许可
    EQUITY = "equity"  # 作价入股
    JOINT_DEVELOPMENT = "joint_development"  # 合作开发
    SERVICE = "service"  # 技术服务
    CONSULTING = "consulting"  # 技术咨询


class PriceMode(StrEnum):
    """价格方式."""

    NEGOTIABLE = "negotiable"  # 面议
    FIXED = "fixed"  # 固定
    ENTRY_AND_ROYALTY = "entry_and_royalty"  # 入门费+提成
    AUCTION = "auction"  # 竞价


class EvidenceGrade(StrEnum):
    """证据等级 of a carbon claim."""

    STATED = "E0"  # 自报
    CALCULATED = "E1"  # 已核算
    TESTED = "E2"  # 第三方检测
    VERIFIED = "E3"  # 已核查
    MEASURED = "E4"  # 运行实测


class ClaimMethod(StrEnum):
    """减碳量核算方法."""

    ISO_14064_2 = "iso_14064_2"
    CCER = "ccer"
    ISO_14067 = "iso_14067"
    OWN = "own"  # 自定方法


class SolutionMode(StrEnum):
    """需求的合作方式."""

    ASSIGNMENT = "assignment"  # 转让
    LICENCE = "licence"  # 许可
    COMMISSION = "commission"  # 委托开发
    JOINT_DEVELOPMENT = "joint_development"  # 合作开发
    SERVICE = "service"  # 服务
    JOINT_PILOT = "joint_pilot"  # 联合中试


class HandlingTrack(StrEnum):
    """需求办理方式."""

    DIRECT = "direct"  # 直接对接
    DIAGNOSIS = "diagnosis"  # 二次诊断
    LONG_TERM = "long_term"  # 长期攻关


class Priority(StrEnum):
    """How much a constraint matters."""

    MUST = "must"  # 必须
    WANT = "want"  # 期望


class Operator(StrEnum):
    """The comparison of a constraint."""

    AT_MOST = "<="
    AT_LEAST = ">="
    BELOW = "<"
    ABOVE = ">"
    EQUAL = "="
    BETWEEN = "between"


class DisclosureTier(StrEnum):
    """公开范围 of a file or a parameter."""

    PUBLIC = "T0"
    SIGNED_IN = "T1"
    ACCEPTED_INTEREST = "T2"
    UNDER_NDA = "T3"


class AttachmentKind(StrEnum):
    """What a file that belongs to a record is."""

    INTRODUCTION = "introduction"  # 介绍材料
    TEST_REPORT = "test_report"  # 检测报告
    CERTIFICATE = "certificate"  # 证书与获奖
    CASE_PROOF = "case_proof"  # 应用证明
    TECHNICAL = "technical"  # 技术资料
    DRAWING = "drawing"  # 图纸
    OTHER = "other"  # 其他
