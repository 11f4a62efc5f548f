"""Keeping outcomes, and choosing which ranker orders an organisation's lists."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Select, delete, insert, select
from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now
from marketplace.core.errors import Conflict
from marketplace.core.public_ids import next_public_id
from marketplace.listings.models import Achievement
from marketplace.matching.learning import queries
from marketplace.matching.learning.models import Feedback, Forgotten, LearnedRanker, RankerUse
from marketplace.matching.learning.queries import PURPOSE
from marketplace.matching.learning.rules import Outcome, RankerAction
from marketplace.matching.learning.sources import Told
from marketplace.matching.learning.training import Trained
from marketplace.matching.models import Approach
from marketplace.matching.rules import ApproachAction, ApproachKind, Reason, Side
from marketplace.needs.models import Need


def note_shown(
    session: Session, need: Need, places: Mapping[str, int], signals: Mapping[str, Mapping[str, float]]
) -> int:
    """Keep that the need's own side was shown results, by public id and place; what was listed before keeps its first place."""
    if not queries.learns_from(session, need.owner_id):
        return 0
    found = session.execute(
        select(Achievement.public_id, Achievement.id).where(Achievement.public_id.in_(list(places)))
    )
    ids = {row[0]: row[1] for row in found}
    kept = select(Feedback.achievement_id).where(
        Feedback.organisation_id == need.owner_id, Feedback.need_id == need.id, Feedback.outcome == Outcome.SHOWN
    )
    known = set(session.scalars(kept.where(Feedback.achievement_id.in_(list(ids.values())))))
    new = [name for name, achievement_id in ids.items() if achievement_id not in known]
    rows = [
        {
            "organisation_id": need.owner_id,
            "need_id": need.id,
            "achievement_id": ids[name],
            "outcome": Outcome.SHOWN,
            "position": places[name],
            "signals": dict(signals.get(name, {})),
        }
        for name in new
    ]
    if rows:
        session.execute(insert(Feedback), rows)
    return len(new)


def unshown(session: Session, need: Need, names: Sequence[str]) -> bool:
    """Is one of these to be kept as shown and not yet kept?"""
    if not queries.learns_from(session, need.owner_id):
        return False
    known = session.scalars(
        select(Achievement.public_id)
        .join(Feedback, Feedback.achievement_id == Achievement.id)
        .where(Feedback.need_id == need.id, Feedback.organisation_id == need.owner_id)
        .where(Feedback.outcome == Outcome.SHOWN, Achievement.public_id.in_(names))
    )
    return bool(set(names) - set(known))


def note_outcome(
    session: Session, need: Need, achievement_id: int, outcome: Outcome, reason: Reason | None = None
) -> Feedback | None:
    """Keep what became of a pair for the need's organisation, if it lets that teach; said twice, the last word counts."""
    if not queries.learns_from(session, need.owner_id):
        return None
    same = _rows(need, achievement_id)
    held = session.scalar(same.where(Feedback.outcome == outcome)) or Feedback(
        organisation_id=need.owner_id, need_id=need.id, achievement_id=achievement_id, outcome=outcome
    )
    held.position = session.scalar(same.where(Feedback.outcome == Outcome.SHOWN).with_only_columns(Feedback.position))
    held.reason, held.at = reason, now()
    held.signals = queries.signals_of_pair(session, need.id, achievement_id)
    session.add(held)
    session.flush()
    return held


def forget_outcome(session: Session, need: Need, achievement_id: int, outcome: Outcome) -> None:
    """What was taken back teaches nothing."""
    session.execute(
        delete(Feedback).where(
            Feedback.organisation_id == need.owner_id,
            Feedback.need_id == need.id,
            Feedback.achievement_id == achievement_id,
            Feedback.outcome == outcome,
        )
    )


def learn_from(session: Session, approach: Approach, action: ApproachAction, by: Side) -> None:
    """What the need's side says by an act on an interest: asking and accepting are a yes, declining is a no with its reason."""
    if approach.kind is not ApproachKind.INTEREST or by is not Side.NEED:
        return
    pair = (session, approach.need, approach.achievement.id)
    if action in (ApproachAction.SEND, ApproachAction.ACCEPT):
        note_outcome(*pair, Outcome.ACCEPTED)
    elif action is ApproachAction.DECLINE:
        note_outcome(*pair, Outcome.DECLINED, approach.reason)
    elif action is ApproachAction.WITHDRAW:
        forget_outcome(*pair, Outcome.ACCEPTED)
    elif action is ApproachAction.REOPEN:
        forget_outcome(*pair, Outcome.DECLINED)


