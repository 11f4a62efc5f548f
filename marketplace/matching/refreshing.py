"""Keeps stored pairs true: a need is held against all results, a new result calls back the needs that speak of it."""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from marketplace.core.clock import now
from marketplace.listings.models import Achievement
from marketplace.matching.comparing import as_json, compare
from marketplace.matching.finding import Match
from marketplace.matching.judging.verdicts import Answer
from marketplace.matching.models import MatchPair, MatchRun
from marketplace.matching.pairs import CALLED, NEED, RESULT
from marketplace.needs.models import Need
from marketplace.needs.rules import VISIBLE


def store_pairs(session: Session, public_id: str, lock: int, matches: Sequence[Match]) -> int:
    """Let the pairs of a need be these; how many are new. A need that has changed since waits for its next turn."""
    need = session.execute(select(Need.id, Need.lock, Need.state).where(Need.public_id == public_id)).one_or_none()
    if need is None or need.lock != lock or need.state not in VISIBLE:
        return 0
    ids = _ids_of(session, matches)
    held = {
        pair.achievement_id: pair for pair in session.scalars(select(MatchPair).where(MatchPair.need_id == need.id))
    }
    new = 0
    for match in matches:
        achievement_id = ids.get(match.card.public_id)
        if achievement_id is None:
            continue
        pair = held.pop(achievement_id, None)
        if pair is None:
            pair = MatchPair(need_id=need.id, achievement_id=achievement_id)
            session.add(pair)
            new += 1
        _fill(pair, match)
    for left in held.values():
        session.delete(left)
    note_run(session, NEED, public_id, str(lock))
    session.flush()
    return new


def note_run(session: Session, kind: str, public_id: str, mark: str) -> None:
    """Note up to which state a record was judged."""
    run = session.get(MatchRun, (kind, public_id))
    if run is None:
        run = MatchRun(kind=kind, public_id=public_id, mark=mark)
        session.add(run)
    run.mark, run.at = mark, now()


def note_runs(session: Session, kind: str, marks: Mapping[str, str]) -> None:
    """Note many records at once."""
    session.execute(delete(MatchRun).where(MatchRun.kind == kind, MatchRun.public_id.in_(list(marks))))
    rows = [{"kind": kind, "public_id": public_id, "mark": mark, "at": now()} for public_id, mark in marks.items()]
    if rows:
        session.execute(insert(MatchRun), rows)


def call_back(session: Session, result_id: str, mark: str, need_ids: Sequence[str]) -> None:
    """A result is new: the needs that speak of it are judged again."""
    call_needs(session, need_ids)
    note_run(session, RESULT, result_id, mark)


def call_needs(session: Session, need_ids: Sequence[str]) -> None:
    """Ask for needs to be judged again; until then their pages show the pairs there are."""
    session.execute(
        update(MatchRun)
        .where(MatchRun.kind == NEED, MatchRun.public_id.in_(need_ids), MatchRun.mark.not_like(f"%{CALLED}"))
        .values(mark=MatchRun.mark.concat(CALLED))
        .execution_options(synchronize_session="fetch")
    )


def _ids_of(session: Session, matches: Sequence[Match]) -> dict[str, int]:
    wanted = [match.card.public_id for match in matches]
    rows = session.execute(select(Achievement.public_id, Achievement.id).where(Achievement.public_id.in_(wanted)))
    return {row[0]: row[1] for row in rows}


def _fill(pair: MatchPair, match: Match) -> None:
    rows = compare(match.verdicts)
    pair.score, pair.broken, pair.judged_at = match.score, match.broken, now()
    pair.met, pair.unknown, pair.unmet = (
        sum(each.answer is answer for each in rows) for answer in (Answer.MET, Answer.UNKNOWN, Answer.UNMET)
    )
    pair.terms, pair.comparisons, pair.signals = list(match.terms), as_json(rows), match.signals
