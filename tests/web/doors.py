"""Who gets in where: every route with its address, its method and the policy that answers.

A new route needs a row in DOORS under its endpoint, with one `Door` for each method:

    "listings.mine": [Door("/my/results", MEMBERS)],                    # a policy: asked with each reader
    "admin.reindex": [Door("/admin/search/reindex", ADMINS, "POST")],
    "accounts.export": [Door("/account/data/{export}.zip", only(OWNER))],  # or the readers who get in, by name
    "listings.recall": [Door("/my/results/{id}/recall", rule("result", sees=.., may=.., states=..), "POST")],

The last is a rule on a record: `{id}` becomes each record of that kind in `house.py`, one in every state, and the answer
is read from the policies: who may not know of it gets 404, who may not do this 403, in other states 409. Other braces
are names of `House.names`. `test_policies.py` walks each row as every reader of `house.READERS`;
`python -m tests.web.access` writes the same rows into docs/access.md.
"""

from typing import Any

from ingest.models import RunState
from ingest.runs import STOPPABLE, UNDOABLE
from marketplace.accounts.models import MandateState, Standing
from marketplace.core.actor import Actor, Role
from marketplace.events import policies as events
from marketplace.events.rules import IN_HAND, EventAction, EventState, RegistrationState
from marketplace.events.rules import LIFECYCLE as EVENT_LIFE
from marketplace.listings import policies as listings
from marketplace.listings.queries.records import GONE
from marketplace.listings.rules import LIFECYCLE as LISTING_LIFE
from marketplace.listings.rules import VISIBLE as LISTED
from marketplace.listings.rules import ListingAction, ListingState
from marketplace.matching.policies import sides_of
from marketplace.matching.talks import standing_of
from marketplace.matching.views.lists import looks_after_records
from marketplace.needs import policies as needs
from marketplace.needs.rules import LIFECYCLE as NEED_LIFE
from marketplace.needs.rules import NeedAction, NeedState
from marketplace.organisations import policies as organisations
from marketplace.organisations.rules import DoorState
from marketplace.web.access import anyone, by_token, has_role, in_an_organisation, member_somewhere, signed_in
from tests.web.answers import Answer, Door, Record, Rule, always, rule

PUBLIC, OWNER, OTHER, ENTERPRISE, CURATOR, ADMIN = "public", "owner", "other", "enterprise", "curator", "admin"
# rows that name their readers are walked by these; rules and policies by everybody in house.READERS
NAMED = frozenset({PUBLIC, OWNER, OTHER, ENTERPRISE, CURATOR, ADMIN, "broker", "organiser", "expert"})
EVERYBODY, SIGNED_IN, MEMBERS = anyone, signed_in, in_an_organisation
CURATORS, ADMINS = has_role(Role.CURATOR), has_role(Role.ADMIN)


def only(*readers: str) -> frozenset[str]:
    return frozenset(readers)


def listing(action: ListingAction | None = None, **said: Any) -> Rule:
    """On an achievement's version in work, or its newest; `action` gives the states from the table of states."""
    states = {"states": LISTING_LIFE.table[action].sources} if action else {}
    return rule("result", **{"sees": listings.can_see, "may": by_listing} | states | said)


def by_listing(actor: Actor, version: Any) -> bool:
    return listings.can_edit(actor, version.achievement)


def submits_listing(actor: Actor, version: Any) -> bool:
    return listings.can_submit(actor, version.achievement)


def looks_after(actor: Actor, version: Any) -> bool:
    return listings.can_look_after(actor, version.achievement)


def came_out(action: ListingAction, **said: Any) -> Rule:
    """On the version that came out."""
    return listing(action, **{"may": looks_after, "of": "out"} | said)


def public_page(_actor: Actor, record: Record) -> Answer:
    """The page of a record: the version in force, a tombstone, or nothing."""
    if record.out is None:
        return Answer.HIDDEN
    return Answer.GONE if record.out.state in GONE else Answer.OPEN


