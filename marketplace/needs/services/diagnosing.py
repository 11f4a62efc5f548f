"""The second look at a need: who looks, notes, questions to the enterprise, answers, a result."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from marketplace.accounts.models import Person
from marketplace.accounts.queries import actor_for, get_person
from marketplace.core.actor import Actor, Role
from marketplace.core.audit import record_act
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, InvalidInput, NotFound
from marketplace.needs import letters, policies, queries
from marketplace.needs.models import DiagnosisEntry, NeedDiagnosis, NeedRow
from marketplace.needs.rules import LIFECYCLE, EntryKind, NeedAction
from marketplace.needs.services.guards import touch
from marketplace.taxonomy.terms import HandlingTrack

MAX_TEXT = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """What the second look found, and how the need should be handled."""

    result: str
    advice: HandlingTrack


def open_diagnosis(need: NeedRow, person_id: int | None) -> None:
    """Begin, or begin again: what was written before stays."""
    if need.diagnosis is None:
        need.diagnosis = NeedDiagnosis(person_id=person_id, opened_at=now(), entries=[])
    else:
        need.diagnosis.person_id, need.diagnosis.opened_at = person_id, now()
    need.diagnosis.result, need.diagnosis.advice, need.diagnosis.concluded_at = "", None, None


def assign_diagnosis(session: Session, actor: Actor, public_id: str, person_id: int) -> NeedRow:
    """Ask a curator or a broker to look into a need."""
    need = queries.get_need_to_decide(session, actor, public_id)
    diagnosis = _running(need, NeedAction.ASSIGN)
    person = _fit_to_look(session, need, person_id)
    diagnosis.person_id, diagnosis.person, diagnosis.assigned_at = person.id, person, now()
    touch(need)
    record_act(session, actor, NeedAction.ASSIGN, need, person=person.id)
    letters.tell_diagnostician(session, need, person)
    return need


def write_note(session: Session, actor: Actor, public_id: str, text: str) -> NeedRow:
    """Keep what was found, for the house."""
    need, diagnosis = _to_diagnose(session, actor, public_id, NeedAction.NOTE)
    _add(diagnosis, actor, EntryKind.NOTE, text)
    record_act(session, actor, NeedAction.NOTE, need)
    return need


def ask(session: Session, actor: Actor, public_id: str, text: str) -> NeedRow:
    """Put a question to the enterprise."""
    need, diagnosis = _to_diagnose(session, actor, public_id, NeedAction.ASK)
    _add(diagnosis, actor, EntryKind.QUESTION, text)
    record_act(session, actor, NeedAction.ASK, need)
    letters.tell_owner_asked(session, need, text.strip())
    return need


def answer(session: Session, actor: Actor, public_id: str, entry_id: int, text: str) -> NeedRow:
    """Answer a question of the diagnosis."""
    need = queries.get_need_to_edit(session, actor, public_id)
    diagnosis = _running(need, NeedAction.ANSWER)
    asked = (entry for entry in diagnosis.entries if entry.kind == EntryKind.QUESTION)
    entry = next((entry for entry in asked if entry.id == entry_id), None)
    if entry is None:
        raise NotFound("没有这个问题。")
    if entry.answered_at is not None:
        raise Conflict("这个问题已经回答过了。请刷新页面再看。")
    entry.answer, entry.answered_at, entry.answered_by = _said(text), now(), actor.person_id
    record_act(session, actor, NeedAction.ANSWER, need)
    letters.tell_asker_answered(session, need, entry.person)
    return need


def conclude(session: Session, actor: Actor, public_id: str, command: Conclusion) -> NeedRow:
    """Give the result; a curator decides by it."""
    need, diagnosis = _to_diagnose(session, actor, public_id, NeedAction.CONCLUDE)
    diagnosis.result, diagnosis.advice, diagnosis.concluded_at = _said(command.result), command.advice, now()
    need.track = command.advice
    touch(need)
    record_act(session, actor, NeedAction.CONCLUDE, need, advice=command.advice.value)
    letters.tell_curators_concluded(session, need, actor)
    return need


def _to_diagnose(session: Session, actor: Actor, public_id: str, action: NeedAction) -> tuple[NeedRow, NeedDiagnosis]:
    need = queries.get_need_to_diagnose(session, actor, public_id)
    return need, _running(need, action)


def _running(need: NeedRow, action: NeedAction) -> NeedDiagnosis:
    LIFECYCLE.next_state(need.state, action)
    if need.diagnosis is None:
        open_diagnosis(need, None)
    assert need.diagnosis is not None
    return need.diagnosis


def _fit_to_look(session: Session, need: NeedRow, person_id: int) -> Person:
    person = get_person(session, person_id)
    looker = actor_for(person) if person and person.active else None
    if person is None or looker is None or looker.roles.isdisjoint({Role.CURATOR, Role.BROKER}):
        raise InvalidInput("请选一位审核员或技术经理人。", {"person": "请选一位审核员或技术经理人。"})
    if policies.can_edit(looker, need) or looker.person_id == need.submitted_by:
        raise InvalidInput("诊断人不能是需求单位自己的人。", {"person": "诊断人不能是需求单位自己的人。"})
    return person


def _add(diagnosis: NeedDiagnosis, actor: Actor, kind: EntryKind, text: str) -> None:
    diagnosis.entries.append(DiagnosisEntry(kind=kind, text=_said(text), person_id=actor.person_id, at=now()))


def _said(text: str) -> str:
    if not text.strip():
        raise InvalidInput("请写几句再提交。", {"text": "请写几句再提交。"})
    return text.strip()[:MAX_TEXT]
