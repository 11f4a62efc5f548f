"""The words of accounts: what tokens may do, what letters are about, what one agrees to."""

from marketplace.accounts.rules import Document, Topic
from marketplace.core.actor import Scope
from marketplace.web.formats import name_terms, term


def _(text: str) -> str:
    """Mark a msgid; it is translated when it is shown."""
    return text


def name_accounts() -> None:
    """Give every value its word."""
    topics = (
        _("成果有审核结果或快到期"), _("需求有进展"), _("有待我审核的记录"), _("单位有成员、邀请或授权的变动"),
        _("专场有报名、约见或日程的消息"), _("商机有留言、任务到期或移交"),
    )  # fmt: skip
    name_terms(Topic, dict(zip(Topic, topics, strict=True)))
    scopes = (_("读取我能看到的数据"), _("写成果草稿"), _("批量导入"))
    name_terms(Scope, dict(zip(Scope, scopes, strict=True)))
    name_terms(Document, dict(zip(Document, (_("使用条款"), _("隐私说明")), strict=True)))


def scope_word(value: str) -> str:
    """The word for a scope as a token keeps it."""
    return term(Scope(value)) if value in set(Scope) else value