def shown_result(_actor: Actor, record: Record) -> Answer:
    """What is said of a result while the public reads it, and of no other."""
    return Answer.OPEN if record.out is not None and record.out.state in LISTED else Answer.HIDDEN


def takes_part(actor: Actor, talk: Any) -> bool:
    return bool(sides_of(actor, talk))


def receives_talk(actor: Actor, talk: Any) -> bool:
    return standing_of(actor, talk)[1]


def version_page(actor: Actor, record: Record) -> Answer:
    """The page of one version; of what was taken off others than its owner's side see the tombstone."""
    if listings.can_see(actor, record.row):
        return Answer.OPEN
    return Answer.GONE if record.row.state in GONE else Answer.HIDDEN


def restores(actor: Actor, record: Record) -> Answer:
    """Whoever took it off puts it back."""
    answer = came_out(ListingAction.RESTORE).answer(actor, record)
    refused = answer is Answer.OPEN and not listings.can_restore(actor, record.out)
    return Answer.FORBIDDEN if refused else answer


def need(action: NeedAction | None = None, **said: Any) -> Rule:
    states = {"states": NEED_LIFE.table[action].sources} if action else {}
    return rule("need", **{"sees": needs.can_see, "may": needs.can_edit} | states | said)


def reinstates(actor: Actor, record: Record) -> Answer:
    answer = need(NeedAction.REINSTATE, may=needs.can_withdraw).answer(actor, record)
    return Answer.FORBIDDEN if answer is Answer.OPEN and not needs.can_reinstate(actor, record.row) else answer


def is_diagnosed(actor: Actor, row: Any) -> bool:
    return row.diagnosis is not None and needs.can_see(actor, row) and needs.can_diagnose(actor, row)


def manages(actor: Actor, organisation: Any) -> bool:
    return organisations.can_manage(actor, organisation.id)


def manages_owner(actor: Actor, row: Any) -> bool:
    return organisations.can_manage(actor, getattr(row, "owner_id", None) or row.organisation_id)


def manages_itself(actor: Actor, row: Any) -> bool:
    """Managers alone: administrators do not set up sources."""
    return row.organisation_id in actor.manages


def belongs(actor: Actor, row: Any) -> bool:
    return actor.belongs_to(row.organisation_id)


def leaves(actor: Actor, record: Record) -> Answer:
    """Members; the only manager cannot."""
    if not actor.belongs_to(record.row.id):
        return Answer.HIDDEN
    return Answer.CONFLICT if record.row.id in actor.manages else Answer.OPEN


def joins(actor: Actor, record: Record) -> Answer:
    return Answer.CONFLICT if actor.belongs_to(record.row.id) else Answer.OPEN


def own_job(actor: Actor, row: Any) -> bool:
    return actor.person_id == row.person_id


def opens_paper(actor: Actor, record: Record) -> Answer:
    """A file of a version: of what the reader may see, at the tiers that are open."""
    if not listings.can_see(actor, record.row):
        return Answer.HIDDEN
    if record.out.tier in listings.tiers_of(actor, record.row):
        return Answer.OPEN
    return Answer.FORBIDDEN if actor.signed_in else Answer.SIGN_IN


def event(action: EventAction | None = None, **said: Any) -> Rule:
    states = {"states": EVENT_LIFE.table[action].sources} if action else {}
    return rule("event", **{"sees": events.can_see, "may": events.can_manage} | states | said)


def runs_its_session(actor: Actor, row: Any) -> bool:
    return events.can_manage(actor, row.event)


managed = rule("organisation", may=manages)
at_home = rule("ours", may=manages)
mandate = rule("mandate", sees=organisations.can_see_mandate)
sourced = rule("import", sees=belongs)

AT_REST = frozenset(RunState) - {RunState.UPLOADED, RunState.LOADING}  # no job at work on it
LOCK = {"lock": "{lock}"}
WHY = {"reason": "改由本单位自己办理"}


def acts_on(may: Any, state: MandateState) -> Rule:
    return rule("mandate", sees=organisations.can_see_mandate, may=may, states={state})


