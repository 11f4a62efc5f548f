"""The doors of pairs and talks."""

from marketplace.matching.views.lists import looks_after_records
from tests.web.answers import Door, Rule, always, rule
from tests.web.doors.rules import (
    ADMINS,
    ENTERPRISE,
    OWNER,
    decides_learnt,
    listing,
    need,
    only,
    receives_talk,
    sees_learnt,
    shown_result,
    takes_part,
)

DOORS: dict[str, list[Door]] = {
    "matching.results": [Door("/needs/{id}/matches", need(may=always))],
    "matching.needs": [Door("/results/{id}/matches", Rule("result", shown_result))],
    "matching.pair": [
        Door("/needs/{id}/matches/{shown}", need(may=always)),
        Door("/needs/{wanted}/matches/{id}", Rule("result", shown_result)),
    ],
    "matching.approach": [
        Door("/needs/{wanted}/matches/{shown}/interest", only(OWNER, ENTERPRISE)),
        Door("/needs/{wanted}/matches/{shown}/question", only(OWNER, ENTERPRISE), "POST"),
    ],
    "matching.aside": [
        Door("/needs/{wanted}/matches/{shown}/decline", only(OWNER, ENTERPRISE), "POST", data={"reason": "price"}),
        Door("/needs/{wanted}/matches/{shown}/undo", only(OWNER, ENTERPRISE), "POST"),
    ],
    "matching.echo": [Door("/my/results/{id}/echo", listing())],
    "matching.all_talks": [Door("/my/talks", looks_after_records)],
    "matching.talk": [Door("/my/talks/{talk}", only(OWNER, ENTERPRISE))],
    "matching.act": [
        Door("/my/talks/{id}/accept", rule("talk", sees=takes_part, may=receives_talk), "POST"),
        Door("/my/talks/{id}/back", rule("talk", sees=takes_part, may=receives_talk), "POST", data={"text": "多少？"}),
    ],
    "matching.say": [Door("/my/talks/{talk}/say", only(OWNER, ENTERPRISE), "POST", data={"text": "何时方便？"})],
    "matching.fill": [Door("/my/talks/{id}/fill", rule("answered", sees=takes_part, may=receives_talk), "POST")],
    "matching.rankers": [Door("/admin/rankers", ADMINS)],
    "matching.train_rankers": [Door("/admin/rankers/train", ADMINS, "POST")],
    "matching.change_ranker": [
        Door("/admin/rankers/{ranker}/promote", ADMINS, "POST"),
        Door("/admin/rankers/{used_ranker}/back", ADMINS, "POST"),
    ],
    "matching.portfolio": [Door("/my/pairs", looks_after_records)],
    "matching.learnt": [Door("/organisations/{id}/learning", rule("organisation", may=sees_learnt))],
    "matching.lessons": [Door("/organisations/ENT-A/learning/{wanted}", only(ENTERPRISE))],
    "matching.switch_learning": [
        Door("/organisations/{id}/learning/off", rule("organisation", may=decides_learnt), "POST")
    ],
    "matching.forget_learnt": [
        Door("/organisations/{id}/learning/forget", rule("organisation", may=decides_learnt), "POST")
    ],
}
