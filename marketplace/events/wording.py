"""The words of sessions."""

from collections.abc import Mapping, Sequence

from marketplace.events.after.rules import Progress
from marketplace.events.asking.rules import REQUEST, RequestAction, RequestMode, RequestState
from marketplace.events.clashes import Clash
from marketplace.events.day.rules import (
    PRESENCE,
    Arrival,
    DayAction,
    Interest,
    MeetingState,
    NextStep,
    Presence,
    StaffRole,
)
from marketplace.events.diagnosis import Finding, Trouble
from marketplace.events.grid import FREE
from marketplace.events.rules import (
    LIFECYCLE,
    REGISTRATION,
    EventAction,
    EventState,
    RegistrationAction,
    RegistrationState,
    Saying,
    Severity,
    Side,
)
from marketplace.events.timetable import Cause
from marketplace.web.diagrams import Machine, add_machine
from marketplace.web.formats import name_terms
from marketplace.web.language import spoken

CAUSES: dict[str, str] = {}  # by cause, and FREE
CLASHES: dict[Clash, str] = {}


def _(text: str) -> str:
    """Mark a msgid; it is translated when it is shown."""
    return text


WAYS_TO_MEET: dict[RequestMode, str] = {
    RequestMode.WISHES: _("各说意向：双方各选想见谁，排程统筹，不必等对方答复"),
    RequestMode.REQUESTS: _("邀约同意：一方发邀约，另一方同意才约见，过期作废"),
    RequestMode.HOST: _("主办方安排：由主办方替各家选"),
}


def name_events() -> None:
    """Give every value its word."""
    states = (
        _("筹备"), _("报名中"), _("约见中"), _("排程锁定"), _("预排"), _("调整"), _("日程已发布"), _("进行中"),
        _("已结束"), _("跟踪"), _("归档"), _("已取消"),
    )  # fmt: skip
    name_terms(EventState, dict(zip(EventState, states, strict=True)))
    name_terms(Severity, dict(zip(Severity, (_("必须改"), _("请留意"), _("提示")), strict=True)))
    name_terms(Side, dict(zip(Side, (_("成果方"), _("需求方")), strict=True)))
    name_terms(Saying, dict(zip(Saying, (_("必见"), _("愿见"), _("不见")), strict=True)))
    causes = (
        _("有一方选了不见"), _("双方没有共同在场的轮次"), _("已排满：%(names)s"), _("双方都空的轮次，桌已排满"),
        _("让给了更重的约见：%(names)s"), _("让给了同样重的约见：%(names)s"), _("排了也不增加权重"), _("换下更轻的约见就能排：%(names)s"),
    )  # fmt: skip
    CAUSES.update(zip(Cause, causes, strict=True))
    CAUSES[FREE] = _("双方都有空，可以手工放上")
    clashes = (
        _("没有这一轮或这张桌。"), _("这一轮已经开始。"), _("有一方选了不见。"), _("%(names)s 已退出。"),
        _("%(names)s 这一轮不在场。"), _("%(names)s 这一轮在台上路演。"), _("这一轮已在面谈：%(names)s。"), _("%(names)s 的人这一轮在另一边面谈。"),
        _("桌 %(table)s 已有：%(names)s。"), _("桌 %(table)s 已停用。"), _("桌 %(table)s 固定给 %(names)s。"),
        _("这一家固定在桌 %(table)s。"), _("%(names)s 已排满。"),
    )  # fmt: skip
    CLASHES.update(zip(Clash, clashes, strict=True))
    asked = (_("等待答复"), _("已同意"), _("已谢绝"), _("已过期"), _("已撤回"))
    name_terms(RequestState, dict(zip(RequestState, asked, strict=True)))
    name_terms(RequestMode, dict(zip(RequestMode, WAYS_TO_MEET.values(), strict=True)))
    name_day()
    name_after()
    registrations = (_("待审核"), _("已通过"), _("候补"), _("未通过"), _("已退出"))
    name_terms(RegistrationState, dict(zip(RegistrationState, registrations, strict=True)))


