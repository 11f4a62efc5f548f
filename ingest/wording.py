"""Messages as plain JSON, to be kept with an import, and back in the reader's language."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from flask_babel import gettext

from ingest.models import RowOutcome, RunState
from ingest.records import Kind, Message
from ingest.states import RunAction
from marketplace.web.formats import name_terms


def _(text: str) -> str:
    """Mark a msgid; it is translated when it is shown."""
    return text


NAME = _("批量导入")
ACTS: dict[StrEnum, str] = {
    RunAction.CHECKED: _("读完"),
    RunAction.FAIL: _("读不成"),
    RunAction.CHANGE: _("改列或改值，再读"),
    RunAction.LOAD: _("入库"),
    RunAction.FINISH: _("入库完成"),
    RunAction.RESUME: _("重新核对"),
    RunAction.STOP: _("停止"),
    RunAction.UNDO: _("整批撤销"),
}


def name_states() -> None:
    """Give every state, outcome and kind its word."""
    states = (_("待读取"), _("待核对"), _("入库中"), _("已入库"), _("未读成"), _("已停止"), _("已撤销"))
    name_terms(RunState, dict(zip(RunState, states, strict=True)))
    outcomes = (_("新建"), _("更新"), _("未变"), _("重复"), _("未导入"), _("已撤销"))
    name_terms(RowOutcome, dict(zip(RowOutcome, outcomes, strict=True)))
    name_terms(Kind, dict(zip(Kind, (_("成果"), _("需求")), strict=True)))


def pack(value: object) -> Any:
    """A message with its values, nested messages too, as JSON."""
    if isinstance(value, Message):
        return {"msgid": value.msgid, "params": {name: pack(each) for name, each in value.params.items()}}
    if isinstance(value, list | tuple):
        return [pack(each) for each in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def told(reason: object, remedy: object = None) -> str:
    """What is wrong and what to do about it, each a sentence of its own in the reader's language."""
    said = {"reason": _sentence(reason), "remedy": _sentence(remedy or "")}
    return str(gettext("%(reason)s。%(remedy)s。", **said) if remedy else gettext("%(reason)s。", **said))


def say(packed: object) -> str:
    """The sentence in the reader's language."""
    if isinstance(packed, Message):
        return say(pack(packed))
    if isinstance(packed, Mapping):
        params = {name: say(value) if isinstance(value, Mapping) else value for name, value in packed["params"].items()}
        return str(gettext(packed["msgid"], **params))
    return str(packed)


def _sentence(packed: object) -> str:
    said = say(packed).rstrip("。.")
    return said[:1].upper() + said[1:]