def keep_told(session: Session, told: set[Told]) -> int:
    """Let meetings and deals be those that other rooms tell of now, but for what is to teach nothing; how many are new."""
    kept = select(Feedback).where(Feedback.outcome.in_((Outcome.MET, Outcome.DEAL)))
    known = {(row.need_id, row.achievement_id, row.outcome): row for row in session.scalars(kept)}
    unkept = {(row.need_id, row.achievement_id, row.outcome): row for row in session.scalars(select(Forgotten))}
    for gone in (set(known) | set(unkept)) - told:
        session.delete(known.get(gone) or unkept[gone])
    new = sorted(told - set(known) - set(unkept))
    silent = queries.silent_organisations(session)
    needs = {need.id: need for need in session.scalars(select(Need).where(Need.id.in_({each[0] for each in new})))}
    taught = [each for each in new if each[0] in needs and needs[each[0]].owner_id not in silent]
    for need_id, achievement_id, outcome in taught:
        note_outcome(session, needs[need_id], achievement_id, outcome)
    for need_id, achievement_id, outcome in set(new) - set(taught):
        if need_id in needs:
            session.add(Forgotten(need_id=need_id, achievement_id=achievement_id, outcome=outcome))
    session.flush()
    return len(taught)


def keep_ranker(session: Session, actor: Actor, organisation_id: int, trained: Trained) -> LearnedRanker:
    """Keep a trained ranker; it comes into use only when it is better and no person went back before."""
    ranker = LearnedRanker(
        public_id=next_public_id(session, "K"),
        organisation_id=organisation_id,
        weights=trained.weights,
        card=trained.card,
        better=trained.better,
    )
    session.add(ranker)
    session.flush()
    use = queries.find_use(session, organisation_id)
    if trained.better and not (use is not None and use.held):
        _use(session, actor, ranker, RankerAction.PROMOTE, held=False)
    return ranker


def promote(session: Session, actor: Actor, public_id: str) -> LearnedRanker:
    """Let a ranker order its organisation's lists; only one that was better on outcomes held back."""
    ranker = queries.get_ranker(session, public_id)
    if not ranker.better:
        raise Conflict("它在留出的结果上没有更好（区间没有全部大于零），不能启用。")
    use = queries.find_use(session, ranker.organisation_id, lock=True)
    if use is not None and use.ranker_id == ranker.id:
        raise Conflict("它已经在用了。")
    if not queries.learns_from(session, ranker.organisation_id):
        raise Conflict("这家单位关闭了学习，不能启用。")
    _use(session, actor, ranker, RankerAction.PROMOTE, held=False)
    return ranker


def go_back(session: Session, actor: Actor, public_id: str) -> LearnedRanker:
    """Take a ranker out of use: what ordered the lists before does so again, and the job leaves it at that."""
    ranker = queries.get_ranker(session, public_id)
    use = queries.find_use(session, ranker.organisation_id, lock=True)
    if use is None or use.ranker_id != ranker.id:
        raise Conflict("它不在用，不用退回。")
    before = use.before_id
    use.ranker_id, use.before_id, use.held, use.since = before, None, True, now()
    session.flush()
    session.expire(use)
    record_act(session, actor, RankerAction.GO_BACK, ranker)
    return ranker


def _use(session: Session, actor: Actor, ranker: LearnedRanker, action: RankerAction, *, held: bool) -> None:
    use = queries.find_use(session, ranker.organisation_id, lock=True)
    if use is None:
        use = RankerUse(organisation_id=ranker.organisation_id, purpose=PURPOSE)
        session.add(use)
    use.before_id, use.ranker_id, use.held, use.since = use.ranker_id, ranker.id, held, now()
    session.flush()
    session.expire(use)
    record_act(session, actor, action, ranker)


def _rows(need: Need, achievement_id: int) -> Select[Feedback]:
    return select(Feedback).where(
        Feedback.organisation_id == need.owner_id,
        Feedback.need_id == need.id,
        Feedback.achievement_id == achievement_id,
    )
