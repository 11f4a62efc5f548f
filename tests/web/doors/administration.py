"""The doors of administration."""

from marketplace.core.jobs import JobState
from tests.web.answers import Door, rule
from tests.web.doors.rules import ADMIN, ADMINS, administers, only

DOORS: dict[str, list[Door]] = {
    "admin.operations": [Door("/admin/operations", only(ADMIN))],
    "admin.try_again": [
        Door("/admin/operations/jobs/{id}/again", rule("job", may=administers, states={JobState.FAILED}), "POST")
    ],
    "admin.send_again": [Door("/admin/operations/mails/again", ADMINS, "POST")],
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
    "admin.merge": [Door("/admin/organisations/UNI-A/merge", ADMINS)],
    "admin.perform_merge": [Door("/admin/organisations/UNI-A/merge", ADMINS, "POST")],
    "admin.search": [Door("/admin/search", ADMINS)],
    "admin.reindex": [Door("/admin/search/reindex", ADMINS, "POST")],
}
