"""The doors of what people follow, and of the links that stop a letter."""

from tests.web.answers import Door
from tests.web.doors.rules import EVERYBODY, OWNER, SIGNED_IN, only

DOORS: dict[str, list[Door]] = {
    "following.mine": [Door("/my/watches", SIGNED_IN)],
    "following.pace": [
        Door("/my/watches/pace", SIGNED_IN, "POST", data={"pace": "daily", "hour": "9", "weekday": "0"})
    ],
    "following.save": [
        Door("/my/watches/new?q=余热", SIGNED_IN),
        Door("/my/watches/new?q=余热", SIGNED_IN, "POST", data={"name": "余热"}),
    ],
    "following.show": [Door("/my/watches/{watch}", only(OWNER))],
    "following.edit": [
        Door("/my/watches/{watch}/edit", only(OWNER)),
        Door("/my/watches/{watch}/edit", only(OWNER), "POST", data={"name": "余热"}),
    ],
    "following.keep": [
        Door("/my/watches/{watch}/delete", only(OWNER), "POST"),
        Door("/my/watches/{dropped_watch}/restore", only(OWNER), "POST"),
        Door("/my/watches/{dropped_watch}/delete", frozenset(), "POST"),
    ],
    "following.follow_need": [Door("/needs/{wanted}/follow", SIGNED_IN, "POST")],
    "following.follow_result": [Door("/results/{shown}/follow", SIGNED_IN, "POST")],
    "following.stop": [Door("/letters/stop/{stop}", EVERYBODY), Door("/letters/stop/forged", frozenset())],
    "following.do_stop": [
        Door("/letters/stop/{stop}", EVERYBODY, "POST"),
        Door("/letters/stop/forged", frozenset(), "POST"),
    ],
}