def name_day() -> None:
    """The words of the day itself."""
    name_terms(Presence, dict(zip(Presence, (_("未到"), _("到场"), _("请假"), _("缺席")), strict=True)))
    name_terms(Arrival, dict(zip(Arrival, (_("签到台"), _("自助签到"), _("现场登记")), strict=True)))
    name_terms(StaffRole, dict(zip(StaffRole, (_("签到员"), _("协办")), strict=True)))
    interests = (_("签意向"), _("要方案"), _("再联系"), _("不合适"))
    name_terms(Interest, dict(zip(Interest, interests, strict=True)))
    steps = (_("约现场考察"), _("签保密协议"), _("寄样检测"), _("暂不安排"))
    name_terms(NextStep, dict(zip(NextStep, steps, strict=True)))
    states = (_("待举行"), _("待登记"), _("已举行"), _("已评价"), _("请假"), _("缺席"))
    name_terms(MeetingState, dict(zip(MeetingState, states, strict=True)))


def findings_told(findings: Sequence[Finding], names: Mapping[str, str]) -> list[str]:
    """What a set-up cannot give, in the reader's language."""
    said = {
        Trouble.TOO_FEW_TABLES: _(
            "桌不够：%(open)s 张桌 × %(slots)s 轮，只坐得下 %(places)s 场，想见的有 %(wished)s 场。"
        ),
        Trouble.NO_COMMON_SLOT: _("必见却没有共同在场的轮次：%(names)s。"),
        Trouble.TOO_MANY_MUSTS: _("%(names)s 的必见有 %(wanted)s 场，最多能排 %(most)s 场。"),
        Trouble.NEVER_THERE: _("%(names)s 每一轮都不在场，却有人想见。"),
        Trouble.REFUSED_AND_WISHED: _("一方想见、一方不见：%(names)s。"),
    }
    everybody = spoken(_("全场"))
    return [
        spoken(
            said[each.trouble],
            names=" ↔ ".join(names.get(str(party), str(party)) for party in each.parties) or everybody,
            **{name: str(count) for name, count in each.counts.items()},
        )
        for each in findings
    ]


def name_after() -> None:
    name_terms(Progress, dict(zip(Progress, (_("洽谈中"), _("已签约"), _("搁置"), _("不再合作")), strict=True)))


def add_machines() -> None:
    """Announce the tables of states of sessions and registrations."""
    acts, entries = EventAction, RegistrationAction
    sessions = {
        acts.OPEN: _("开放报名"),
        acts.GATHER: _("截止报名，开始约见"),
        acts.REOPEN: _("重开报名"),
        acts.LOCK: _("截止约见"),
        acts.UNLOCK: _("重开约见"),
        acts.PLAN: _("排程"),
        acts.ADJUST: _("调整"),
        acts.PUBLISH: _("发布日程"),
        acts.START: _("开始"),
        acts.END: _("结束"),
        acts.FOLLOW: _("转入跟踪"),
        acts.ARCHIVE: _("归档"),
        acts.CANCEL: _("取消"),
    }
    registrations = {
        entries.APPLY: _("报名"),
        entries.ACCEPT: _("通过"),
        entries.QUEUE: _("转候补"),
        entries.PROMOTE: _("递补"),
        entries.REFUSE: _("拒绝"),
        entries.WITHDRAW: _("退出"),
    }
    add_machine("event", Machine(name=_("直通车专场"), table=LIFECYCLE, start=EventState.DRAFT, acts=sessions))
    registering = Machine(
        name=_("专场报名"), table=REGISTRATION, start=RegistrationState.APPLIED, acts=registrations
    )  # fmt: skip
    add_machine("event-registration", registering)
    asking = {
        RequestAction.ASK: _("邀约"),
        RequestAction.ACCEPT: _("同意"),
        RequestAction.DECLINE: _("谢绝"),
        RequestAction.EXPIRE: _("过期"),
        RequestAction.WITHDRAW: _("撤回"),
    }
    add_machine("event-request", Machine(name=_("约见邀约"), table=REQUEST, start=RequestState.REQUESTED, acts=asking))
    there = {
        DayAction.CHECK_IN: _("签到"),
        DayAction.EXCUSE: _("请假"),
        DayAction.MISS: _("缺席"),
        DayAction.UNDO: _("撤销签到"),
    }
    add_machine("event-presence", Machine(name=_("到场"), table=PRESENCE, start=Presence.EXPECTED, acts=there))
