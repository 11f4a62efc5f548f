"""Counting who looks: one more view of a result on a day, without a word on who it was."""

import re

from sqlalchemy import Integer, cast, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.clock import today
from marketplace.listings.models import Achievement
from marketplace.reports.models import ResultViews
from marketplace.reports.policies import is_authority

MACHINE = re.compile(
    r"bot|crawl|spider|slurp|preview|monitor|curl|wget|python|java/|headless|scan|fetch", re.IGNORECASE
)


def looks_like_a_machine(user_agent: str, purpose: str = "") -> bool:
    """Programs name themselves, mostly; and a browser that reads ahead says so."""
    return not user_agent.strip() or MACHINE.search(user_agent) is not None or "prefetch" in purpose.lower()


def count_view(session: Session, actor: Actor, public_id: str) -> None:
    """One view more today, in one statement. Its own house and the curators do not count."""
    if is_authority(actor):
        return
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    looked_at = select(Achievement.id, literal(today()), cast(1, Integer)).where(
        Achievement.public_id == public_id, Achievement.owner_id.not_in(sorted(actor.organisations))
    )
    held = insert(ResultViews).from_select(["achievement_id", "day", "views"], looked_at)
    session.execute(
        held.on_conflict_do_update(index_elements=["achievement_id", "day"], set_={"views": ResultViews.views + 1})
    )
