"""Acts on organisations, their people and mandates: one function an act; they check, change, audit and never commit."""

from marketplace.organisations.services.founding import Profile, Twins, create_organisation, look_up
from marketplace.organisations.services.inviting import (
    Invite,
    accept_invitation,
    decline_invitation,
    find_invitation,
    invite,
    resend_invitation,
    withdraw_invitation,
)
from marketplace.organisations.services.members import change_role, choose, hand_over, leave, remove_member
from marketplace.organisations.services.merging import Merge, belongings, get_pair, merge_organisations
from marketplace.organisations.services.profile import save_profile, set_logo
from marketplace.organisations.services.requesting import (
    approve_request,
    ask_to_join,
    decline_request,
    take_back_request,
)
from marketplace.organisations.services.verifying import hand_in, recall, send_back, verify

__all__ = [
    "Invite",
    "Merge",
    "Profile",
    "Twins",
    "accept_invitation",
    "approve_request",
    "ask_to_join",
    "belongings",
    "change_role",
    "choose",
    "create_organisation",
    "decline_invitation",
    "decline_request",
    "find_invitation",
    "get_pair",
    "hand_in",
    "hand_over",
    "invite",
    "leave",
    "look_up",
    "merge_organisations",
    "recall",
    "remove_member",
    "resend_invitation",
    "save_profile",
    "send_back",
    "set_logo",
    "take_back_request",
    "verify",
    "withdraw_invitation",
]
