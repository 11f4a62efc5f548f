"""Everything that is kept about a person, for that person: as JSON for programs and as a page for reading."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts import queries
from marketplace.accounts.holdings import EXPORTS
from marketplace.accounts.models import Person
from marketplace.accounts.rules import EXPORT_LIFE
from marketplace.accounts.services.own import EXPORT
from marketplace.core.audit import AuditEvent
from marketplace.core.db import Database
from marketplace.core.jobs import Job, JobFailed, JobState, Progress, handles
from marketplace.core.mail import Mail
from marketplace.core.schedule import every
from marketplace.core.stores import open_store

Section = list[dict[str, Any]]


@handles(EXPORT)
def export(database: Database, payload: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Put the file into the store; a second run after a kill makes it anew."""
    with database.reading() as session:
        person = queries.get_person(session, int(payload["person"]))
        if person is None or not person.active:
            raise JobFailed("这个账号已注销或停用。")
        data = collect(session, person)
    progress.report(1, 2)
    key = open_store(current_app.extensions["settings"], "files").put(io.BytesIO(pack(data, person.locale)))
    return {"file": key, "next": "/account/data"}


def collect(session: Session, person: Person) -> dict[str, Section]:
    """Every table that names the person, by section; secrets and hashes are no data about a person and stay out."""
    actor = queries.actor_for(person)
    acts = select(AuditEvent).where(AuditEvent.person_id == person.id).order_by(AuditEvent.id)
    mails = select(Mail).where(Mail.recipient == person.email).order_by(Mail.id)
    return {
        "account": [_take(person, "public_id", "name", "email", "phone", "locale", "muted", "created_at")],
        "roles": [{"role": entry.role.value} for entry in person.roles],
        "organisations": [
            {"organisation": place.organisation.name, "code": place.organisation.code, "role": place.role.value}
            for place in person.memberships
        ],
        "consents": [_take(row, "document", "version", "given_at") for row in queries.consents_of(session, actor)],
        "devices": [_take(row, "device", "created_at", "seen_at") for row in queries.devices_of(session, actor)],
        "tokens": [
            _take(row, "name", "hint", "scopes", "created_at", "expires_at", "last_used_at", "revoked_at")
            for row in queries.tokens_of(session, actor)
        ],
        "letters": [_take(row, "created_at", "subject", "body") for row in session.scalars(mails)],
        "acts": [_take(row, "at", "action", "subject_kind", "subject_id", "detail") for row in session.scalars(acts)],
        **{section: export(session, person) for section, export in sorted(EXPORTS.items())},
    }


def pack(data: Mapping[str, Section], locale: str) -> bytes:
    """A zip of the two forms."""
    with force_locale(locale):
        page = current_app.jinja_env.get_template("accounts/export.html").render(data=data, locale=locale)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("my-data.json", json.dumps(data, ensure_ascii=False, indent=2))
        bundle.writestr("my-data.html", page)
    return packed.getvalue()


def exports_of(session: Session, person_id: int | None) -> Sequence[Job]:
    """The person's exports that can still be had or are being made, the latest first."""
    jobs = select(Job).where(Job.kind == EXPORT, Job.person_id == person_id).order_by(Job.id.desc()).limit(10)
    return [job for job in session.scalars(jobs) if not job.finished or job.result.get("file")]


@every("accounts.exports", timedelta(hours=6))
def remove_old_exports(session: Session, moment: datetime) -> None:
    """Exports lie for a week."""
    store = open_store(current_app.extensions["settings"], "files")
    old = select(Job).where(Job.kind == EXPORT, Job.state == JobState.DONE, Job.finished_at < moment - EXPORT_LIFE)
    for job in session.scalars(old):
        if job.result.get("file"):
            store.remove(job.result["file"], put_before=moment)
            job.result = {}


def _take(row: object, *names: str) -> dict[str, Any]:
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
