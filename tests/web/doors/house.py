"""What the house itself serves."""

from tests.web.answers import Door, rule
from tests.web.doors.rules import ADMINS, EVERYBODY, own_job

DOORS: dict[str, list[Door]] = {
    "static": [Door("/static/icon.svg", EVERYBODY)],
    "assets.sheets": [Door("/assets/{sheet}.css", EVERYBODY)],
    "health.alive": [Door("/healthz", EVERYBODY)],
    "health.ready": [Door("/readyz", EVERYBODY)],
    "metrics.metrics": [Door("/metrics", frozenset())],
    "gallery.components": [Door("/_components", EVERYBODY)],
    "outgoing.mails": [Door("/dev/mail", ADMINS)],
    "jobs.show": [Door("/jobs/{id}", rule("job", sees=own_job))],
    "jobs.progress": [Door("/jobs/{id}.json", rule("job", sees=own_job))],
}
