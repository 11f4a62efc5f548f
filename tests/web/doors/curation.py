"""The doors of the curators' room."""

from marketplace.core.actor import Role
from marketplace.listings import policies as listings
from marketplace.listings.rules import ListingAction
from marketplace.needs import policies as needs
from marketplace.needs.rules import NeedAction
from marketplace.web.access import has_role
from tests.web.answers import Answer, Door, always
from tests.web.doors.rules import CURATOR, CURATORS, listing, need, only

DOORS: dict[str, list[Door]] = {
    "curation.batch": [Door("/curation/batches", CURATORS, "POST", "take")],
    "curation.show_batch": [Door("/curation/batches/{batch}", only(CURATOR))],
    "curation.batch_progress": [Door("/curation/batches/{batch}.json", only(CURATOR))],
    "curation.undo_batch": [Door("/curation/batches/{batch}/undo", only(CURATOR), "POST")],
    "curation.waiting_times": [Door("/curation/waiting-times", has_role(Role.CURATOR, Role.ADMIN))],
    "curation.waiting_times_file": [Door("/curation/waiting-times.csv", has_role(Role.CURATOR, Role.ADMIN))],
    "curation.remarks": [Door("/curation/remarks", CURATORS)],
    "curation.new_remark": [
        Door("/curation/remarks/new", CURATORS),
        Door("/curation/remarks/new", CURATORS, "POST"),
    ],
    "curation.edit_remark": [
        Door("/curation/remarks/{remark}", CURATORS),
        Door("/curation/remarks/{remark}", CURATORS, "POST"),
    ],
    "curation.keep_remark": [Door("/curation/remarks/{remark}/retire", CURATORS, "POST")],
    "curation.hold": [
        Door(f"/curation/{kind}/{{id}}/{act}", waits, "POST")
        for kind, waits in (("achievement", listing(may=listings.can_decide)), ("need", need(may=needs.can_decide)))
        for act in ("take", "give", "release")
    ],
    "curation.queue": [Door("/curation", CURATORS)],
    "curation.decision": [
        Door("/curation/achievement/{id}", listing(may=always)),
        Door("/curation/need/{id}", need(may=always)),
        Door(
            "/curation/achievement/{id}",
            listing(ListingAction.PUBLISH, may=listings.can_decide, otherwise=Answer.ASIDE),
            "POST",
            "publish",
        ),
        Door(
            "/curation/need/{id}",
            need(NeedAction.PUBLISH, may=needs.can_decide, otherwise=Answer.ASIDE),
            "POST",
            "publish",
        ),
    ],
}
