"""The doors of needs."""

from marketplace.needs import policies as needs
from marketplace.needs.rules import NeedAction, NeedState
from marketplace.web.access import by_token
from tests.web.answers import Door, Rule, always, never, rule
from tests.web.doors.rules import EVERYBODY, MEMBERS, is_diagnosed, need, reinstates

DOORS: dict[str, list[Door]] = {
    "needs_api.own": [Door("/api/v1/needs", MEMBERS)],
    "needs_api.one": [Door("/api/v1/needs/{id}", need())],
    "needs_api.begin": [Door("/api/v1/needs", by_token, "POST")],
    "needs_api.change": [Door("/api/v1/needs/N-1", by_token, "PATCH")],
    "needs.index": [Door("/needs", EVERYBODY)],
    "needs.show": [
        Door("/needs/{id}", need(may=always)),
        Door("/needs/{id}", rule("anonymous", sees=needs.can_see)),
        Door("/needs/{id}", rule("revised")),
    ],
    "needs.revision": [
        Door("/my/needs/{id}/revision", need(sees=never)),
        Door("/my/needs/{id}/revision", rule("revised", sees=needs.can_edit)),
    ],
    "needs.version": [Door("/needs/{id}/v1", need(sees=never)), Door("/needs/{id}/v1", rule("revised"))],
    "needs.mine": [Door("/my/needs", MEMBERS)],
    "needs.create": [Door("/my/needs/new", MEMBERS), Door("/my/needs/new", MEMBERS, "POST")],
    "needs.withdraw": [
        Door("/needs/{id}/withdraw", need(may=needs.can_withdraw)),
        Door(
            "/needs/{id}/withdraw",
            need(NeedAction.WITHDRAW, may=needs.can_withdraw),
            "POST",
            data={"reason": "dropped"},
        ),
    ],
    "needs.reinstate": [Door("/needs/{id}/reinstate", Rule("need", reinstates), "POST")],
    "needs.diagnosis": [Door("/needs/{id}/diagnosis", need(sees=is_diagnosed, may=always))],
    "needs.diagnose": [
        Door(
            "/needs/{id}/diagnosis/note",
            need(sees=is_diagnosed, may=always, states={NeedState.DIAGNOSIS}),
            "POST",
            data={"text": "看过现场"},
        )
    ],
    "needs.answer": [
        Door("/my/needs/{id}/answers/{question}", need(NeedAction.ANSWER), "POST", data={"text": "三万标方"})
    ],
    "needs.read": [Door("/my/needs/read", MEMBERS)],
    "needs.take": [Door("/my/needs/read", MEMBERS, "POST")],
    "needs.document": [Door("/my/needs/{id}/document", rule("sourced", sees=needs.can_edit))],
    "needs.edit": [
        Door("/my/needs/{id}/edit", need(NeedAction.EDIT)),
        Door("/my/needs/{id}/edit", need(NeedAction.EDIT), "POST"),
    ],
    "needs.change": [
        Door(f"/my/needs/{{id}}/{action}", need(action), "POST")
        for action in (NeedAction.SUBMIT, NeedAction.RECALL, NeedAction.REVISE)
    ]
    + [Door("/my/needs/{id}/discard", need(NeedAction.EDIT), "POST")],
}
