"""Records whose title is much like another: candidates by the database, order by likeness."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation
from marketplace.core.actor import Act, Actor
from marketplace.listings import policies
from marketplace.listings.models import Achievement, AchievementVersion
from marketplace.listings.queries.lists import literal
from marketplace.listings.rules import VISIBLE, ListingState

V = AchievementVersion
SHORTEST = 4  # characters of a title from which likeness means anything
PIECES, PIECE = 6, 4  # so many pieces of so many characters find the candidates
CANDIDATES = 300
LIKE_ENOUGH = 72.0  # of 100
LEFT_OUT = (ListingState.SUPERSEDED, ListingState.REJECTED, ListingState.WITHDRAWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Similar:
    """A record with a title like the one asked for; `own` ones may be drafts."""

    public_id: str
    title: str
    owner: str
    state: ListingState
    own: bool
    likeness: float


def similar_titles(session: Session, actor: Actor, title: str, but: str = "", limit: int = 5) -> Sequence[Similar]:
    """The likest first: the actor's organisations' records in any state, others' only when published."""
    asked = title.strip()
    if len(asked) < SHORTEST:
        return []
    own = policies.editable_by(actor)
    seen = or_(V.state.in_(VISIBLE), and_(own, V.state.not_in(LEFT_OUT)))
    near = or_(*(V.title.ilike(f"%{literal(piece)}%", escape="\\") for piece in _pieces(asked)))
    columns = (Achievement.public_id, V.title, Organisation.name, V.state, Achievement.owner_id)
    chosen = select(*columns).select_from(V).join(V.achievement).join(Achievement.owner)
    rows = session.execute(chosen.where(seen, near, Achievement.public_id != but).limit(CANDIDATES)).all()
    found: dict[str, Similar] = {}
    for public_id, said, owner, state, owner_id in rows:
        likeness = fuzz.ratio(asked, said)
        if likeness >= LIKE_ENOUGH and (public_id not in found or likeness > found[public_id].likeness):
            mine = actor.may_act_for(Act.EDIT, owner_id, public_id)
            found[public_id] = Similar(
                public_id=public_id, title=said, owner=owner, state=state, own=mine, likeness=likeness
            )
    return sorted(found.values(), key=lambda each: (-each.likeness, each.public_id))[:limit]


def _pieces(title: str) -> list[str]:
    """Pieces spread over the title: a like one shares at least one of them."""
    last = max(0, len(title) - PIECE)
    starts = sorted({round(last * step / (PIECES - 1)) for step in range(PIECES)})
    return list(dict.fromkeys(title[start : start + PIECE] for start in starts))
