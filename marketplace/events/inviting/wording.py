"""The words of invitations."""

from flask_babel import get_locale

from marketplace.events.inviting.rules import LIFECYCLE, InvitationAction, InvitationState
from marketplace.taxonomy.catalogue import catalogue
from marketplace.web.diagrams import Machine, add_machine
from marketplace.web.formats import name_terms


def _(text: str) -> str:
    """Mark a msgid; it is translated when it is shown."""
    return text


def name_invitations() -> None:
    """Give every state its word, and announce the table of states."""
    states = (_("拟邀"), _("已邀请"), _("已报名"), _("已婉拒"))
    name_terms(InvitationState, dict(zip(InvitationState, states, strict=True)))
    acts = {
        InvitationAction.INVITE: _("发出邀请"),
        InvitationAction.ANSWER: _("报名"),
        InvitationAction.DECLINE: _("婉拒"),
    }
    add_machine(
        "event-invitation", Machine(name=_("专场邀请"), table=LIFECYCLE, start=InvitationState.CHOSEN, acts=acts)
    )


def theme_told(theme: str) -> str:
    """A theme as the organiser wrote it; of a key technology its name."""
    known = catalogue().key_technologies.get(theme)
    locale = get_locale()
    return known.label(locale.language if locale else "zh") if known else theme
