"""The doors of access: asking, deciding, agreements, the log."""

from typing import Any

from marketplace.core.actor import Actor
from marketplace.disclosure import policies
from marketplace.disclosure.rules import GRANT_LIFE, NDA_LIFE, GrantAction, NdaAction
from marketplace.listings.policies import sees_all
from marketplace.matching.rules import ApproachState
from marketplace.web.access import signed_in
from tests.web.answers import Answer, Door, Record, Rule, rule
from tests.web.doors.rules import shown_result, takes_part

WHY = {"reason": "资料还要整理"}


def decides(actor: Actor, grant: Any) -> bool:
    return policies.decides(actor, grant.achievement)


def own(actor: Actor, grant: Any) -> bool:
    return actor.person_id == grant.person_id


def is_party(actor: Actor, nda: Any) -> bool:
    return bool(policies.parties_of(actor, nda))


def manages_side(actor: Actor, nda: Any) -> bool:
    return bool({nda.discloser_id, nda.recipient_id} & actor.manages)


def signs(actor: Actor, nda: Any) -> bool:
    """In force both sides have signed: nobody may, and it is the state that says so."""
    return policies.signs_for(actor, nda) is not None or nda.state not in NDA_LIFE.table[NdaAction.SIGN].sources


def asks(actor: Actor, record: Record) -> Answer:
    """Anybody signed in asks for what the public reads; who sees all has nothing to ask for."""
    answer = shown_result(actor, record)
    return Answer.CONFLICT if answer is Answer.OPEN and sees_all(actor, record.out) else answer


def owned_page(actor: Actor, record: Record) -> Answer:
    """The owner's side; of what came out others know that it is there."""
    if policies.decides(actor, record.row.achievement):
        return Answer.OPEN
    shown = any(version.published_at is not None for version in record.row.achievement.versions)
    return Answer.FORBIDDEN if shown else Answer.HIDDEN


def decided(action: GrantAction) -> Rule:
    return rule("grant", sees=policies.sees_grant, may=decides, states=GRANT_LIFE.table[action].sources)


ASK = {"tier": "T2", "purpose": "核对数据"}
DOORS: dict[str, list[Door]] = {
    "disclosure.shut": [
        Door(
            "/access/interests/{id}/shut",
            rule("talk", sees=takes_part, may=decides, states={ApproachState.ACCEPTED}),
            "POST",
            data=WHY,
        )
    ],
    "disclosure.ask": [
        Door("/results/{id}/access/ask", Rule("result", shown_result)),
        Door("/results/{id}/access/ask", Rule("askable", asks), "POST", data=ASK),
    ],
    "disclosure.mine": [
        Door("/my/access", signed_in),
        Door("/my/access?view=given", signed_in),
        Door("/my/access?view=agreements", signed_in),
    ],
    "disclosure.cancel": [
        Door(
            "/my/access/{id}/cancel",
            rule("grant", sees=policies.sees_grant, may=own, states=GRANT_LIFE.table[GrantAction.CANCEL].sources),
            "POST",
        )
    ],
    "disclosure.owned": [Door("/results/{id}/access", Rule("result", owned_page))],
    "disclosure.log_file": [Door("/results/{id}/access/log.csv", Rule("result", owned_page))],
    "disclosure.decide": [
        Door("/access/{id}/grant", decided(GrantAction.GRANT), "POST", data={"until": "{soon}", "years": "3"}),
        Door("/access/{id}/decline", decided(GrantAction.DECLINE), "POST", data=WHY),
        Door("/access/{id}/extend", decided(GrantAction.EXTEND), "POST", data={"until": "{soon}"}),
        Door("/access/{id}/revoke", decided(GrantAction.REVOKE), "POST", data=WHY),
    ],
    "disclosure.nda": [Door("/nda/{id}", rule("nda", sees=is_party))],
    "disclosure.nda_file": [
        Door("/nda/{id}.docx", rule("nda", sees=is_party)),
        Door("/nda/{id}.txt", rule("nda", sees=is_party)),
    ],
    "disclosure.evidence": [Door("/nda/{id}/evidence", rule("nda", sees=is_party))],
    "disclosure.sign": [
        Door(
            "/nda/{id}/sign",
            rule("nda", sees=is_party, may=signs, states=NDA_LIFE.table[NdaAction.SIGN].sources),
            "POST",
            data={"name": "某人", "office": "主任", "entitled": "y", "sha256": "{hash_of_nda}"},
        )
    ],
    "disclosure.close": [
        Door(
            "/nda/{id}/refuse",
            rule("nda", sees=is_party, may=manages_side, states=NDA_LIFE.table[NdaAction.REFUSE].sources),
            "POST",
            data=WHY,
        ),
        Door(
            "/nda/{id}/end",
            rule("nda", sees=is_party, may=manages_side, states=NDA_LIFE.table[NdaAction.END].sources),
            "POST",
            data=WHY,
        ),
    ],
}
