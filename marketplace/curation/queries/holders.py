"""Who has a record in hand, and to whom it could be given."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Person
from marketplace.accounts.queries import actor_for, people_with_role
from marketplace.core.actor import Actor, Role
from marketplace.curation.models import Assignment
from marketplace.curation.queries.subjects import Subject, may_decide


def holding(session: Session, subject: Subject) -> Assignment | None:
    """The assignment that counts: one made after the record was handed in. Read anew, as another may just have made it."""
    found = session.scalar(
        select(Assignment)
        .where(Assignment.kind == subject.kind, Assignment.subject_id == subject.public_id)
        .execution_options(populate_existing=True)
    )
    if found is None or not subject.waits or (subject.submitted_at and found.since < subject.submitted_at):
        return None
    return found


def who_may_hold(session: Session, actor: Actor, subject: Subject) -> list[Person]:
    """The other curators who may decide on the record."""
    curators = (person for person in people_with_role(session, Role.CURATOR) if person.id != actor.person_id)
    return [person for person in curators if may_decide(actor_for(person), subject)]
