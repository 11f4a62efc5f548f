"""The words of this feature's states, and an organisation's name in the reader's language."""

from marketplace.accounts.models import MandateState, Organisation, Standing
from marketplace.core.actor import Act
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
    name_terms(Act, dict(zip(Act, (_("可编辑"), _("可提交"), _("可答复")), strict=True)))


def named(organisation: Organisation) -> str:
    """Its name in the reader's language, Chinese when there is no other."""
    return organisation.english if language() == "en" and organisation.english else organisation.name
