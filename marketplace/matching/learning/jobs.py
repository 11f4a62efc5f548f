"""Work in the background: rankers are trained anew for organisations with new outcomes, and used only when better."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.core.actor import SYSTEM
from marketplace.core.db import Database
from marketplace.core.jobs import Job, JobState, Progress, enqueue, handles
from marketplace.core.schedule import every
from marketplace.matching.learning import choices, queries, services
from marketplace.matching.learning.sources import all_told
from marketplace.matching.learning.training import groups_of, train

LEARN = "matching.learn"


@every("matching.learn", timedelta(days=1))
def ask_to_learn(session: Session, _moment: datetime) -> None:
    """Ask for the work when somebody has answered, met or signed since the last ranker."""
    asked = select(Job.id).where(Job.kind == LEARN, Job.state.in_((JobState.QUEUED, JobState.RUNNING))).limit(1)
    services.keep_told(session, all_told(session))
    if session.scalar(asked) is None and queries.organisations_that_answered(session):
        enqueue(session, LEARN, {})


@handles(LEARN)
def learn(database: Database, _payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """One organisation after the other, each in a transaction of its own; too few outcomes wait for more."""
    with database.transaction() as writing:
        services.keep_told(writing, all_told(writing))
    with database.reading() as session:
        waiting = list(queries.organisations_that_answered(session))
    made, used = 0, 0
    for done, organisation_id in enumerate(waiting, 1):
        with database.reading() as session:
            choice = queries.choice_of(session, organisation_id)
            groups = groups_of(queries.outcomes_of(session, organisation_id))
            before = queries.weights_in_use(session, organisation_id)
        trained = train(groups, before)
        if trained is not None:
            with database.transaction() as writing:
                if not choices.still_chosen(writing, organisation_id, choice):
                    continue
                ranker = services.keep_ranker(writing, SYSTEM, organisation_id, trained)
                use = queries.find_use(writing, organisation_id)
                used += use is not None and use.ranker_id == ranker.id
            made += 1
        progress.report(done, len(waiting))
    return {"organisations": len(waiting), "trained": made, "in_use": used}
