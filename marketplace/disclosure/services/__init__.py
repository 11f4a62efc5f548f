"""What people do about access: ask, decide, sign; and what the house notes."""

from marketplace.disclosure.services.agreeing import SignNda, draft_nda, end_nda, refuse_nda, sign_nda
from marketplace.disclosure.services.asking import AskAccess, ask, cancel
from marketplace.disclosure.services.deciding import (
    WRONG_DAY,
    GiveAccess,
    decline,
    expire_due,
    extend,
    grant,
    revoke,
    shut_interest,
)
from marketplace.disclosure.services.log import Seen, forget_old_lines, note

__all__ = [
    "WRONG_DAY",
    "AskAccess",
    "GiveAccess",
    "Seen",
    "SignNda",
    "ask",
    "cancel",
    "decline",
    "draft_nda",
    "end_nda",
    "expire_due",
    "extend",
    "forget_old_lines",
    "grant",
    "note",
    "refuse_nda",
    "revoke",
    "shut_interest",
    "sign_nda",
]
