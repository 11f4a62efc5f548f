"""The doors of accounts and of the inbox."""

from tests.web.answers import Door
from tests.web.doors.rules import EVERYBODY, OWNER, SIGNED_IN, only

DOORS: dict[str, list[Door]] = {
    "accounts.sign_in": [Door("/login", EVERYBODY), Door("/login", EVERYBODY, "POST")],
    "accounts.register": [Door("/register", EVERYBODY), Door("/register", EVERYBODY, "POST")],
    "accounts.registered": [Door("/register/sent", EVERYBODY)],
    "accounts.resend": [Door("/register/resend", EVERYBODY, "POST")],
    "accounts.confirm": [
        Door("/register/confirm/{registering}", EVERYBODY),
        Door("/register/confirm/{registering}", EVERYBODY, "POST"),
        Door("/register/confirm/forged", frozenset()),
    ],
    "accounts.forgotten": [Door("/password/forgotten", EVERYBODY), Door("/password/forgotten", EVERYBODY, "POST")],
    "accounts.reset_sent": [Door("/password/forgotten/sent", EVERYBODY)],
    "accounts.reset": [
        Door("/password/reset/{resetting}", EVERYBODY),
        Door("/password/reset/{resetting}", EVERYBODY, "POST"),
        Door("/password/reset/{registering}", frozenset()),
    ],
    "accounts.terms": [Door("/about/terms", EVERYBODY)],
    "accounts.privacy": [Door("/about/privacy", EVERYBODY)],
    "accounts.profile": [Door("/account", SIGNED_IN), Door("/account", SIGNED_IN, "POST")],
    "accounts.notices": [Door("/account/notices", SIGNED_IN), Door("/account/notices", SIGNED_IN, "POST")],
    "accounts.security": [Door("/account/security", SIGNED_IN)],
    "accounts.change_password": [Door("/account/password", SIGNED_IN, "POST")],
    "accounts.change_address": [Door("/account/email", SIGNED_IN, "POST")],
    "accounts.confirm_address": [
        Door("/account/email/{moving}", EVERYBODY),
        Door("/account/email/{resetting}", frozenset()),
        Door("/account/email/forged", frozenset(), "POST"),
    ],
    "accounts.end_device": [Door("/account/devices/{device}/end", only(OWNER), "POST")],
    "accounts.end_all_devices": [Door("/account/devices/end", SIGNED_IN, "POST")],
    "accounts.tokens": [Door("/account/tokens", SIGNED_IN), Door("/account/tokens", SIGNED_IN, "POST")],
    "accounts.revoke_token": [Door("/account/tokens/{token}/revoke", only(OWNER), "POST")],
    "accounts.data": [Door("/account/data", SIGNED_IN)],
    "accounts.consent": [Door("/account/consent", SIGNED_IN, "POST")],
    "accounts.export": [Door("/account/data/export", SIGNED_IN, "POST")],
    "accounts.download": [Door("/account/data/{export}.zip", only(OWNER))],
    "accounts.delete": [Door("/account/delete", SIGNED_IN), Door("/account/delete", SIGNED_IN, "POST")],
    "accounts_api.me": [Door("/api/v1/me", SIGNED_IN)],
    "accounts.sign_out": [Door("/logout", SIGNED_IN, "POST")],
    "inbox.show": [Door("/inbox", SIGNED_IN)],
    "inbox.count": [Door("/inbox/count", SIGNED_IN)],
}
