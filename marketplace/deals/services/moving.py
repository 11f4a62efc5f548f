"""A deal goes on, back, rests, is given up or taken up again; each only with its facts, and for a minute it can be undone."""

from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, InvalidInput
from marketplace.deals import facts, policies, queries
from marketplace.deals.bounds import refuse_faults, text_faults
from marketplace.deals.models import Deal
from marketplace.deals.rules import (
    LIFECYCLE,
    LIVE,
    LONGEST_NOTE,
    NUMBERS,
    STAGES,
    DealAction,
    DealState,
    Fact,
    LostReason,
    PauseReason,
    Stage,
    between,
    last_standing,
    needed,
    skipped_after,
)
from marketplace.deals.services.opening import AlreadyOpen
from marketplace.deals.services.recording import deal_to, log, refuse_ended, standing_of

A = DealAction


def _(text: str) -> str:
    """Mark a msgid."""
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Where to; the reason for stages left out; the lock of the page that was read (None from a program)."""

    stage: Stage
    reason: str = ""
    lock: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    reason: PauseReason | None
    note: str = ""
    lock: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lose:
    reason: LostReason | None
    note: str = ""
    lock: int | None = None


class FactsMissing(Conflict):
    """The stage cannot be entered yet; `missing` says what for."""

    def __init__(self, missing: list[Fact]) -> None:
        super().__init__(_("还缺进入这一阶段的条件。请在清单中逐条补上，再推进。"))
        self.missing = missing


def move(session: Session, actor: Actor, public_id: str, command: Move) -> Deal:
    """Take a deal to another stage of its pipeline, forward only with the facts of the way there."""
    deal = deal_to(session, actor, public_id, command.lock)
    refuse_ended(deal)
    target, reason = command.stage, command.reason.strip()
    if target not in STAGES[deal.pipeline]:
        raise Conflict("这条商机的流程里没有这一阶段。")
    if target is deal.stage:
        raise Conflict("商机已经在这一阶段。")
    refuse_faults(dict(text_faults("reason", reason, LONGEST_NOTE)))
    left_out = between(deal.pipeline, deal.stage, target)
    if left_out and not reason:
        raise InvalidInput("跳过阶段要写明理由。", {"reason": _("跳过阶段要写明理由。")})
    skipped = skipped_after(deal.pipeline, deal.stage, target, _skipped(deal))
    _refuse_missing(session, deal, target, skipped)
    before = standing_of(deal)
    _stand(deal, target, skipped)
    names = [each.value for each in left_out]
    log(session, actor, deal, A.MOVE, before=before, note=reason, source=before[0].value, left_out=names)
    return deal


def undo(session: Session, actor: Actor, public_id: str) -> Deal:
    """Take the actor's own act of the last minute back, if nothing happened since and the facts still hold."""
    deal = deal_to(session, actor, public_id, may=policies.can_end)
    line = queries.last_undoable(session, actor, deal)
    if line is None or line.from_stage is None or line.from_state is None:
        raise Conflict("只能在一分钟内撤销自己刚做的一步，而且其间没有别的改动。")
    skipped = tuple(Stage(each) for each in line.skipped)
    _refuse_missing(session, deal, line.from_stage, skipped)
    if deal.state not in LIVE and (other := queries.live_deal_of(session, deal.pair)) is not None:
        raise AlreadyOpen(other.public_id)
    _stand(deal, line.from_stage, skipped)
    deal.state, deal.probability = line.from_state, line.before
    deal.lost_reason = None
    deal.pause_reason = deal.pause_reason if deal.state is DealState.PAUSED else None
    line.undone_at, line.undone_by = now(), actor.person_id
    log(session, actor, deal, A.UNDO, undone=line.action.value)
    return deal


