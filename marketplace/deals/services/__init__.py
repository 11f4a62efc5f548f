"""What is done with deals."""

from marketplace.deals.services.editing import EditDeal, edit
from marketplace.deals.services.merging import merge
from marketplace.deals.services.moving import Lose, Move, Pause, close, lose, move, pause, reopen, resume, undo
from marketplace.deals.services.opening import AlreadyOpen, OpenDeal, open_deal
from marketplace.deals.services.recording import Stale
from marketplace.deals.services.ticking import tick, untick

__all__ = [
    "AlreadyOpen",
    "EditDeal",
    "Lose",
    "Move",
    "OpenDeal",
    "Pause",
    "Stale",
    "close",
    "edit",
    "lose",
    "merge",
    "move",
    "open_deal",
    "pause",
    "reopen",
    "resume",
    "tick",
    "undo",
    "untick",
]
