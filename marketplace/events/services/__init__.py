"""Acts on sessions: one function an act; they check, change, audit and never commit."""

from marketplace.events.services.by_the_clock import go_on, remind
from marketplace.events.services.registering import (
    Registering,
    accept,
    change_registration,
    refuse,
    register,
    set_fixed_table,
    withdraw,
)
from marketplace.events.services.samples import remove_samples
from marketplace.events.services.setting_up import (
    SetUp,
    cancel_event,
    copied_from,
    create_event,
    discard_event,
    end_event,
    gather_wishes,
    open_registration,
    reopen_registration,
    save_event,
)

__all__ = [
    "Registering",
    "SetUp",
    "accept",
    "cancel_event",
    "change_registration",
    "copied_from",
    "create_event",
    "discard_event",
    "end_event",
    "gather_wishes",
    "go_on",
    "open_registration",
    "refuse",
    "register",
    "remind",
    "remove_samples",
    "reopen_registration",
    "save_event",
    "set_fixed_table",
    "withdraw",
]
