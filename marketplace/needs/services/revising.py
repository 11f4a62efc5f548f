"""The next text of a published need: begun as a copy, taken into the need when it is published, then gone."""

from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.clock import now
from marketplace.core.errors import Conflict
from marketplace.needs.mapping import read_content, write_content
from marketplace.needs.models import DiagnosisEntry, Need, NeedDiagnosis, NeedRevision, NeedRow
from marketplace.needs.rules import VISIBLE, WAITING, NeedState
from marketplace.needs.services.guards import touch

REVISIONS = "revision"  # the source of what revises a need


def open_revision(session: Session, actor: Actor, need: Need) -> NeedRevision:
    """A copy of what was published, as a draft under the same number."""
    revision = NeedRevision(
        public_id=need.public_id,
        need=need,
        owner_id=need.owner_id,
        owner=need.owner,
        source_system=REVISIONS,
        source_key=need.public_id,
        content_hash=need.content_hash,
        is_sample=need.is_sample,
        number=need.number + 1,
        state=NeedState.DRAFT,
        lock=need.lock + 1,
        created_by=actor.person_id,
        created_at=now(),
        updated_at=now(),
        constraints=[],
        modes=[],
        remarks=[],
        diagnosis=None,
    )
    write_content(revision, read_content(need))
    session.add(revision)
    session.flush()
    return revision


def take_in(session: Session, row: NeedRow) -> Need:
    """The need that a decision is about; the text of a revision becomes the need's own, and the revision is gone."""
    if isinstance(row, Need):
        return row
    assert isinstance(row, NeedRevision)
    need = row.need
    if need.state not in VISIBLE | {NeedState.WITHDRAWN}:
        raise Conflict("这条需求已签约或办结，修改稿不能再发布。")
    write_content(need, read_content(row))
    need.content_hash = row.content_hash
    need.submitted_at, need.submitted_by, need.response_due_at = row.submitted_at, row.submitted_by, row.response_due_at
    _carry_diagnosis(row, need)
    session.flush()
    session.delete(row)
    session.flush()
    return need


def step_back(session: Session, revision: NeedRevision | None) -> None:
    """Out of the curators' queue: the need it revises was taken off. What was written stays a draft."""
    if revision is not None and revision.state in WAITING:
        revision.state, revision.response_due_at = NeedState.DRAFT, None
        touch(revision)


def _carry_diagnosis(revision: NeedRevision, need: Need) -> None:
    """What the second look found belongs to the need; an earlier look stays before it."""
    found = revision.diagnosis
    if found is None:
        return
    if need.diagnosis is None:
        need.diagnosis = NeedDiagnosis(entries=[])
    kept = need.diagnosis
    for name in ("person_id", "opened_at", "assigned_at", "result", "advice", "concluded_at"):
        setattr(kept, name, getattr(found, name))
    for entry in found.entries:
        said = {name: getattr(entry, name) for name in _ENTRY}
        kept.entries.append(DiagnosisEntry(**said))


_ENTRY = ("kind", "text", "person_id", "at", "answer", "answered_by", "answered_at")
