"""What may happen to a technology contract: its classes, its states and acts, what is paid and who is rewarded. Pure."""

from enum import StrEnum

from marketplace.core.transitions import Lifecycle, Transition

PREFIX = "C"  # of public ids


class ContractClass(StrEnum):
    """技术合同的五类, as the Civil Code and the registration rules name them."""

    DEVELOPMENT = "development"  # 技术开发
    ASSIGNMENT = "assignment"  # 技术转让
    LICENCE = "licence"  # 技术许可
    CONSULTING = "consulting"  # 技术咨询
    SERVICE = "service"  # 技术服务


class ContractKind(StrEnum):
    """What the parties agree on; each kind belongs to one class."""

    COMMISSIONED = "commissioned"  # 委托开发
    JOINT = "joint"  # 合作开发
    ASSIGNMENT = "assignment"  # 转让
    LICENCE = "licence"  # 许可
    CONSULTING = "consulting"  # 咨询
    SERVICE = "service"  # 服务


CLASS_OF = {
    ContractKind.COMMISSIONED: ContractClass.DEVELOPMENT,
    ContractKind.JOINT: ContractClass.DEVELOPMENT,
    ContractKind.ASSIGNMENT: ContractClass.ASSIGNMENT,
    ContractKind.LICENCE: ContractClass.LICENCE,
    ContractKind.CONSULTING: ContractClass.CONSULTING,
    ContractKind.SERVICE: ContractClass.SERVICE,
}


class ContractState(StrEnum):
    DRAFT = "drafted"  # 草拟
    SIGNED = "contract_signed"  # 已签署
    DECLARED = "declared"  # 已申报
    CORRECTION = "correction"  # 补正
    REVIEW = "in_review"  # 审核
    REGISTERED = "registered"  # 已登记
    REFUSED = "registration_refused"  # 不予登记
    CHANGING = "changing"  # 变更
    CANCELLED = "contract_cancelled"  # 注销


class ContractAction(StrEnum):
    DRAFT = "draft_contract"  # 起草
    EDIT = "edit_contract"  # 修改
    SIGN = "sign_contract"  # 签署
    UNSIGN = "unsign_contract"  # 退回草拟
    DECLARE = "declare_contract"  # 申报登记
    RECALL = "recall_declaration"  # 撤回申报
    ACCEPT = "accept_declaration"  # 受理
    RETURN = "return_declaration"  # 要求补正
    REGISTER = "register_contract"  # 登记
    REFUSE = "refuse_contract"  # 不予登记
    CHANGE = "change_contract"  # 申请变更
    REGISTER_CHANGE = "register_change"  # 登记变更
    CANCEL = "cancel_contract"  # 注销
    ABANDON = "abandon_contract"  # 作废
    ACCEPT_WORK = "accept_work"  # 验收


S, A = ContractState, ContractAction

LIFECYCLE: Lifecycle[ContractState, ContractAction] = Lifecycle(
    {
        A.EDIT: Transition(frozenset({S.DRAFT}), S.DRAFT),
        A.SIGN: Transition(frozenset({S.DRAFT}), S.SIGNED),
        A.UNSIGN: Transition(frozenset({S.SIGNED, S.REFUSED}), S.DRAFT),
        A.DECLARE: Transition(frozenset({S.SIGNED, S.CORRECTION}), S.DECLARED),
        A.RECALL: Transition(frozenset({S.DECLARED}), S.SIGNED),
        A.ACCEPT: Transition(frozenset({S.DECLARED}), S.REVIEW),
        A.RETURN: Transition(frozenset({S.DECLARED, S.REVIEW}), S.CORRECTION),
        A.REGISTER: Transition(frozenset({S.REVIEW}), S.REGISTERED),
        A.REFUSE: Transition(frozenset({S.DECLARED, S.REVIEW}), S.REFUSED),
        A.CHANGE: Transition(frozenset({S.REGISTERED}), S.CHANGING),
        A.REGISTER_CHANGE: Transition(frozenset({S.CHANGING}), S.REGISTERED),
        A.CANCEL: Transition(frozenset({S.REGISTERED, S.CHANGING}), S.CANCELLED),
        A.ABANDON: Transition(frozenset({S.DRAFT, S.SIGNED, S.REFUSED}), S.CANCELLED),
    }
)

REGISTRARS_ACTS = frozenset({A.ACCEPT, A.RETURN, A.REGISTER, A.REFUSE, A.REGISTER_CHANGE, A.CANCEL})
EDITABLE = frozenset({S.DRAFT, S.CORRECTION, S.CHANGING})  # the terms may be written
SIGNED_ONCE = frozenset({S.SIGNED, S.DECLARED, S.CORRECTION, S.REVIEW, S.REGISTERED, S.REFUSED, S.CHANGING})
IN_FORCE = frozenset({S.REGISTERED, S.CHANGING})  # registered, be it with a change under way
PAYABLE = SIGNED_ONCE  # a contract binds its parties whether it is registered or not
SEEN_BY_REGISTRAR = frozenset({S.DECLARED, S.CORRECTION, S.REVIEW, S.REGISTERED, S.REFUSED, S.CHANGING})


class PaperKind(StrEnum):
    """What a scanned paper of a contract is."""

    SIGNED = "signed_copy"  # 签章的合同
    SUPPLEMENT = "supplement"  # 补充协议
    ACCEPTANCE = "acceptance"  # 验收材料
    CERTIFICATE = "registration_certificate"  # 登记证明


class DeductionKind(StrEnum):
    """What is part of the price and is no technology."""

    EQUIPMENT = "equipment"  # 设备、仪器
    MATERIALS = "materials"  # 零部件、原材料
    CIVIL = "civil"  # 土建与安装
    OTHER = "other_cost"  # 其他非技术性费用


class PaymentKind(StrEnum):
    ENTRY = "entry"  # 入门费
    MILESTONE = "milestone"  # 阶段款
    ROYALTY = "royalty"  # 提成
    SINGLE = "single"  # 一次总付


class Basis(StrEnum):
    """What a commission is a share of."""

    TOTAL = "total"  # 成交额
    TECHNICAL = "technical"  # 技术交易额
    RECEIVED = "received"  # 到账额


class Trigger(StrEnum):
    """When a commission falls due."""

    SIGNED = "on_signing"  # 签约
    REGISTERED = "on_registration"  # 登记
    RECEIVED = "on_receipt"  # 到账
    ACCEPTED = "on_acceptance"  # 验收


class Cause(StrEnum):
    """Why a commission was worked out anew."""

    AGREED = "commission_agreed"  # 约定
    SIGNED = "commission_signed"  # 合同签署
    REGISTERED = "commission_registered"  # 合同登记
    EDITED = "commission_edited"  # 合同内容变动
    CHANGED = "commission_changed"  # 合同变更登记
    RECEIVED = "commission_received"  # 到账
    VOIDED = "commission_voided"  # 撤销到账
    ACCEPTED = "commission_accepted"  # 验收


class Unit(StrEnum):
    """How the days of a clock are counted."""

    WORKING = "working"  # 工作日
    CALENDAR = "calendar"  # 自然日
