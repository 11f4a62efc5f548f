"""The doors of deals."""

from marketplace.deals import policies as deals
from marketplace.deals.rules import LIVE, DealState
from marketplace.deals.services.handing import may_hand_over
from marketplace.deals.views.blueprint import works_deals
from marketplace.matching.views.lists import looks_after_records
from tests.web.answers import Door, Rule, never, rule
from tests.web.doors.rules import MEMBERS

OPEN = {DealState.OPEN}
ends, conducts = (rule("deal", sees=deals.can_see, may=may) for may in (deals.can_end, deals.can_conduct))


def sees(*states: DealState) -> Rule:
    return rule("deal", sees=deals.can_see, states=set(states) or None)


DOORS: dict[str, list[Door]] = {
    "deals.show": [Door("/desk", works_deals)],
    "deals.listed": [Door("/desk/list", works_deals)],
    "deals.bulk": [Door("/desk/bulk", works_deals, "POST")],
    "deals.forecast": [Door("/desk/forecast?by=seeker", works_deals)],
    "deals.month": [Door("/desk/calendar", works_deals)],
    "deals.month_file": [Door("/desk/calendar.ics", works_deals)],
    "deals.agency_book": [Door("/desk/agency", works_deals)],
    "deals.hand_over": [Door("/desk/hand-over", works_deals, "POST")],
    "deals.mine": [Door("/my/deals", MEMBERS)],
    "deals.new": [Door("/deals/new", looks_after_records), Door("/deals/new", looks_after_records, "POST")],
    "deals.open_meeting": [
        Door("/events/{event}/meetings/{wish}/deal", rule("today", sees=never), "POST")  # nobody said that it goes on
    ],
    "deals.open_pair": [
        Door("/deals/open", looks_after_records, "POST", data={"need": "{wanted}", "result": "{shown}"})
    ],
    "deals.deal": [Door("/deals/{id}", sees())],
    "deals.edit": [
        Door("/deals/{id}/edit", conducts),
        Door(
            "/deals/{id}/edit",
            rule("deal", sees=deals.can_see, may=deals.can_conduct, states=OPEN),
            "POST",
            data={"title": "余热", "pipeline": "service_deal", "turn": "turn_broker"},
        ),
    ],
    "deals.move": [Door("/deals/{id}/move", conducts, "POST", data={"stage": "lead_verified"})],
    "deals.simple": [
        Door("/deals/{id}/undo", ends, "POST"),
        Door("/deals/{id}/resume", conducts, "POST"),
        Door("/deals/{id}/reopen", conducts, "POST"),
        Door("/deals/{id}/close", conducts, "POST"),
    ],
    "deals.pause": [Door("/deals/{id}/pause", sees(*OPEN), "POST", data={"reason": "pause_data"})],
    "deals.lose": [Door("/deals/{id}/lose", sees(*LIVE), "POST", data={"reason": "lost_price"})],
    "deals.tick": [
        Door(
            "/deals/{id}/tick",
            rule("deal", sees=deals.can_see, may=deals.can_conduct, states=OPEN),
            "POST",
            data={"fact": "parties_verified", "note": "电话核实"},
        )
    ],
    "deals.untick": [Door("/deals/{id}/untick", conducts, "POST", data={"fact": "talk_held"})],
    "deals.say": [Door("/deals/{id}/say", sees(), "POST", data={"text": "何时方便？"})],
    "deals.add_task": [
        Door("/deals/{id}/tasks", sees(*OPEN), "POST", data={"title": "寄样品", "turn": "turn_provider"})
    ],
    "deals.do_task": [Door("/deals/{id}/tasks/{task}", sees(), "POST")],
    "deals.add_contact": [Door("/deals/{id}/contacts", sees(*OPEN), "POST", data={"name": "陈工"})],
    "deals.drop_contact": [Door("/deals/{id}/contacts/{contact}/drop", sees(), "POST")],
    "deals.merge": [Door("/deals/{id}/merge", conducts, "POST", data={"into": "{other_deal}"})],
    "deals.hand_over_one": [Door("/deals/{id}/hand-over", rule("deal", sees=deals.can_see, may=may_hand_over), "POST")],
    # without the token of the settings there is no such door
    "deals.mail_in": [Door("/mail/in", frozenset(), "POST")],
}
