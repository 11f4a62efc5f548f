"""What is done with contracts."""

from marketplace.contracts.services.commissions import Agree, PayOut, Share, agree, candidates, pay_out
from marketplace.contracts.services.drafting import EditContract, draft, save, terms_of
from marketplace.contracts.services.measuring import Measure, measure
from marketplace.contracts.services.paying import (
    PlanPayment,
    Receive,
    drop_payment,
    plan_payment,
    receive,
    void_receipt,
)
from marketplace.contracts.services.registering import (
    Refused,
    Registered,
    accept,
    ask_change,
    cancel,
    declare,
    recall,
    refuse,
    register,
    register_change,
    review_due,
    send_back,
)
from marketplace.contracts.services.signing import Paper, abandon, accept_work, add_paper, note_download, sign, unsign

__all__ = [
    "Agree", "EditContract", "Measure", "Paper", "PayOut", "PlanPayment", "Receive", "Refused", "Registered", "Share",
    "abandon", "accept", "accept_work", "add_paper", "agree", "ask_change", "cancel", "candidates", "declare", "draft",
    "drop_payment", "measure", "note_download", "pay_out", "plan_payment", "recall", "receive", "refuse", "register",
    "register_change", "review_due", "save", "send_back", "sign", "terms_of", "unsign", "void_receipt",
]  # fmt: skip