def pause(session: Session, actor: Actor, public_id: str, command: Pause) -> Deal:
    """Let a deal rest, with a coded reason."""
    deal = deal_to(session, actor, public_id, command.lock, policies.can_end)
    _refuse_unsaid(command.reason, command.note, command.reason is PauseReason.OTHER)
    before = standing_of(deal)
    deal.state, deal.pause_reason = LIFECYCLE.next_state(deal.state, A.PAUSE), command.reason
    log(session, actor, deal, A.PAUSE, before=before, reason=str(command.reason), note=command.note)
    return deal


def resume(session: Session, actor: Actor, public_id: str) -> Deal:
    """Go on with a deal that rested."""
    deal = deal_to(session, actor, public_id)
    before = standing_of(deal)
    deal.state, deal.pause_reason = LIFECYCLE.next_state(deal.state, A.RESUME), None
    log(session, actor, deal, A.RESUME, before=before)
    return deal


def lose(session: Session, actor: Actor, public_id: str, command: Lose) -> Deal:
    """Give a deal up, with a coded reason to learn from."""
    deal = deal_to(session, actor, public_id, command.lock, policies.can_end)
    _refuse_unsaid(command.reason, command.note, command.reason is LostReason.OTHER)
    before = standing_of(deal)
    deal.state, deal.lost_reason = LIFECYCLE.next_state(deal.state, A.LOSE), command.reason
    deal.probability = 0
    log(session, actor, deal, A.LOSE, before=before, reason=str(command.reason), note=command.note)
    return deal


def reopen(session: Session, actor: Actor, public_id: str) -> Deal:
    """Take a deal up again, at the latest stage whose facts still hold."""
    deal = deal_to(session, actor, public_id)
    state = LIFECYCLE.next_state(deal.state, A.REOPEN)
    other = queries.live_deal_of(session, deal.pair)
    if other is not None:
        raise AlreadyOpen(other.public_id)
    before = standing_of(deal)
    held = last_standing(deal.pipeline, deal.stage, _skipped(deal), facts.standing(session, deal))
    _stand(deal, held, skipped_after(deal.pipeline, held, held, _skipped(deal)))
    try:
        with session.begin_nested():
            deal.state, deal.lost_reason, deal.pause_reason = state, None, None
    except IntegrityError:
        raise Conflict("这一对刚开了另一条商机。请刷新页面再看。") from None
    log(session, actor, deal, A.REOPEN, before=before)
    return deal


def close(session: Session, actor: Actor, public_id: str) -> Deal:
    """Put a deal away that was paid and followed up."""
    deal = deal_to(session, actor, public_id)
    if deal.stage is not Stage.TRACKING:
        raise Conflict("到“跟踪”阶段后才能结案。")
    before = standing_of(deal)
    deal.state = LIFECYCLE.next_state(deal.state, A.CLOSE)
    log(session, actor, deal, A.CLOSE, before=before)
    return deal


def refuse_missing(session: Session, deal: Deal, pipeline_needs: frozenset[Fact]) -> None:
    """FactsMissing unless all of these hold."""
    missing = pipeline_needs - set(facts.standing(session, deal))
    if missing:
        raise FactsMissing([fact for fact in Fact if fact in missing])


def _refuse_missing(session: Session, deal: Deal, target: Stage, skipped: tuple[Stage, ...]) -> None:
    refuse_missing(session, deal, needed(deal.pipeline, target, skipped))


def _stand(deal: Deal, stage: Stage, skipped: tuple[Stage, ...]) -> None:
    if deal.stage is not stage:
        deal.stage_since = now()
    deal.stage, deal.skipped, deal.probability = stage, [each.value for each in skipped], NUMBERS[stage]


def _skipped(deal: Deal) -> tuple[Stage, ...]:
    return tuple(Stage(each) for each in deal.skipped)


def _refuse_unsaid(reason: object, note: str, explained: bool) -> None:
    faults = {} if reason else {"reason": _("请选一个理由。")}
    refuse_faults(faults | dict(text_faults("note", note, LONGEST_NOTE, required=explained)))
