"""Acts on needs: one function each, `(session, actor, public_id, ...)`; they check, change and audit, and never commit."""

from marketplace.needs.services.clock import escalate, expire
from marketplace.needs.services.deciding import FieldRemark, diagnose, keep, publish, return_with_remarks
from marketplace.needs.services.diagnosing import Conclusion, answer, ask, assign_diagnosis, conclude, write_note
from marketplace.needs.services.drafting import NewSource, draft_from_document
from marketplace.needs.services.importing import Imported, Outcome, remove_samples, take_back_imported, upsert_imported
from marketplace.needs.services.withdrawing import Withdraw, reinstate, withdraw
from marketplace.needs.services.writing import create_need, discard, recall, revise, save_need, submit

__all__ = [
    "Conclusion",
    "FieldRemark",
    "Imported",
    "NewSource",
    "Outcome",
    "Withdraw",
    "answer",
    "ask",
    "assign_diagnosis",
    "conclude",
    "create_need",
    "diagnose",
    "discard",
    "draft_from_document",
    "escalate",
    "expire",
    "keep",
    "publish",
    "recall",
    "reinstate",
    "remove_samples",
    "return_with_remarks",
    "revise",
    "save_need",
    "submit",
    "take_back_imported",
    "upsert_imported",
    "withdraw",
    "write_note",
]
