"""A draft out of a document, with the document and the passages beside it."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.needs.models import Need, NeedPassage, NeedSource
from marketplace.needs.reading import NeedReading
from marketplace.needs.rules import NeedAction
from marketplace.needs.services.writing import create_need
from marketplace.needs.wording import FIELDS


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSource:
    """The file that was read, as it lies in the store."""

    filename: str
    file_hash: str
    size: int


def draft_from_document(
    session: Session, actor: Actor, organisation_id: int, reading: NeedReading, source: NewSource
) -> Need:
    """Begin a draft with what was read; each field waits for a person to check it."""
    need = create_need(session, actor, organisation_id, reading.content)
    session.add(
        NeedSource(
            need_id=need.id,
            filename=source.filename,
            file_hash=source.file_hash,
            size=source.size,
            organisation=reading.organisation,
            rest=list(reading.rest),
            records=reading.records,
            person_id=actor.person_id,
        )
    )
    order = list(FIELDS)
    session.add_all(
        NeedPassage(need_id=need.id, field=found.field, position=order.index(found.field), passage=found.passage)
        for found in reading.found
    )
    session.flush()
    record_act(session, actor, NeedAction.READ, need, fields=[found.field for found in reading.found])
    return need
