"""The doors of results."""

from marketplace.listings import policies as listings
from marketplace.listings.rules import ListingAction, ListingState
from marketplace.web.access import by_token
from tests.web.answers import Answer, Door, Rule, rule
from tests.web.doors.rules import (
    LOCK,
    MEMBERS,
    by_listing,
    came_out,
    listing,
    opens_paper,
    public_page,
    restores,
    version_page,
)

DOORS: dict[str, list[Door]] = {
    "listings_api.own": [Door("/api/v1/results", MEMBERS)],
    "listings_api.one": [Door("/api/v1/results/{id}", listing())],
    "listings_api.begin": [Door("/api/v1/results", by_token, "POST")],
    "listings_api.change": [Door("/api/v1/results/R-1", by_token, "PATCH")],
    "listings.result": [Door("/results/{id}", Rule("result", public_page))],
    "listings.result_version": [Door("/results/{id}/v1", Rule("version", version_page))],
    "listings.bibtex": [Door("/results/{id}/v1/citation.bib", rule("version", sees=listings.can_see))],
    "listings.mine": [Door("/my/results", MEMBERS)],
    "listings.new": [Door("/my/results/new", MEMBERS), Door("/my/results/new", MEMBERS, "POST")],
    "listings.autosave_new": [Door("/my/results/new/autosave", MEMBERS, "POST")],
    "listings.autosave": [Door("/my/results/{id}/autosave", listing(ListingAction.EDIT), "POST", data=LOCK)],
    "listings.similar_titles": [Door("/my/results/similar-titles?title=x", MEMBERS)],
    "listings.bulk": [Door("/my/results/bulk", MEMBERS, "POST", "submit")],
    "listings.net": [Door("/my/results/net", MEMBERS, "POST")],
    "listings.edit": [
        Door("/my/results/{id}/edit", listing()),
        Door("/my/results/{id}/edit", listing(ListingAction.EDIT, otherwise=Answer.ASIDE), "POST", data=LOCK),
    ],
    "listings.recall": [Door("/my/results/{id}/recall", listing(ListingAction.RECALL), "POST")],
    "listings.revise": [Door("/my/results/{id}/revise", listing(), "POST")],
    "listings.withdraw": [
        Door("/my/results/{id}/withdraw", came_out(ListingAction.WITHDRAW, otherwise=Answer.ASIDE)),
        Door("/my/results/{id}/withdraw", came_out(ListingAction.WITHDRAW), "POST", data={"reason": "outdated"}),
    ],
    "listings.restore": [Door("/my/results/{id}/restore", Rule("result", restores), "POST")],
    "listings.confirm": [
        Door(
            "/my/results/{id}/confirm",
            came_out(ListingAction.CONFIRM, may=by_listing, states={ListingState.EXPIRED}),
            "POST",
        )
    ],
    "listings.confirm_letter": [
        Door("/my/results/confirm/{letter}", MEMBERS),
        Door("/my/results/confirm/{letter}", MEMBERS, "POST"),
    ],
    "listings.history": [Door("/results/{id}/history", listing(may=listings.sees_all))],
    "listings.version_changes": [Door("/results/{id}/v1/changes", rule("version", sees=listings.can_see))],
    "listings.discard": [Door("/my/results/{id}/discard", listing(ListingAction.EDIT), "POST")],
    "listings.files": [
        Door("/my/results/{id}/files", listing(ListingAction.EDIT, otherwise=Answer.ASIDE)),
        Door("/my/results/{id}/files", listing(), "POST"),
    ],
    "listings.change_file": [
        Door(
            "/my/results/{draft}/files/{draft_paper}",
            rule("draft", sees=listings.can_see, may=by_listing),
            "POST",
            "up",
        )
    ],
    "listings.file": [
        Door("/results/{id}/v1/files/{paper}", Rule("paper", opens_paper)),
        Door("/results/{id}/v1/files/{paper}", Rule("paper", opens_paper), "POST"),
    ],
    "listings.add_picture": [Door("/my/results/{id}/pictures", listing(), "POST")],
    "listings.change_picture": [
        Door(
            "/my/results/{draft}/pictures/{draft_picture}",
            rule("draft", sees=listings.can_see, may=by_listing),
            "POST",
            "up",
        )
    ],
    "listings.picture": [Door("/results/{id}/v1/pictures/{picture}/480.webp", rule("picture", sees=listings.can_see))],
    "listings.preview": [
        Door("/results/{id}/v1/preview/public", rule("version", sees=listings.can_see, may=listings.sees_all)),
        Door("/results/{id}/v1/preview/partner", rule("version", sees=listings.can_see, may=listings.sees_all)),
        Door("/results/{shown}/v1/preview/nobody", frozenset()),
    ],
}
