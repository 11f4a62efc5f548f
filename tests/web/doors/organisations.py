"""The doors of organisations and mandates."""

from marketplace.accounts.models import MandateState, Standing
from marketplace.organisations import policies as organisations
from marketplace.organisations.rules import DoorState
from tests.web.answers import Door, Rule, rule
from tests.web.doors.rules import (
    EVERYBODY,
    LOCK,
    OTHER,
    SIGNED_IN,
    WHY,
    acts_on,
    at_home,
    joins,
    leaves,
    managed,
    manages,
    manages_owner,
    mandate,
    only,
)

DOORS: dict[str, list[Door]] = {
    "organisations.index": [Door("/organisations", EVERYBODY)],
    "organisations.new": [Door("/organisations/new", SIGNED_IN), Door("/organisations/new", SIGNED_IN, "POST")],
    "organisations.show": [Door("/organisations/{id}", rule("organisation"))],
    "organisations.logo": [Door("/organisations/{id}/logo", rule("organisation"))],
    "organisations.edit": [
        Door("/organisations/{id}/edit", managed),
        Door("/organisations/{id}/edit", managed, "POST", data=LOCK),
    ],
    "organisations.change_logo": [Door("/organisations/{id}/logo", managed, "POST", "remove")],
    "organisations.people": [
        Door("/organisations/{id}/people", rule("organisation", may=organisations.can_see_members))
    ],
    "organisations.change_member": [
        Door(f"/organisations/UNI-A/members/{{member}}/{act}", at_home, "POST")
        for act in ("promote", "demote", "remove")
    ],
    "organisations.leave": [Door("/organisations/UNI-A/leave", Rule("ours", leaves), "POST")],
    "organisations.invite": [Door("/organisations/{id}/invitations", managed, "POST")],
    "organisations.change_invitation": [
        Door(
            f"/organisations/UNI-A/invitations/{{id}}/{act}",
            rule("invitation", may=manages_owner, states={DoorState.OPEN}),
            "POST",
        )
        for act in ("resend", "withdraw")
    ],
    "organisations.answer_request": [
        Door(
            f"/organisations/UNI-A/requests/{{id}}/{act}",
            rule("request", may=manages_owner, states={DoorState.OPEN}),
            "POST",
            data={"reason": "没有空位"},
        )
        for act in ("approve", "decline")
    ],
    "organisations.mandates": [
        Door("/organisations/{id}/mandates", rule("organisation", may=organisations.can_see_members))
    ],
    "organisations.new_mandate": [
        Door("/organisations/{id}/mandates/new", managed),
        Door("/organisations/{id}/mandates/new", managed, "POST"),
    ],
    "organisations.my_mandates": [Door("/my/mandates", SIGNED_IN)],
    "organisations.mandate": [Door("/mandates/{id}", mandate)],
    "organisations.mandate_paper": [Door("/mandates/{id}/paper", mandate)],
    "organisations.change_mandate": [
        *(
            Door(f"/mandates/{{id}}/{act}", acts_on(organisations.holds, MandateState.PROPOSED), "POST", data=WHY)
            for act in ("accept", "decline")
        ),
        Door("/mandates/{id}/give_up", acts_on(organisations.holds, MandateState.ACCEPTED), "POST", data=WHY),
        Door("/mandates/{id}/withdraw", acts_on(manages_owner, MandateState.PROPOSED), "POST", data=WHY),
        Door("/mandates/{id}/revoke", acts_on(manages_owner, MandateState.ACCEPTED), "POST", data=WHY),
    ],
    "organisations.mine": [Door("/my/organisations", SIGNED_IN)],
    "organisations.choose": [
        Door("/my/organisations/UNI-A/choose", rule("ours", sees=lambda actor, row: actor.belongs_to(row.id)), "POST")
    ],
    "organisations.ask": [Door("/organisations/UNI-B/join", Rule("theirs", joins), "POST")],
    "organisations.take_back": [Door("/organisations/UNI-A/join/withdraw", rule("ours", states=()), "POST")],
    "organisations.invitation": [Door("/invitations/{invited}", only(OTHER))],
    "organisations.answer_invitation": [Door("/invitations/{invited}/accept", only(OTHER), "POST")],
    "organisations.verification": [
        Door("/organisations/{id}/verification", managed),
        Door("/organisations/{id}/verification", managed, "POST"),
    ],
    "organisations.recall": [
        Door(
            "/organisations/{id}/verification/recall",
            rule("organisation", may=manages, states={Standing.PENDING}),
            "POST",
        )
    ],
    "organisations.evidence": [Door("/organisations/UNI-A/evidence/{verification}", rule("ours", sees=manages))],
}
