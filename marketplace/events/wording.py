"""The words of sessions."""

from marketplace.events.rules import EventState, RegistrationState, Side
from marketplace.web.formats import name_terms


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
    registrations = (_("待审核"), _("已通过"), _("候补"), _("未通过"), _("已退出"))
    name_terms(RegistrationState, dict(zip(RegistrationState, registrations, strict=True)))
