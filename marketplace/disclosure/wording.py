"""The words for states and acts of access; every one a msgid."""

from marketplace.disclosure.rules import AccessKind, GrantAction, GrantState, NdaAction, NdaState, Party


def _(text: str) -> str:
    """Mark a msgid; it is translated when it is shown."""
    return text


GRANT = _("查看申请")
NDA = _("保密协议")
GRANT_STATES = {
    GrantState.ASKED: _("待答复"),
    GrantState.GRANTED: _("已授权"),
    GrantState.DECLINED: _("已谢绝"),
    GrantState.REVOKED: _("已收回"),
    GrantState.EXPIRED: _("已到期"),
    GrantState.CANCELLED: _("已撤回"),
}
GRANT_ACTS = {
    GrantAction.ASK: _("申请查看"),
    GrantAction.GRANT: _("授权查看"),
    GrantAction.DECLINE: _("谢绝"),
    GrantAction.CANCEL: _("撤回申请"),
    GrantAction.EXTEND: _("改期限"),
    GrantAction.REVOKE: _("收回授权"),
    GrantAction.EXPIRE: _("到期"),
}
NDA_STATES = {
    NdaState.DRAFTED: _("待签署"),
    NdaState.HALF_SIGNED: _("一方已签"),
    NdaState.IN_FORCE: _("已生效"),
    NdaState.REFUSED: _("未签成"),
    NdaState.ENDED: _("已终止"),
}
NDA_ACTS = {
    NdaAction.DRAFT: _("起草"),
    NdaAction.SIGN: _("先签"),
    NdaAction.COUNTERSIGN: _("会签"),
    NdaAction.REFUSE: _("不签"),
    NdaAction.END: _("终止"),
}
PARTIES = {Party.DISCLOSER: _("披露方"), Party.RECIPIENT: _("接收方")}
KINDS = {AccessKind.VIEW: _("查看"), AccessKind.DOWNLOAD: _("下载")}
