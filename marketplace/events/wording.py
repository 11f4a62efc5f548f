"""The words of sessions."""

from marketplace.events.rules import (
    LIFECYCLE,
    REGISTRATION,
    EventAction,
    EventState,
    RegistrationAction,
    RegistrationState,
    Saying,
    Side,
)
from marketplace.events.timetable import Cause
from marketplace.web.diagrams import Machine, add_machine
from marketplace.web.formats import name_terms

CAUSES: dict[Cause, str] = {}


def _(text: str) -> str:
    """Mark a msgid; it is translated when it is shown."""
    return text


def name_events() -> None:
    """Give every value its word."""
    states = (
        _("筹备"), _("报名中"), _("约见中"), _("排程锁定"), _("预排"), _("调整"), _("日程已发布"), _("进行中"),
        _("已结束"), _("已取消"),
    )  # fmt: skip
    name_terms(EventState, dict(zip(EventState, states, strict=True)))
    name_terms(Side, dict(zip(Side, (_("成果方"), _("需求方")), strict=True)))
    name_terms(Saying, dict(zip(Saying, (_("必见"), _("愿见"), _("不见")), strict=True)))
    causes = (
        _("有一方选了不见"), _("双方没有共同在场的轮次"), _("已排满：%(names)s"), _("双方都空的轮次，桌已排满"),
        _("让给了更重的约见：%(names)s"), _("让给了同样重的约见：%(names)s"), _("排了也不增加权重"), _("求解时间用完，没能证明"),
    )  # fmt: skip
    CAUSES.update(zip(Cause, causes, strict=True))
    registrations = (_("待审核"), _("已通过"), _("候补"), _("未通过"), _("已退出"))
    name_terms(RegistrationState, dict(zip(RegistrationState, registrations, strict=True)))


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