DOORS: dict[str, list[Door]] = {
    "static": [Door("/static/icon.svg", EVERYBODY)],
    "assets.sheets": [Door("/assets/{sheet}.css", EVERYBODY)],
    "health.alive": [Door("/healthz", EVERYBODY)],
    "health.ready": [Door("/readyz", EVERYBODY)],
    "metrics.metrics": [Door("/metrics", frozenset())],
    "admin.operations": [Door("/admin/operations", only(ADMIN))],
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
    "listings_api.own": [Door("/api/v1/results", MEMBERS)],
    "listings_api.one": [Door("/api/v1/results/{id}", listing())],
    "listings_api.begin": [Door("/api/v1/results", by_token, "POST")],
    "listings_api.change": [Door("/api/v1/results/R-1", by_token, "PATCH")],
    "needs_api.own": [Door("/api/v1/needs", MEMBERS)],
    "needs_api.one": [Door("/api/v1/needs/{id}", need())],
    "needs_api.begin": [Door("/api/v1/needs", by_token, "POST")],
    "needs_api.change": [Door("/api/v1/needs/N-1", by_token, "PATCH")],
    "imports_api.send": [Door("/api/v1/imports", by_token, "POST")],
    "imports_api.one": [Door("/api/v1/imports/x", by_token)],
    "accounts.sign_out": [Door("/logout", SIGNED_IN, "POST")],
    "inbox.show": [Door("/inbox", SIGNED_IN)],
    "inbox.count": [Door("/inbox/count", SIGNED_IN)],
    "gallery.components": [Door("/_components", EVERYBODY)],
    "outgoing.mails": [Door("/dev/mail", ADMINS)],
    "discovery.home": [Door("/", EVERYBODY)],
    "discovery.guide": [Door("/about/guide", EVERYBODY)],
    "discovery.accessibility": [Door("/about/accessibility", EVERYBODY)],
    "discovery.figures_explained": [Door("/about/figures", EVERYBODY)],
    "discovery.search": [Door("/search?q=x", EVERYBODY)],
    "discovery.ask": [Door("/search", EVERYBODY, "POST")],
    "discovery.suggestions": [Door("/search/suggest?q=x", EVERYBODY)],
    "discovery.similar": [Door("/results/{shown}/similar", EVERYBODY)],
    "api.describe": [Door("/api/v1/openapi.json", EVERYBODY)],
    "api.search": [Door("/api/v1/search?q=x", EVERYBODY)],
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
    "listings.file": [Door("/results/{id}/v1/files/{paper}", Rule("paper", opens_paper))],
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
    "events.agenda": [Door("/events/{event}/registrations/{id}/agenda", rule("guest", sees=events.wishes_for))],
    "events.agenda_file": [
        Door("/events/{event}/registrations/{id}/agenda.ics", rule("guest", sees=events.wishes_for))
    ],
    "events.timetable": [Door("/my/events/{id}/timetable", event())],
    "events.timetable_file": [Door("/my/events/{id}/timetable.xlsx", event())],
    "events.make_timetable": [Door("/my/events/{id}/timetable/make", event(EventAction.PLAN), "POST")],
    "events.publish_timetable": [Door("/my/events/{id}/timetable/publish", event(EventAction.PUBLISH), "POST")],
    "events.managed": [Door("/my/events", events.organises)],
    "events.create": [Door("/my/events/new", events.organises), Door("/my/events/new", events.organises, "POST")],
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
    "events.discard": [Door("/my/events/{id}/discard", event(states={EventState.DRAFT}), "POST")],
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
    "workdays.days": [Door("/admin/workdays", ADMINS)],
    "workdays.add_day": [Door("/admin/workdays", ADMINS, "POST")],
    "workdays.add_file": [Door("/admin/workdays/file", ADMINS, "POST")],
    "workdays.remove_day": [Door("/admin/workdays/{holiday}/remove", ADMINS, "POST")],
    "admin.home": [Door("/admin", ADMINS)],
    "admin.audit": [Door("/admin/audit", ADMINS)],
    "admin.audit_file": [Door("/admin/audit.csv", ADMINS), Door("/admin/audit.xlsx", ADMINS)],
    "admin.people": [Door("/admin/people", ADMINS)],
    "admin.person": [Door("/admin/people/{somebody}", ADMINS)],
    "admin.change_role": [Door("/admin/people/{somebody}/roles/expert/give", ADMINS, "POST")],
    "admin.act_on_person": [Door("/admin/people/{somebody}/sign-out", ADMINS, "POST")],
    "admin.organisations": [Door("/admin/organisations", ADMINS)],
    "admin.organisation": [Door("/admin/organisations/UNI-A", ADMINS)],
    "admin.decide_verification": [
        Door(f"/admin/organisations/UNI-A/verification/{{verification}}/{act}", ADMINS, "POST")
        for act in ("send_back", "verify")
    ],
    "organisations.index": [Door("/organisations", EVERYBODY)],
    "organisations.new": [Door("/organisations/new", SIGNED_IN), Door("/organisations/new", SIGNED_IN, "POST")],
    "admin.merge": [Door("/admin/organisations/UNI-A/merge", ADMINS)],
    "admin.perform_merge": [Door("/admin/organisations/UNI-A/merge", ADMINS, "POST")],
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
    "admin.search": [Door("/admin/search", ADMINS)],
    "admin.reindex": [Door("/admin/search/reindex", ADMINS, "POST")],
    "imports.index": [Door("/import", MEMBERS)],
    "imports.upload": [Door("/import", MEMBERS, "POST")],
    "imports.show": [Door("/import/{id}", sourced)],
    "imports.choose": [Door("/import/{id}", rule("import", sees=belongs, states={RunState.PLANNED}), "POST")],
    "imports.problems": [Door("/import/{id}/problems.xlsx", rule("read import", sees=belongs, states={RunState.DONE}))],
    "imports.sources": [Door("/import/sources", member_somewhere)],
    "imports.add_source": [Door("/import/sources", member_somewhere, "POST")],
    "imports.source": [Door("/import/sources/{id}", rule("source", sees=belongs))],
    "imports.try_source": [Door("/import/sources/{id}/try", rule("source", sees=belongs), "POST")],
    "imports.change_source": [
        Door(f"/import/sources/{{id}}/{act}", rule("source", sees=belongs, may=manages_itself), "POST")
        for act in ("harvest", "pause", "resume", "remove")
    ],
    "imports.go_on": [
        Door(f"/import/{{id}}/{act}", rule("import", sees=belongs, states=states), "POST")
        for act, states in (("submit", {RunState.DONE}), ("again", AT_REST), ("cancel", STOPPABLE), ("undo", UNDOABLE))
    ],
    "jobs.show": [Door("/jobs/{id}", rule("job", sees=own_job))],
    "jobs.progress": [Door("/jobs/{id}.json", rule("job", sees=own_job))],
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
    "matching.all_talks": [Door("/my/talks", looks_after_records)],
    "matching.talk": [Door("/my/talks/{talk}", only(OWNER, ENTERPRISE))],
    "matching.act": [
        Door("/my/talks/{id}/accept", rule("talk", sees=takes_part, may=receives_talk), "POST"),
        Door("/my/talks/{id}/back", rule("talk", sees=takes_part, may=receives_talk), "POST", data={"text": "多少？"}),
    ],
    "matching.say": [Door("/my/talks/{talk}/say", only(OWNER, ENTERPRISE), "POST", data={"text": "何时方便？"})],
    "matching.fill": [Door("/my/talks/{id}/fill", rule("answered", sees=takes_part, may=receives_talk), "POST")],
    "matching.portfolio": [Door("/my/pairs", looks_after_records)],
    "needs.index": [Door("/needs", EVERYBODY)],
    "needs.show": [Door("/needs/{id}", need(may=always)), Door("/needs/{id}", rule("anonymous", sees=needs.can_see))],
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
