"""Taking a record in hand, giving it to another curator, putting it back."""

from sqlalchemy.orm import Session

from marketplace.accounts.models import Person
from marketplace.accounts.queries import actor_for
from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import CHINA, now
from marketplace.core.errors import Conflict, InvalidInput
from marketplace.curation import letters
from marketplace.curation.models import Assignment
from marketplace.curation.queries.holders import holding
from marketplace.curation.queries.subjects import Subject, get_subject_to_decide, may_decide
from marketplace.curation.rules import HoldingAct, Kind


def take(session: Session, actor: Actor, kind: Kind, public_id: str, held_by: int | None = None) -> Subject:
    """Take a record in hand. `held_by` is who had it when the actor looked: taking from somebody means naming them,
    and of two who take at once the second is told."""
    subject = _waiting_subject(session, actor, kind, public_id)
    found = holding(session, subject)
    if found is not None and found.person_id == actor.person_id:
        return subject
    if found is not None and found.person_id != held_by:
        raise _in_others_hands(found)
    if found is None:
        record_act(session, actor, HoldingAct.TAKE, subject.record)
    else:
        record_act(session, actor, HoldingAct.TAKE_OVER, subject.record, from_person=found.person.public_id)
        letters.tell_taken_over(session, actor, subject, found.person)
    _put(session, subject, actor.person_id, None)
    return subject


def give(session: Session, actor: Actor, kind: Kind, public_id: str, person_id: int) -> Subject:
    """Put a record into another curator's hands: one that is the actor's or nobody's."""
    subject = _waiting_subject(session, actor, kind, public_id)
    refuse_others_hands(session, actor, subject)
    person = session.get(Person, person_id)
    if person is None or not person.active or not may_decide(actor_for(person), subject):
        raise InvalidInput("请选一位能审核这条记录的审核员：提交人和所属单位的成员不行。")
    _put(session, subject, person.id, actor.person_id)
    record_act(session, actor, HoldingAct.GIVE, subject.record, to=person.public_id)
    if person.id != actor.person_id:
        letters.tell_given(session, actor, subject, person)
    return subject


def release(session: Session, actor: Actor, kind: Kind, public_id: str) -> Subject:
    """Put a record of one's own back for everybody."""
    subject = _waiting_subject(session, actor, kind, public_id)
    found = holding(session, subject)
    if found is None:
        return subject
    if found.person_id != actor.person_id:
        raise _in_others_hands(found)
    session.delete(found)
    session.flush()
    record_act(session, actor, HoldingAct.RELEASE, subject.record)
    return subject


def refuse_others_hands(session: Session, actor: Actor, subject: Subject) -> None:
    """Stop an act on what another curator has in hand."""
    found = holding(session, subject)
    if found is not None and found.person_id != actor.person_id:
        raise _in_others_hands(found)


def let_go(session: Session, subject: Subject) -> None:
    """After a decision nobody holds the record."""
    found = session.get(Assignment, (subject.kind, subject.public_id))
    if found is not None:
        session.delete(found)
        session.flush()


def _waiting_subject(session: Session, actor: Actor, kind: Kind, public_id: str) -> Subject:
    subject = get_subject_to_decide(session, actor, kind, public_id)
    if not subject.waits:
        raise Conflict("这条记录已经办理过，或已由提交人撤回，不在队列里了。")
    return subject


def _in_others_hands(found: Assignment) -> Conflict:
    since = found.since.astimezone(CHINA).strftime("%m-%d %H:%M")
    return Conflict(
        "%(name)s已在 %(since)s 领取了这条记录。要由您来办，请打开它，点“接手”。", name=found.person.name, since=since
    )


def _put(session: Session, subject: Subject, person_id: int | None, given_by: int | None) -> None:
    assert person_id is not None, "a curator is a person"
    assignment = Assignment(
        kind=subject.kind, subject_id=subject.public_id, person_id=person_id, since=now(), given_by=given_by
    )
    session.merge(assignment)
    session.flush()
