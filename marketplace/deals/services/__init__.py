"""What is done with deals."""

from marketplace.deals.services.editing import EditDeal, edit
from marketplace.deals.services.handing import hand_over
from marketplace.deals.services.merging import merge
from marketplace.deals.services.moving import Lose, Move, Pause, close, lose, move, pause, reopen, resume, undo
from marketplace.deals.services.opening import AlreadyOpen, OpenDeal, open_deal
from marketplace.deals.services.recording import Stale
from marketplace.deals.services.talking import Filed, file_letter, say
from marketplace.deals.services.tending import NewContact, NewTask, add_contact, add_task, do_task, drop_contact
from marketplace.deals.services.ticking import tick, untick

__all__ = [
    "AlreadyOpen",
    "EditDeal",
    "Filed",
    "Lose",
    "Move",
    "NewContact",
    "NewTask",
    "OpenDeal",
    "Pause",
    "Stale",
    "add_contact",
    "add_task",
    "close",
    "do_task",
    "drop_contact",
    "edit",
    "file_letter",
    "hand_over",
    "lose",
    "merge",
    "move",
    "open_deal",
    "pause",
    "reopen",
    "resume",
    "say",
    "tick",
    "undo",
    "untick",
]
