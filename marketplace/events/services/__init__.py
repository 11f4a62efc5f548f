"""Acts on sessions: one function an act; they check, change, audit and never commit."""

from marketplace.events.services.adjusting import (
    MoveRefused,
    adopt_plan,
    lock_meeting,
    move_meeting,
    set_late,
    set_tables,
)
from marketplace.events.services.by_the_clock import go_on, remind
from marketplace.events.services.planning import PLAN, begin_plan, keep_plan, keep_trial, publish_plan
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
    adjust_timetable,
    cancel_event,
    copied_from,
    create_event,
    discard_event,
    end_event,
    gather_wishes,
    lock_wishes,
    open_registration,
    reopen_registration,
    save_event,
    unlock_wishes,
)
from marketplace.events.services.swapping import swap_meetings
from marketplace.events.services.trying import TRIED, WHAT_IF, Prospect, begin_trial, hours_with, prospects
from marketplace.events.services.wishing import save_wishes

__all__ = [
    "PLAN",
    "TRIED",
    "WHAT_IF",
    "MoveRefused",
    "Prospect",
    "Registering",
    "SetUp",
    "accept",
    "adjust_timetable",
    "adopt_plan",
    "begin_plan",
    "begin_trial",
    "cancel_event",
    "change_registration",
    "copied_from",
    "create_event",
    "discard_event",
    "end_event",
    "gather_wishes",
    "go_on",
    "hours_with",
    "keep_plan",
    "keep_trial",
    "lock_meeting",
    "lock_wishes",
    "move_meeting",
    "open_registration",
    "prospects",
    "publish_plan",
    "refuse",
    "register",
    "remind",
    "remove_samples",
    "reopen_registration",
    "save_event",
    "save_wishes",
    "set_fixed_table",
    "set_late",
    "set_tables",
    "swap_meetings",
    "unlock_wishes",
    "withdraw",
]
