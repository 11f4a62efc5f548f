"""The words of this feature's states, and an organisation's name in the reader's language."""

from marketplace.accounts.models import MandateState, Organisation, Standing
from marketplace.core.actor import Act
from marketplace.organisations.rules import (
    DOOR,
    MANDATE,
    VERIFICATION,
    DoorAction,
    DoorState,
    MandateAction,
    StandingAction,
)
from marketplace.web.diagrams import Machine, add_machine
from marketplace.web.formats import name_terms
from marketplace.web.language import language


def _(text: str) -> str:
    """Mark a msgid; it is translated when it is shown."""
    return text


def name_states() -> None:
    """Give every state its word."""
    name_terms(Standing, dict(zip(Standing, (_("未认证"), _("待核验"), _("已认证"), _("材料退回")), strict=True)))
    mandates = (_("待接受"), _("已接受"), _("已谢绝"), _("已撤回"), _("已终止"), _("已解除"))
    name_terms(MandateState, dict(zip(MandateState, mandates, strict=True)))
    doors = (_("待答复"), _("已加入"), _("已谢绝"), _("已撤回"))
    name_terms(DoorState, dict(zip(DoorState, doors, strict=True)))
    name_terms(Act, dict(zip(Act, (_("可编辑"), _("可提交"), _("可答复")), strict=True)))


def add_machines() -> None:
    """Announce the tables of states of this feature."""
    verifying = {
        StandingAction.HAND_IN: _("提交认证"),
        StandingAction.RECALL: _("撤回"),
        StandingAction.VERIFY: _("通过认证"),
        StandingAction.SEND_BACK: _("退回认证材料"),
        StandingAction.LAPSE: _("认证失效"),
    }
    joining = {
        DoorAction.ACCEPT: _("接受"),
        DoorAction.DECLINE: _("谢绝"),
        DoorAction.WITHDRAW: _("撤回"),
        DoorAction.RESEND: _("再寄一次"),
    }
    mandating = {
        MandateAction.ACCEPT: _("接受"),
        MandateAction.DECLINE: _("谢绝"),
        MandateAction.WITHDRAW: _("撤回"),
        MandateAction.GIVE_UP: _("终止委托"),
        MandateAction.REVOKE: _("解除委托"),
        MandateAction.EXPIRE: _("委托到期"),
    }
    machines = (
        ("verification", _("单位认证"), VERIFICATION, Standing.UNVERIFIED, verifying),
        ("joining", _("邀请与加入申请"), DOOR, DoorState.OPEN, joining),
        ("mandate", _("经纪人委托"), MANDATE, MandateState.PROPOSED, mandating),
    )
    for key, name, table, start, acts in machines:
        add_machine(key, Machine(name=name, table=table, start=start, acts=acts))


def named(organisation: Organisation) -> str:
    """Its name in the reader's language, Chinese when there is no other."""
    return organisation.english if language() == "en" and organisation.english else organisation.name
