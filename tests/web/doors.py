"""Who gets in where: every route with its address, its method and the roles that it opens for."""

from dataclasses import dataclass

OWNER, OTHER, ENTERPRISE = "owner", "other", "enterprise"
CURATOR, ADMIN = "curator", "admin"
PUBLIC = "public"
WITHOUT_ORGANISATION = ("broker", "organiser", "expert")
EVERYBODY = frozenset({PUBLIC, OWNER, OTHER, ENTERPRISE, CURATOR, ADMIN, *WITHOUT_ORGANISATION})
SIGNED_IN = EVERYBODY - {PUBLIC}
MEMBERS = frozenset({OWNER, OTHER, ENTERPRISE})


@dataclass(frozen=True, slots=True)
class Door:
    """A route: its address with names in braces, who gets in, and by which method."""

    path: str
    opens_for: frozenset[str]
    method: str = "GET"
    act: str = ""


def only(*roles: str) -> frozenset[str]:
    return frozenset(roles)


# {draft} and {shown} are the owner's achievements, {wish} the enterprise's draft need, {wanted} its published one
DOORS: dict[str, list[Door]] = {
    "static": [Door("/static/icon.svg", EVERYBODY)],
    "assets.sheets": [Door("/assets/{sheet}.css", EVERYBODY)],
    "health.alive": [Door("/healthz", EVERYBODY)],
    "health.ready": [Door("/readyz", EVERYBODY)],
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
    "accounts.sign_out": [Door("/logout", SIGNED_IN, "POST")],
    "inbox.show": [Door("/inbox", SIGNED_IN)],
    "inbox.count": [Door("/inbox/count", SIGNED_IN)],
    "gallery.components": [Door("/components", EVERYBODY)],
    "outgoing.mails": [Door("/dev/mail", only(ADMIN))],
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
    "listings.result": [Door("/results/{shown}", EVERYBODY), Door("/results/{draft}", frozenset())],
    "listings.result_version": [
        Door("/results/{shown}/v1", EVERYBODY),
        Door("/results/{draft}/v1", only(OWNER, CURATOR, ADMIN)),
    ],
    "listings.bibtex": [
        Door("/results/{shown}/v1/citation.bib", EVERYBODY),
        Door("/results/{draft}/v1/citation.bib", only(OWNER, CURATOR, ADMIN)),
    ],
    "listings.mine": [Door("/my/results", MEMBERS)],
    "listings.new": [Door("/my/results/new", MEMBERS), Door("/my/results/new", MEMBERS, "POST")],
    "listings.autosave_new": [Door("/my/results/new/autosave", MEMBERS, "POST")],
    "listings.autosave": [Door("/my/results/{draft}/autosave", only(OWNER), "POST")],
    "listings.similar_titles": [Door("/my/results/similar-titles?title=x", MEMBERS)],
    "listings.bulk": [Door("/my/results/bulk", MEMBERS, "POST", "submit")],
    "listings.net": [Door("/my/results/net", MEMBERS, "POST")],
    "listings.edit": [
        Door("/my/results/{draft}/edit", only(OWNER)),
        Door("/my/results/{draft}/edit", only(OWNER), "POST"),
    ],
    "listings.recall": [Door("/my/results/{handed_in}/recall", only(OWNER), "POST")],
    "listings.revise": [Door("/my/results/{shown}/revise", only(OWNER), "POST")],
    "listings.withdraw": [
        Door("/my/results/{shown}/withdraw", only(OWNER, CURATOR, ADMIN)),
        Door("/my/results/{shown}/withdraw", only(OWNER, CURATOR, ADMIN), "POST"),
    ],
    "listings.restore": [
        Door("/my/results/{taken_off}/restore", only(OWNER, CURATOR, ADMIN), "POST"),
    ],
    "listings.confirm": [Door("/my/results/{shown}/confirm", only(OWNER), "POST")],
    "listings.confirm_letter": [
        Door("/my/results/confirm/{letter}", MEMBERS),
        Door("/my/results/confirm/{letter}", MEMBERS, "POST"),
    ],
    "listings.history": [Door("/results/{shown}/history", only(OWNER, CURATOR, ADMIN))],
    "listings.version_changes": [
        Door("/results/{shown}/v1/changes", EVERYBODY),
        Door("/results/{draft}/v1/changes", only(OWNER, CURATOR, ADMIN)),
    ],
    "listings.files": [
        Door("/my/results/{draft}/files", only(OWNER)),
        Door("/my/results/{draft}/files", only(OWNER), "POST"),
    ],
    "listings.change_file": [Door("/my/results/{draft}/files/{draft_paper}", only(OWNER), "POST", "up")],
    "listings.file": [
        Door("/results/{shown}/v1/files/{open_paper}", EVERYBODY),
        Door("/results/{shown}/v1/files/{paper}", SIGNED_IN),
        Door("/results/{shown}/v1/files/{secret_paper}", only(OWNER, CURATOR, ADMIN)),
        Door("/results/{draft}/v1/files/{draft_paper}", only(OWNER, CURATOR, ADMIN)),
    ],
    "listings.add_picture": [Door("/my/results/{draft}/pictures", only(OWNER), "POST")],
    "listings.change_picture": [Door("/my/results/{draft}/pictures/{draft_picture}", only(OWNER), "POST", "up")],
    "listings.picture": [
        Door("/results/{shown}/v1/pictures/{shown_picture}/480.webp", EVERYBODY),
        Door("/results/{draft}/v1/pictures/{draft_picture}/480.webp", only(OWNER, CURATOR, ADMIN)),
    ],
    "listings.preview": [
        Door("/results/{draft}/v1/preview/public", only(OWNER, CURATOR, ADMIN)),
        Door("/results/{shown}/v1/preview/partner", only(OWNER, CURATOR, ADMIN)),
        Door("/results/{shown}/v1/preview/nobody", frozenset()),
    ],
    "listings.discard": [Door("/my/results/{draft}/discard", only(OWNER), "POST")],
    "curation.queue": [Door("/curation", only(CURATOR))],
    "curation.hold": [
        Door("/curation/achievement/{handed_in}/take", only(CURATOR), "POST"),
        Door("/curation/need/{handed_in_wish}/release", only(CURATOR), "POST"),
        Door("/curation/need/{handed_in_wish}/give", only(CURATOR), "POST"),
    ],
    "curation.batch": [Door("/curation/batches", only(CURATOR), "POST", "take")],
    "curation.show_batch": [Door("/curation/batches/{batch}", only(CURATOR))],
    "curation.batch_progress": [Door("/curation/batches/{batch}.json", only(CURATOR))],
    "curation.undo_batch": [Door("/curation/batches/{batch}/undo", only(CURATOR), "POST")],
    "curation.remarks": [Door("/curation/remarks", only(CURATOR))],
    "curation.new_remark": [
        Door("/curation/remarks/new", only(CURATOR)),
        Door("/curation/remarks/new", only(CURATOR), "POST"),
    ],
    "curation.edit_remark": [
        Door("/curation/remarks/{remark}", only(CURATOR)),
        Door("/curation/remarks/{remark}", only(CURATOR), "POST"),
    ],
    "curation.keep_remark": [Door("/curation/remarks/{remark}/retire", only(CURATOR), "POST")],
    "curation.decision": [
        Door("/curation/achievement/{handed_in}", only(CURATOR)),
        Door("/curation/need/{handed_in_wish}", only(CURATOR)),
        Door("/curation/achievement/{handed_in}", only(CURATOR), "POST", "publish"),
        Door("/curation/need/{handed_in_wish}", only(CURATOR), "POST", "publish"),
    ],
    "admin.home": [Door("/admin", only(ADMIN))],
    "admin.audit": [Door("/admin/audit", only(ADMIN))],
    "admin.audit_file": [Door("/admin/audit.csv", only(ADMIN)), Door("/admin/audit.xlsx", only(ADMIN))],
    "admin.people": [Door("/admin/people", only(ADMIN))],
    "admin.person": [Door("/admin/people/{somebody}", only(ADMIN))],
    "admin.change_role": [Door("/admin/people/{somebody}/roles/expert/give", only(ADMIN), "POST")],
    "admin.act_on_person": [Door("/admin/people/{somebody}/sign-out", only(ADMIN), "POST")],
    "admin.organisations": [Door("/admin/organisations", only(ADMIN))],
    "admin.organisation": [Door("/admin/organisations/UNI-A", only(ADMIN))],
    "admin.decide_verification": [
        Door("/admin/organisations/UNI-A/verification/{verification}/send_back", only(ADMIN), "POST"),
        Door("/admin/organisations/UNI-A/verification/{verification}/verify", only(ADMIN), "POST"),
    ],
    "organisations.index": [Door("/organisations", EVERYBODY)],
    "organisations.new": [Door("/organisations/new", SIGNED_IN), Door("/organisations/new", SIGNED_IN, "POST")],
    "organisations.show": [Door("/organisations/UNI-A", EVERYBODY)],
    "organisations.logo": [Door("/organisations/UNI-A/logo", EVERYBODY)],
    "organisations.edit": [
        Door("/organisations/UNI-A/edit", only(OWNER, ADMIN)),
        Door("/organisations/UNI-A/edit", only(OWNER, ADMIN), "POST"),
    ],
    "organisations.change_logo": [Door("/organisations/UNI-A/logo", only(OWNER, ADMIN), "POST", "remove")],
    "organisations.people": [Door("/organisations/UNI-A/people", only(OWNER, ADMIN))],
    "organisations.change_member": [
        Door("/organisations/UNI-A/members/{member}/promote", only(OWNER, ADMIN), "POST"),
        Door("/organisations/UNI-A/members/{member}/demote", only(OWNER, ADMIN), "POST"),
    ],
    "organisations.leave": [Door("/organisations/UNI-A/leave", only(OWNER), "POST")],
    "organisations.invite": [Door("/organisations/UNI-A/invitations", only(OWNER, ADMIN), "POST")],
    "organisations.change_invitation": [
        Door("/organisations/UNI-A/invitations/{invitation}/resend", only(OWNER, ADMIN), "POST"),
        Door("/organisations/UNI-A/invitations/{invitation}/withdraw", only(OWNER, ADMIN), "POST"),
    ],
    "organisations.answer_request": [
        Door("/organisations/UNI-A/requests/{request}/decline", only(OWNER, ADMIN), "POST"),
        Door("/organisations/UNI-A/requests/{request}/approve", only(OWNER, ADMIN), "POST"),
    ],
    "organisations.mandates": [Door("/organisations/UNI-A/mandates", only(OWNER, ADMIN))],
    "organisations.new_mandate": [
        Door("/organisations/UNI-A/mandates/new", only(OWNER, ADMIN)),
        Door("/organisations/UNI-A/mandates/new", only(OWNER, ADMIN), "POST"),
    ],
    "organisations.my_mandates": [Door("/my/mandates", SIGNED_IN)],
    "organisations.mandate": [Door("/mandates/{mandate}", only(OWNER, "broker", ADMIN))],
    "organisations.mandate_paper": [Door("/mandates/{mandate}/paper", only(OWNER, "broker", ADMIN))],
    "organisations.change_mandate": [
        Door("/mandates/{mandate}/accept", only("broker"), "POST"),
        Door("/mandates/{mandate}/revoke", only(OWNER, ADMIN), "POST"),
    ],
    "organisations.mine": [Door("/my/organisations", SIGNED_IN)],
    "organisations.choose": [Door("/my/organisations/UNI-A/choose", only(OWNER), "POST")],
    "organisations.ask": [Door("/organisations/UNI-B/join", SIGNED_IN, "POST")],
    "organisations.take_back": [Door("/organisations/UNI-A/join/withdraw", SIGNED_IN, "POST")],
    "organisations.invitation": [Door("/invitations/{invited}", only(OTHER))],
    "organisations.answer_invitation": [Door("/invitations/{invited}/accept", only(OTHER), "POST")],
    "organisations.verification": [
        Door("/organisations/UNI-A/verification", only(OWNER, ADMIN)),
        Door("/organisations/UNI-A/verification", only(OWNER, ADMIN), "POST"),
    ],
    "organisations.recall": [Door("/organisations/UNI-A/verification/recall", only(OWNER, ADMIN), "POST")],
    "organisations.evidence": [Door("/organisations/UNI-A/evidence/{verification}", only(OWNER, ADMIN))],
    "admin.search": [Door("/admin/search", only(ADMIN))],
    "admin.reindex": [Door("/admin/search/reindex", only(ADMIN), "POST")],
    "imports.index": [Door("/import", MEMBERS)],
    "imports.upload": [Door("/import", MEMBERS, "POST")],
    "imports.show": [Door("/import/{file}", only(OWNER))],
    "imports.choose": [Door("/import/{file}", only(OWNER), "POST")],
    "imports.problems": [Door("/import/{file}/problems.xlsx", only(OWNER))],
    "imports.sources": [Door("/import/sources", MEMBERS)],
    "imports.add_source": [Door("/import/sources", MEMBERS, "POST")],
    "imports.source": [Door("/import/sources/{repository}", only(OWNER))],
    "imports.try_source": [Door("/import/sources/{repository}/try", only(OWNER), "POST")],
    "imports.change_source": [
        Door(f"/import/sources/{{repository}}/{act}", only(OWNER), "POST")
        for act in ("harvest", "pause", "resume", "remove")
    ],
    "imports.go_on": [
        Door("/import/{file}/submit", only(OWNER), "POST"),
        Door("/import/{file}/again", only(OWNER), "POST"),
        Door("/import/{file}/cancel", only(OWNER), "POST"),
        Door("/import/{file}/undo", only(OWNER), "POST"),
    ],
    "jobs.show": [Door("/jobs/{job}", only(OWNER))],
    "jobs.progress": [Door("/jobs/{job}.json", only(OWNER))],
    "needs.index": [Door("/needs", EVERYBODY)],
    "needs.show": [
        Door("/needs/{wanted}", EVERYBODY),
        Door("/needs/{wish}", only(ENTERPRISE)),
        Door("/needs/{handed_in_wish}", only(ENTERPRISE, CURATOR)),
    ],
    "needs.mine": [Door("/my/needs", MEMBERS)],
    "needs.create": [Door("/my/needs/new", MEMBERS), Door("/my/needs/new", MEMBERS, "POST")],
    "needs.withdraw": [
        Door("/needs/{wanted_still}/withdraw", only(ENTERPRISE, CURATOR)),
        Door("/needs/{wanted_still}/withdraw", only(ENTERPRISE, CURATOR), "POST"),
    ],
    "needs.reinstate": [Door("/needs/{gone_wish}/reinstate", only(ENTERPRISE), "POST")],
    "needs.diagnosis": [Door("/needs/{looked_into}/diagnosis", only(CURATOR, "broker"))],
    "needs.diagnose": [Door("/needs/{looked_into}/diagnosis/note", only(CURATOR, "broker"), "POST")],
    "needs.answer": [Door("/my/needs/{looked_into}/answers/{question}", only(ENTERPRISE), "POST")],
    "needs.read": [Door("/my/needs/read", MEMBERS)],
    "needs.take": [Door("/my/needs/read", MEMBERS, "POST")],
    "needs.document": [Door("/my/needs/{sourced_wish}/document", only(ENTERPRISE))],
    "needs.edit": [
        Door("/my/needs/{wish}/edit", only(ENTERPRISE)),
        Door("/my/needs/{wish}/edit", only(ENTERPRISE), "POST"),
    ],
    "needs.change": [
        Door("/my/needs/{wanted}/revise", only(ENTERPRISE), "POST"),
        Door("/my/needs/{wish}/submit", only(ENTERPRISE), "POST"),
        Door("/my/needs/{wish}/discard", only(ENTERPRISE), "POST"),
    ],
}
