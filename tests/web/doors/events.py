"""The doors of sessions."""

from marketplace.events import policies as events
from marketplace.events.inviting.services import LIST_OPEN
from marketplace.events.rules import ADJUSTABLE, IN_HAND, EventAction, EventState, RegistrationState
from marketplace.web.access import signed_in
from tests.web.answers import Door, always, never, rule
from tests.web.doors.rules import (
    EVERYBODY,
    at_door,
    checks_in,
    event,
    owned,
    owns_its_session,
    runs_its_session,
    watches,
)

DOORS: dict[str, list[Door]] = {
    "events.index": [Door("/events", EVERYBODY)],
    "events.show": [Door("/events/{id}", rule("event", sees=events.can_see))],
    "events.calendar": [Door("/events/{id}/calendar.ics", rule("event", sees=events.can_see))],
    "events.register": [
        Door("/events/{id}/register/provider", event(may=always, states={EventState.REGISTERING})),
        Door("/events/{id}/register/seeker", event(may=always, states={EventState.REGISTERING}), "POST"),
    ],
    "events.change_registration": [
        Door("/events/{event}/registrations/{id}", rule("party", sees=events.represents, states=IN_HAND)),
        Door("/events/{event}/registrations/{id}", rule("party", sees=events.represents, states=IN_HAND), "POST"),
    ],
    "events.withdraw": [
        Door(
            "/events/{event}/registrations/{id}/withdraw",
            rule("party", sees=events.represents, states=IN_HAND),
            "POST",
        )
    ],
    "events.wishes": [
        Door("/events/{event}/registrations/{id}/wishes", rule("party", sees=events.wishes_for)),
        Door(
            "/events/{event}/registrations/{id}/wishes",
            rule("party", sees=events.wishes_for, states={RegistrationState.ACCEPTED}),
            "POST",
        ),
    ],
    "events.ask_meeting": [
        Door(
            "/events/{event}/registrations/{id}/requests/0/ask",  # nobody of this number is there
            rule("party", sees=never),
            "POST",
        )
    ],
    "events.agenda": [Door("/events/{event}/registrations/{id}/agenda", rule("guest", sees=events.wishes_for))],
    "events.agenda_file": [
        Door("/events/{event}/registrations/{id}/agenda.ics", rule("guest", sees=events.wishes_for))
    ],
    "events.calendar_feed": [  # whoever holds the address that was signed for the party
        Door("/events/calendars/{feed}.ics", EVERYBODY),
        Door("/events/calendars/forged.ics", frozenset()),
    ],
    "events.timetable": [Door("/my/events/{id}/timetable", event())],
    "events.timetable_file": [Door("/my/events/{id}/timetable.xlsx", event())],
    "events.make_timetable": [Door("/my/events/{id}/timetable/make", event(EventAction.PLAN), "POST")],
    "events.publish_timetable": [Door("/my/events/{id}/timetable/publish", event(EventAction.PUBLISH), "POST")],
    "events.managed": [Door("/my/events", signed_in)],
    "events.create": [Door("/my/events/new", events.organises), Door("/my/events/new", events.organises, "POST")],
    "events.set_up": [
        Door("/my/events/{id}/set-up/about", event()),
        Door("/my/events/{id}/set-up/rounds", event(), "POST"),  # nothing filled in: the step comes back
    ],
    "events.check_set_up": [Door("/my/events/{id}/set-up/check", event())],
    "events.edit": [Door("/my/events/{id}/edit", event()), Door("/my/events/{id}/edit", event(), "POST")],
    "events.desk": [Door("/my/events/{id}", event())],
    "events.parties": [Door("/my/events/{id}/parties", event())],
    "events.decide": [
        Door(
            "/my/events/{event}/parties/{id}/accept",
            rule("party", may=runs_its_session, states={RegistrationState.APPLIED, RegistrationState.WAITING}),
            "POST",
        ),
        Door(
            "/my/events/{event}/parties/{id}/refuse",
            rule("party", may=runs_its_session, states={RegistrationState.APPLIED, RegistrationState.WAITING}),
            "POST",
            data={"note": "与主题不符"},
        ),
    ],
    "events.fix_table": [Door("/my/events/{event}/parties/{id}/table", rule("party", may=runs_its_session), "POST")],
    "events.change": [
        Door("/my/events/{id}/open", event(EventAction.OPEN), "POST"),
        Door("/my/events/{id}/gather", event(EventAction.GATHER), "POST"),
        Door("/my/events/{id}/reopen", event(EventAction.REOPEN), "POST"),
        Door("/my/events/{id}/end", event(EventAction.END), "POST"),
        Door("/my/events/{id}/lock", event(EventAction.LOCK), "POST"),
        Door("/my/events/{id}/unlock", event(EventAction.UNLOCK), "POST"),
        Door("/my/events/{id}/adjust", event(EventAction.ADJUST), "POST"),
    ],
    "events.cancel": [Door("/my/events/{id}/cancel", event(EventAction.CANCEL), "POST", data={"note": "场地停用"})],
    "events.door": [Door("/events/{id}/door", at_door())],
    "events.walk_in": [
        Door("/events/{id}/door/walk-in", at_door()),
        Door("/events/{id}/door/walk-in", at_door(states=()), "POST"),
    ],
    "events.note": [
        Door("/events/{event}/door/{id}/here", rule("today", may=checks_in), "POST"),
        Door("/events/{event}/door/{id}/excused", rule("today", may=checks_in), "POST"),
        Door("/events/{event}/door/{id}/absent", rule("today", may=checks_in), "POST"),
        Door("/events/{event}/door/{id}/undo", rule("today", may=checks_in, states=()), "POST"),
    ],
    "events.arrive": [Door("/events/{event}/arrive/{code}", rule("today", sees=watches))],
    "events.check_in": [Door("/events/{event}/registrations/{id}/here", rule("today", sees=events.represents), "POST")],
    "events.tell": [
        Door(
            "/events/{event}/registrations/{id}/meetings/{wish}",
            rule("today", sees=events.wishes_for),
            "POST",
            data={"how": "proposal", "next_step": "visit"},
        )
    ],
    "events.screen": [Door("/events/{event}/screen", rule("today", sees=watches))],
    "events.screen_now": [Door("/events/{event}/screen/now", rule("today", sees=watches))],
    "events.follow": [
        Door(
            "/events/{event}/registrations/{id}/meetings/{wish}/follow-up",
            rule("today", sees=events.wishes_for, states=()),
            "POST",
        )
    ],
    "events.own_paper": [Door("/events/{event}/registrations/{id}/agenda.pdf", rule("guest", sees=events.wishes_for))],
    "events.papers_of": [
        Door("/my/events/{event}/papers/agendas.pdf", rule("today", may=runs_its_session)),
        Door("/my/events/{event}/papers/tables.pdf", rule("today", may=runs_its_session)),
        Door("/my/events/{event}/papers/badges.pdf", rule("today", may=runs_its_session)),
    ],
    "events.report": [Door("/my/events/{event}/report", rule("today", may=runs_its_session))],
    "events.meetings": [Door("/my/events/{event}/meetings", rule("today", may=runs_its_session))],
    "events.report_book": [Door("/my/events/{event}/report.xlsx", rule("today", may=runs_its_session))],
    "events.report_document": [Door("/my/events/{event}/report.docx", rule("today", may=runs_its_session))],
    "events.adjust": [
        Door("/my/events/{id}/timetable/move", event(), "POST"),  # nothing chosen: the page comes back
    ],
    "events.change_tables": [
        Door("/my/events/{id}/timetable/tables", event(states=ADJUSTABLE), "POST", data={"tables": "9", "closed": "2"})
    ],
    "events.try_out": [Door("/my/events/{id}/timetable/try", event(states=ADJUSTABLE), "POST", data={"slots": "3"})],
    "events.foresee": [
        Door(f"/my/events/{{id}}/timetable/try?slots={number}", event(states=ADJUSTABLE))
        for number in (3, 99)  # 99 is out of bounds, which is a sentence
    ],
    "events.compare": [Door("/my/events/{event}/timetable/compare", rule("today", may=runs_its_session))],
    "events.adopt": [
        Door("/my/events/{event}/timetable/{plan}/adopt", rule("today", may=runs_its_session, states=()), "POST")
    ],
    "events.come_late": [
        Door(
            "/my/events/{event}/parties/{id}/late",
            rule("party", may=runs_its_session),
            "POST",
            data={"comes_in": "2"},
        )
    ],
    "events.roadshow": [
        Door("/my/events/{id}/roadshow", event()),
        Door("/my/events/{id}/roadshow", event(), "POST"),  # nothing written: the page comes back
    ],
    "events.block": [
        Door("/my/events/{event}/roadshow/{id}", rule("block", may=runs_its_session)),
        Door("/my/events/{event}/roadshow/{id}", rule("block", may=runs_its_session), "POST"),
    ],
    "events.move_block": [
        Door("/my/events/{event}/roadshow/{id}/up", rule("block", may=runs_its_session), "POST"),
        Door("/my/events/{event}/roadshow/{id}/down", rule("block", may=runs_its_session), "POST"),
        Door("/my/events/{event}/roadshow/{id}/remove", rule("block", may=runs_its_session), "POST"),
    ],
    "events.order_blocks": [
        Door(
            "/my/events/{event}/roadshow/order",
            rule("block", may=runs_its_session),
            "POST",
            data={"order": "{id}"},
        )
    ],
    "events.slides": [
        Door("/events/{event}/roadshow/{id}/slides", rule("block", may=runs_its_session)),
        Door("/events/{event}/roadshow/{id}/slides", rule("block", may=runs_its_session), "POST"),
    ],
    "events.remove_slide": [
        Door("/events/{event}/roadshow/{id}/slides/{slide}/remove", rule("block", may=runs_its_session), "POST")
    ],
    "events.slide": [Door("/events/{event}/slides/{slide}", rule("block", may=runs_its_session))],
    "events.invitations": [Door("/my/events/{id}/invitations", event())],
    "events.choose_invitees": [
        Door("/my/events/{id}/invitations/choose", event(states=LIST_OPEN), "POST"),  # nobody ticked: it comes back
    ],
    "events.send_invitations": [
        Door("/my/events/{event}/invitations/send", rule("invitee", may=runs_its_session, states={"chosen"}), "POST")
    ],
    "events.remind_invited": [
        Door("/my/events/{event}/invitations/remind", rule("invitee", may=runs_its_session), "POST")
    ],
    "events.drop_invitee": [
        Door(
            "/my/events/{event}/invitations/{id}/drop",
            rule("invitee", may=runs_its_session, states={"chosen"}),
            "POST",
        )
    ],
    "events.invited": [Door("/events/{event}/invited/{code}", rule("letter", sees=always))],
    "events.decline_invitation": [
        Door("/events/{event}/invited/{code}/decline", rule("letter", sees=always, states={"invited"}), "POST")
    ],
    "events.staff": [Door("/my/events/{id}/staff", owned())],
    "events.grant": [Door("/my/events/{id}/staff", owned(), "POST", data={"email": "broker@example.org"})],
    "events.revoke": [Door("/my/events/{event}/staff/{helper}/revoke", rule("today", may=owns_its_session), "POST")],
    "events.discard": [Door("/my/events/{id}/discard", event(states={EventState.DRAFT}), "POST")],
}
