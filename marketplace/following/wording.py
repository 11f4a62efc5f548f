"""The words of what is followed and of the pace of letters. Msgids, translated when shown. Pure."""

from marketplace.following.rules import Pace, WatchKind


def _(text: str) -> str:
    """Mark a msgid."""
    return text


KINDS = {WatchKind.SEARCH: _("查找条件"), WatchKind.NEED: _("需求的候选"), WatchKind.RESULT: _("成果对得上的需求")}
PACES = {Pace.AT_ONCE: _("随时"), Pace.DAILY: _("每天一封"), Pace.WEEKLY: _("每周一封"), Pace.NEVER: _("不寄")}
WEEKDAYS = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))
