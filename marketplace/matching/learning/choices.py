"""What an organisation decides about learning from it: off and on, and having forgotten what was learnt."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from marketplace.accounts.models import Organisation
from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, Forbidden, NotFound
from marketplace.matching.learning import queries
from marketplace.matching.learning.models import Feedback, Forgotten, LearnedRanker, LearningChoice, RankerUse
from marketplace.matching.learning.rules import LearningAction
from marketplace.matching.learning.sources import all_told
from marketplace.matching.policies import decides_what_is_learnt
from marketplace.needs.models import Need
from marketplace.organisations.queries import get_organisation


def switch_learning(session: Session, actor: Actor, code: str, learns: bool) -> Organisation:
    """Let the organisation's outcomes teach from now on, or keep none, train nothing and order its lists by the fixed weights."""
    organisation = _to_decide(session, actor, code)
    choice = _choice(session, organisation.id)
    if choice.learns is learns and learns:
        raise Conflict("已经在学习了。")
    if choice.learns is learns:
        raise Conflict("已经关闭了。")
    choice.learns, choice.changed_at = learns, now()
    session.flush()
    record_act(session, actor, LearningAction.RESUME if learns else LearningAction.STOP, organisation)
    return organisation


def forget(session: Session, actor: Actor, code: str, need_public_id: str = "") -> int:
    """Delete what the organisation's outcomes taught, of one need or of all, with every ranker trained on them; how many
    outcomes there were. Interests, declines and deals themselves stay as they are."""
    organisation = _to_decide(session, actor, code)
    kept = select(Feedback.id).where(Feedback.organisation_id == organisation.id)
    own = select(Need.id).where(Need.owner_id == organisation.id)
    if need_public_id:
        kept = kept.where(Feedback.need_id.in_(select(Need.id).where(Need.public_id == need_public_id)))
        own = own.where(Need.public_id == need_public_id)
    gone = list(session.scalars(kept))
    if need_public_id and not gone:
        raise NotFound("没有从这条需求学到什么。")
    _keep_away(session, frozenset(session.scalars(own)))
    session.execute(delete(Feedback).where(Feedback.id.in_(kept)))
    _drop_rankers(session, organisation.id)
    choice = _choice(session, organisation.id)
    choice.forgotten_at = choice.changed_at = now()
    session.flush()
    record_act(session, actor, LearningAction.FORGET, organisation, outcomes=len(gone), need=need_public_id or None)
    return len(gone)


def still_chosen(session: Session, organisation_id: int, choice: tuple[bool, datetime | None]) -> bool:
    """Has nothing been switched off or forgotten since the choice was read? Holds the organisation until the end."""
    session.execute(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update())
    return queries.choice_of(session, organisation_id) == choice


def _to_decide(session: Session, actor: Actor, code: str) -> Organisation:
    organisation = get_organisation(session, code, lock=True)
    if not decides_what_is_learnt(actor, organisation.id):
        raise Forbidden("只有这个单位的管理员可以这样做。请联系本单位管理员。")
    return organisation


def _choice(session: Session, organisation_id: int) -> LearningChoice:
    held = session.scalar(select(LearningChoice).where(LearningChoice.organisation_id == organisation_id))
    if held is None:
        held = LearningChoice(organisation_id=organisation_id, learns=True)
        session.add(held)
    return held


def _keep_away(session: Session, needs: frozenset[int]) -> None:
    """Note which meetings and deals other rooms tell of now, so that they are not kept again tomorrow."""
    known = {
        (row.need_id, row.achievement_id, row.outcome)
        for row in session.scalars(select(Forgotten).where(Forgotten.need_id.in_(needs)))
    }
    told = {each for each in all_told(session) if each[0] in needs}
    for need_id, achievement_id, outcome in sorted(told - known):
        session.add(Forgotten(need_id=need_id, achievement_id=achievement_id, outcome=outcome))


def _drop_rankers(session: Session, organisation_id: int) -> None:
    """Take the rankers out of use and away; that a person went back stays noted."""
    used = update(RankerUse).where(RankerUse.organisation_id == organisation_id)
    session.execute(used.values(ranker_id=None, before_id=None, since=now()))
    session.execute(delete(LearnedRanker).where(LearnedRanker.organisation_id == organisation_id))
    session.expire_all()
