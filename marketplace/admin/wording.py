"""The words of the audit trail. Msgids, translated when shown; what has no word is shown as it is."""


def _(text: str) -> str:
    """Mark a msgid."""
    return text


KINDS = {
    "achievement": _("成果"),
    "need": _("需求"),
    "organisation": _("单位"),
    "person": _("人员"),
    "import": _("导入"),
}
ACTIONS = {
    "create": _("新建"),
    "edit": _("修改"),
    "submit": _("提交"),
    "recall": _("撤回"),
    "publish": _("发布"),
    "return": _("退回"),
    "reject": _("驳回"),
    "keep": _("转长期攻关"),
    "diagnose": _("转二次诊断"),
    "revise": _("起草新版本"),
    "restore": _("恢复已发布内容"),
    "supersede": _("由新版本取代"),
    "withdraw": _("撤下"),
    "discard": _("删除草稿"),
}
