"""What holds for accounts: how long links live, what a password must be, which role comes with which kind of organisation."""

from datetime import timedelta
from enum import StrEnum

from marketplace.core.actor import Role

REGISTRATION_LIFE = timedelta(days=3)
RESET_LIFE = timedelta(hours=1)
NEW_ADDRESS_LIFE = timedelta(days=1)
EXPORT_LIFE = timedelta(days=7)
SIGN_IN_LIFE = timedelta(days=400)  # longer than the cookie that keeps a device signed in
SEEN_EVERY = timedelta(hours=1)  # how often the last use of a device or a token is noted
TOKEN_DAYS = (30, 90, 365)  # how long a token may live
TOKENS_AT_MOST = 20

# the version of the terms and of the privacy notice that a person agrees to; raise it when the text changes
CONSENT_VERSION = "2026-11"

# roles that somebody who registers may give themselves: those without power over others' records
ROLES_BY_KIND = {"enterprise": Role.ENTERPRISE, "university": Role.UNIVERSITY, "institute": Role.UNIVERSITY}


class AccountAction(StrEnum):
    """The acts on an account, as the audit trail names them."""

    REGISTER = "register"
    CHANGE_PASSWORD = "change-password"
    RESET_PASSWORD = "reset-password"
    CHANGE_ADDRESS = "change-address"
    SIGN_OUT_EVERYWHERE = "sign-out-everywhere"
    EXPORT_DATA = "export-data"
    DELETE_ACCOUNT = "delete-account"
    CONSENT = "consent"
    CREATE_TOKEN = "create-token"
    REVOKE_TOKEN = "revoke-token"
    GIVE_ROLE = "give-role"
    TAKE_ROLE = "take-role"
    DEACTIVATE = "deactivate"
    ACTIVATE = "activate"
    SEND_RESET = "send-reset"


class Document(StrEnum):
    """What a person agrees to."""

    TERMS = "terms"  # 使用条款
    PRIVACY = "privacy"  # 隐私说明


class Topic(StrEnum):
    """What letters are about that a person may do without; letters about the account itself always come."""

    RESULTS = "results"
    NEEDS = "needs"
    CURATION = "curation"
    ORGANISATION = "organisation"
    EVENTS = "events"
    DEALS = "deals"
