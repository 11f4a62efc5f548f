"""Why each wish is left out of a timetable: as the solver says it, and as it stands after a change by hand."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from marketplace.events.models import Event, EventPlan
from marketplace.events.services.gathering import gather
from marketplace.events.timetable import Meeting, Reason, explain, read_problem


def unmet_as_it_stands(session: Session, event: Event, draft: EventPlan) -> list[dict[str, Any]]:
    """The reasons in a draft that a hand has changed: what could still be held is said too."""
    problem = read_problem(gather(session, event).raw)
    held = [
        Meeting(wish=each.wish_id, slot=each.slot, table=each.table_number)
        for each in draft.meetings
        if each.wish_id in problem.wishes
    ]
    return rows_of(explain(problem, held, proven=False))


def rows_of(reasons: Iterable[Reason]) -> list[dict[str, Any]]:
    """Reasons as a plan keeps them."""
    return [
        {"wish": each.wish, "cause": each.cause.value, "parties": each.parties, "rivals": each.rivals}
        for each in reasons
    ]
