"""What may happen to a deal: pipelines, stages with their numbers and the facts they need, states and acts. Pure."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from enum import StrEnum
from itertools import pairwise

from marketplace.core.transitions import Lifecycle, Transition
from marketplace.taxonomy.terms import TransferMode

TIME_TO_UNDO = timedelta(minutes=1)
LONGEST = 2000  # characters of a message
LONGEST_NOTE = 300


class Pipeline(StrEnum):
    """转化方式, as a broker works it."""

    ASSIGNMENT = "assignment_deal"  # 转让
    LICENCE = "licence_deal"  # 许可
    DEVELOPMENT = "development_deal"  # 开发
    EQUITY = "equity_deal"  # 作价入股
    SERVICE = "service_deal"  # 服务咨询


class Stage(StrEnum):
    """How far a deal is, in order."""

    LEAD = "lead"  # 线索
    VERIFIED = "lead_verified"  # 已核实
    FIRST_TALK = "first_talk"  # 首次对接
    NDA = "nda"  # NDA
    EVALUATION = "evaluation"  # 评估
    PILOT = "pilot"  # 中试验证
    TERMS = "terms"  # 条款谈判
    APPROVAL = "approval"  # 审批公示
    SIGNED = "signed"  # 签约
    REGISTERED = "registered"  # 登记
    PERFORMING = "performing"  # 履约
    PAID = "paid"  # 验收到账
    TRACKING = "tracking"  # 跟踪


class Fact(StrEnum):
    """What must be so before a deal goes on."""

    PARTIES_VERIFIED = "parties_verified"  # 双方身份与意向已核实
    INTEREST_MUTUAL = "interest_mutual"  # 双方同意对接
    TALK_HELD = "talk_held"  # 首次对接已进行，有纪要
    NDA_SIGNED = "nda_signed"  # 保密协议已签
    EVALUATION_DONE = "evaluation_done"  # 评估意见已出
    PILOT_DONE = "pilot_done"  # 中试验证有结论
    TERMS_AGREED = "terms_agreed"  # 主要条款已谈定
    APPROVAL_DONE = "approval_done"  # 内部审批已通过
    PUBLICITY_DONE = "publicity_done"  # 公示期满无异议
    CONTRACT_SIGNED = "contract_signed"  # 合同已签
    CONTRACT_REGISTERED = "contract_registered"  # 合同已登记
    ACCEPTED = "work_accepted"  # 验收通过
    PAID = "payment_received"  # 款项到账


class DealState(StrEnum):
    OPEN = "deal_open"  # 进行中
    PAUSED = "deal_paused"  # 暂停
    LOST = "deal_lost"  # 失败
    MERGED = "deal_merged"  # 已并入
    CLOSED = "deal_closed"  # 已结案


class DealAction(StrEnum):
    OPEN = "open_deal"
    MOVE = "move_deal"
    UNDO = "undo_move"
    PAUSE = "pause_deal"
    RESUME = "resume_deal"
    LOSE = "lose_deal"
    REOPEN = "reopen_deal"
    MERGE = "merge_deals"
    CLOSE = "close_deal"
    EDIT = "edit_deal"
    TICK = "tick_fact"
    UNTICK = "untick_fact"
    HAND_OVER = "hand_over_deal"
    SAY = "say_in_deal"
    FILE_MAIL = "file_mail"
    ADD_TASK = "add_deal_task"
    DO_TASK = "do_deal_task"
    ADD_CONTACT = "add_deal_contact"
    DROP_CONTACT = "drop_deal_contact"


class Turn(StrEnum):
    """Whose turn it is."""

    BROKER = "turn_broker"  # 经理人
    PROVIDER = "turn_provider"  # 成果方
    SEEKER = "turn_seeker"  # 需求方


class Origin(StrEnum):
    """How the deal came about."""

    SEARCH = "from_search"  # 检索
    MATCH = "from_match"  # 匹配
    MEETING = "from_meeting"  # 面谈
    BROKER = "from_broker"  # 经理人
    CHALLENGE = "from_challenge"  # 揭榜


class LostReason(StrEnum):
    """Why a deal was given up; coded, so that it can be counted."""

    PRICE = "lost_price"  # 价格谈不拢
    BUDGET = "lost_budget"  # 没有预算
    PERFORMANCE = "lost_performance"  # 指标达不到
    RIGHTS = "lost_rights"  # 权属或许可范围谈不拢
    RIVAL = "lost_rival"  # 选了别家
    APPROVAL = "lost_approval"  # 审批未通过
    SILENCE = "lost_silence"  # 对方不再答复
    LEFT = "lost_left"  # 一方退出或变动
    OTHER = "lost_other"  # 其他


class PauseReason(StrEnum):
    """Why a deal rests."""

    BUDGET = "pause_budget"  # 等预算
    DATA = "pause_data"  # 等数据或样品
    APPROVAL = "pause_approval"  # 等审批
    PEOPLE = "pause_people"  # 负责人变动
    OTHER = "pause_other"  # 其他


S, F, P = Stage, Fact, Pipeline
ALL = tuple(Stage)
NUMBERS: dict[Stage, int] = {
    S.LEAD: 10, S.VERIFIED: 20, S.FIRST_TALK: 30, S.NDA: 40, S.EVALUATION: 50, S.PILOT: 60, S.TERMS: 70,
    S.APPROVAL: 85, S.SIGNED: 95, S.REGISTERED: 98, S.PERFORMING: 98, S.PAID: 100, S.TRACKING: 100,
}  # fmt: skip
WITHOUT_PILOT = tuple(stage for stage in ALL if stage not in (S.PILOT, S.APPROVAL))
STAGES: dict[Pipeline, tuple[Stage, ...]] = {
    P.ASSIGNMENT: ALL,
    P.LICENCE: ALL,
    P.DEVELOPMENT: WITHOUT_PILOT,  # the contract is the development itself
    P.EQUITY: ALL,
    P.SERVICE: WITHOUT_PILOT,
}
# what must be so to enter a stage, however one gets there
ENTRY: dict[Stage, frozenset[Fact]] = {
    S.VERIFIED: frozenset({F.PARTIES_VERIFIED}),
    S.FIRST_TALK: frozenset({F.INTEREST_MUTUAL}),
    S.SIGNED: frozenset({F.CONTRACT_SIGNED}),
    S.REGISTERED: frozenset({F.CONTRACT_SIGNED, F.CONTRACT_REGISTERED}),
    S.PERFORMING: frozenset({F.CONTRACT_SIGNED}),
    S.PAID: frozenset({F.CONTRACT_SIGNED, F.ACCEPTED, F.PAID}),
    S.TRACKING: frozenset({F.CONTRACT_SIGNED, F.PAID}),
}
# what must be done in a stage before going on from it; a stage that was skipped with a reason asks for nothing
EXIT: dict[Stage, frozenset[Fact]] = {
    S.FIRST_TALK: frozenset({F.TALK_HELD}),
    S.NDA: frozenset({F.NDA_SIGNED}),
    S.EVALUATION: frozenset({F.EVALUATION_DONE}),
    S.PILOT: frozenset({F.PILOT_DONE}),
    S.TERMS: frozenset({F.TERMS_AGREED}),
    S.APPROVAL: frozenset({F.APPROVAL_DONE, F.PUBLICITY_DONE}),
}
NONE: frozenset[Fact] = frozenset()
UNSIGNED = ALL[: ALL.index(S.SIGNED)]  # what a forecast of signatures is made from
LIVE = frozenset({DealState.OPEN, DealState.PAUSED})  # a pair has one of these at most

A, D = DealAction, DealState
LIFECYCLE: Lifecycle[DealState, DealAction] = Lifecycle(
    {
        A.PAUSE: Transition(frozenset({D.OPEN}), D.PAUSED),
        A.RESUME: Transition(frozenset({D.PAUSED}), D.OPEN),
        A.LOSE: Transition(LIVE, D.LOST),
        A.REOPEN: Transition(frozenset({D.LOST}), D.OPEN),
        A.MERGE: Transition(LIVE, D.MERGED),
        A.CLOSE: Transition(frozenset({D.OPEN}), D.CLOSED),
    }
)
# the way of a deal that leaves nothing out, by the stage that is entered
WAY: Lifecycle[Stage, Stage] = Lifecycle(
    {target: Transition(frozenset({source}), target) for source, target in pairwise(ALL)}
)
# what can be taken back for a minute
UNDOABLE = frozenset({A.MOVE, A.PAUSE, A.LOSE})

PIPELINE_OF: dict[TransferMode, Pipeline] = {
    TransferMode.ASSIGNMENT: P.ASSIGNMENT,
    TransferMode.EXCLUSIVE_LICENCE: P.LICENCE,
    TransferMode.SOLE_LICENCE: P.LICENCE,
    TransferMode.ORDINARY_LICENCE: P.LICENCE,
    TransferMode.OPEN_LICENCE: P.LICENCE,
    TransferMode.EQUITY: P.EQUITY,
    TransferMode.JOINT_DEVELOPMENT: P.DEVELOPMENT,
    TransferMode.SERVICE: P.SERVICE,
    TransferMode.CONSULTING: P.SERVICE,
}


def needed(pipeline: Pipeline, stage: Stage, skipped: Collection[Stage] = ()) -> frozenset[Fact]:
    """The facts without which a deal does not stand in a stage."""
    way = STAGES[pipeline]
    passed = [each for each in way[: way.index(stage)] if each not in skipped]
    return ENTRY.get(stage, NONE).union(*(EXIT.get(each, NONE) for each in passed))


def between(pipeline: Pipeline, source: Stage, target: Stage) -> tuple[Stage, ...]:
    """The stages that a step forward leaves out."""
    way = STAGES[pipeline]
    return way[way.index(source) + 1 : way.index(target)]


def skipped_after(pipeline: Pipeline, source: Stage, target: Stage, skipped: Collection[Stage]) -> tuple[Stage, ...]:
    """The stages left out once the deal stands in the target: those before it, and no other."""
    way = STAGES[pipeline]
    before = set(way[: way.index(target)])
    return tuple(
        each for each in way if each in before and (each in skipped or each in between(pipeline, source, target))
    )


def last_standing(pipeline: Pipeline, stage: Stage, skipped: Collection[Stage], facts: Collection[Fact]) -> Stage:
    """The latest stage, this one or before it, whose facts all hold; a lead needs none."""
    way = STAGES[pipeline]
    held = [each for each in way[: way.index(stage) + 1] if needed(pipeline, each, skipped) <= set(facts)]
    return held[-1]


def next_stage(pipeline: Pipeline, stage: Stage) -> Stage | None:
    way = STAGES[pipeline]
    place = way.index(stage)
    return way[place + 1] if place + 1 < len(way) else None


def checklist(pipeline: Pipeline, stage: Stage, skipped: Collection[Stage]) -> list[Fact]:
    """What the next stage needs, in the order of the stages; nothing at the end."""
    following = next_stage(pipeline, stage)
    return [] if following is None else [fact for fact in Fact if fact in needed(pipeline, following, skipped)]


def pipeline_for(modes: Sequence[TransferMode]) -> Pipeline:
    """The pipeline of the first way of transfer that is offered; development when nothing is said."""
    return PIPELINE_OF[modes[0]] if modes else P.DEVELOPMENT
