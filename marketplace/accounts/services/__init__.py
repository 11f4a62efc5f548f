"""Acts on people and organisations: one function an act; they never commit and never see a request."""

from marketplace.accounts.services.addresses import (
    ask_to_change_address,
    confirm_new_address,
    person_of_new_address,
)
from marketplace.accounts.services.administering import (
    activate,
    deactivate,
    get_to_administer,
    give_role,
    send_reset_link,
    sign_out_person,
    take_role,
)
from marketplace.accounts.services.leaving import delete_account, is_last_admin
from marketplace.accounts.services.organisations import NewOrganisation, add_members, add_organisation
from marketplace.accounts.services.own import (
    Profile,
    ask_for_export,
    give_consent,
    save_notices,
    save_profile,
)
from marketplace.accounts.services.passwords import ask_for_reset, change_password, person_of_reset, reset_password
from marketplace.accounts.services.people import NewPerson, add_person
from marketplace.accounts.services.registering import (
    Register,
    confirm_registration,
    register,
    registration_of,
    resend_confirmation,
)
from marketplace.accounts.services.signing import (
    Authenticated,
    authenticate,
    end_session,
    note_device,
    note_use,
    sign_in,
    sign_out,
    sign_out_everywhere,
)
from marketplace.accounts.services.tokens import (
    NewToken,
    create_token,
    hash_secret,
    is_alive,
    note_token_use,
    revoke_token,
)

__all__ = [
    "Authenticated",
    "NewOrganisation",
    "NewPerson",
    "NewToken",
    "Profile",
    "Register",
    "activate",
    "add_members",
    "add_organisation",
    "add_person",
    "ask_for_export",
    "ask_for_reset",
    "ask_to_change_address",
    "authenticate",
    "change_password",
    "confirm_new_address",
    "confirm_registration",
    "create_token",
    "deactivate",
    "delete_account",
    "end_session",
    "get_to_administer",
    "give_consent",
    "give_role",
    "hash_secret",
    "is_alive",
    "is_last_admin",
    "note_device",
    "note_token_use",
    "note_use",
    "person_of_new_address",
    "person_of_reset",
    "register",
    "registration_of",
    "resend_confirmation",
    "reset_password",
    "revoke_token",
    "save_notices",
    "save_profile",
    "send_reset_link",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "sign_out_person",
    "take_role",
]
