"""What the two sides of a pair do: approach, answer, talk, decline, and fill a parameter with an answer."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, Forbidden, InvalidInput
from marketplace.core.public_ids import next_public_id
from marketplace.listings import services as listings
from marketplace.listings.content import Parameter
from marketplace.listings.mapping import read_content
from marketplace.listings.models import Achievement, AchievementVersion
from marketplace.matching import letters, policies, talks
from marketplace.matching.learning.rules import Outcome
from marketplace.matching.learning.services import forget_outcome, learn_from, note_outcome
from marketplace.matching.models import Approach, ApproachMessage, MatchPair, PairDecline
from marketplace.matching.rules import (
    LIFECYCLE,
    LONGEST,
    LONGEST_ANSWER,
    OPEN,
    RESPONSE_TIME,
    TALKING,
    TIME_TO_UNDO,
    ApproachAction,
    ApproachKind,
    ApproachState,
    Reason,
    Side,
    acts_for,
)
from marketplace.needs.models import Need

A = ApproachAction


def _(text: str) -> str:
    """Mark a msgid."""
    return text


TOO_LONG = _("这一项太长，存不下。请缩短。")
NOT_YOURS = "您不是需求方或成果方的成员，不能替它们接洽。"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewApproach:
    """What one side sends; a question names a limit, an interest answers three short questions."""

    kind: ApproachKind
    side: Side
    message: str
    purpose: str = ""
    timing: str = ""
    way: str = ""
    parameter: str = ""
    wanted: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What goes with an act: words, a coded reason, or the value that answers a question."""

    text: str = ""
    reason: Reason | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""


def approach(session: Session, actor: Actor, need: Need, result: Achievement, command: NewApproach) -> Approach:
    """Ask the other side of a pair; one interest of a kind and side may be open at a time."""
    speaks = policies.speaks_for_need(actor, need) if command.side is Side.NEED else policies.speaks_for_result(actor, result)  # fmt: skip
    if not speaks:
        raise Forbidden(NOT_YOURS)
    if need.owner_id == result.owner_id:
        raise Conflict("需求和成果是同一单位的，不用在这里接洽。")
    _refuse_faults(dict(_faults(command)))
    _refuse_second(session, need, result, command)
    sender, receiver = (
        (need.owner_id, result.owner_id) if command.side is Side.NEED else (result.owner_id, need.owner_id)
    )
    made = Approach(
        public_id=next_public_id(session, "T"), kind=command.kind, need=need, achievement=result, side=command.side,
        sender_id=sender, receiver_id=receiver, person_id=actor.person_id, state=ApproachState.SENT,
        purpose=command.purpose, timing=command.timing, way=command.way, parameter=command.parameter[:80],
        wanted=command.wanted[:120], due_at=now() + RESPONSE_TIME, messages=[],
    )  # fmt: skip
    session.add(made)
    _say(made, actor, command.side, command.message)
    session.flush()
    record_act(session, actor, A.SEND, made)
    learn_from(session, made, A.SEND, command.side)
    letters.tell_receiver(session, made)
    return made


def act(session: Session, actor: Actor, public_id: str, action: ApproachAction, reply: Reply) -> Approach:
    """Accept, decline with a reason, ask back, reply, answer, take back, or think again."""
    held = talks.get_approach(session, actor, public_id, lock=True)
    sends, receives = talks.standing_of(actor, held)
    if action not in acts_for(held.kind, held.state, sends, receives):
        LIFECYCLE.next_state(held.state, action)
        raise Forbidden("这一步由对方来做。")
    _refuse_faults(dict(_faults_of(held, action, reply)))
    by = held.side if sends and action in (A.REPLY, A.WITHDRAW) else talks.other(held.side)
    held.state = LIFECYCLE.next_state(held.state, action)
    _note(held, action, reply)
    if reply.text:
        _say(held, actor, by, reply.text)
    held.updated_at = now()
    record_act(session, actor, action, held, reason=reply.reason.value if reply.reason else None)
    learn_from(session, held, action, by)
    letters.tell(session, held, action, by)
    session.flush()
    return held


def say(session: Session, actor: Actor, public_id: str, side: Side, text: str) -> Approach:
    """Leave a message in a conversation that is open."""
    held = talks.get_approach(session, actor, public_id, lock=True)
    if not policies.speaks_for(actor, held, side):
        raise Forbidden(NOT_YOURS)
    if held.state not in TALKING:
        raise Conflict("这次接洽已经结束，不能再留言。")
    _refuse_faults(dict(_text_faults("text", text, LONGEST, required=True)))
    _say(held, actor, side, text)
    held.updated_at = now()
    record_act(session, actor, A.SAY, held)
    letters.tell(session, held, A.SAY, side)
    session.flush()
    return held


def fill_parameter(session: Session, actor: Actor, public_id: str) -> AchievementVersion:
    """Put an answered value into the draft of the result's next version; the owner still hands it in."""
    held = talks.get_approach(session, actor, public_id, lock=True)
    if held.state is not ApproachState.ANSWERED or (held.low is None and held.high is None):
        raise Conflict("这个回答里没有数值，不能写进参数。")
    if held.filled_at is not None:
        raise Conflict("这个数值已经写进参数了。")
    version = listings.revise(session, actor, held.achievement.public_id)
    content = read_content(version)
    said = Parameter(name=held.parameter, minimum=held.low, maximum=held.high, unit=held.unit)
    kept = tuple(each for each in content.parameters if each.name != held.parameter)
    command = listings.SaveListing(lock=version.lock, content=replace(content, parameters=(*kept, said)))
    saved = listings.save_listing(session, actor, held.achievement.public_id, command)
    held.filled_at = now()
    record_act(session, actor, A.FILL, held)
    return saved


def decline_pair(
    session: Session, actor: Actor, need: Need, result: Achievement, side: Side, reason: Reason, note: str = ""
) -> PairDecline:
    """Put a pair aside for one's own side, with a coded reason to learn from."""
    speaks = policies.speaks_for_need(actor, need) if side is Side.NEED else policies.speaks_for_result(actor, result)
    if not speaks:
        raise Forbidden(NOT_YOURS)
    _refuse_faults(dict(_text_faults("note", note, LONGEST_ANSWER)))
    held = talks.find_decline(session, need, result, side) or PairDecline(
        need_id=need.id, achievement_id=result.id, side=side
    )
    pair = select(MatchPair.score).where(MatchPair.need_id == need.id, MatchPair.achievement_id == result.id)
    held.reason, held.note, held.person_id, held.at = reason, note, actor.person_id, now()
    held.score = session.scalar(pair)
    session.add(held)
    if side is Side.NEED:
        note_outcome(session, need, result.id, Outcome.DECLINED, reason)
    subject = need if side is Side.NEED else result
    record_act(session, actor, A.DECLINE, subject, pair=[need.public_id, result.public_id], reason=reason.value)
    session.flush()
    return held


def undo_decline(session: Session, actor: Actor, need: Need, result: Achievement, side: Side) -> None:
    """Take a pair up again."""
    speaks = policies.speaks_for_need(actor, need) if side is Side.NEED else policies.speaks_for_result(actor, result)
    if not speaks:
        raise Forbidden(NOT_YOURS)
    held = talks.find_decline(session, need, result, side)
    if held is not None:
        session.delete(held)
        if side is Side.NEED:
            forget_outcome(session, need, result.id, Outcome.DECLINED)
        subject = need if side is Side.NEED else result
        record_act(session, actor, A.REOPEN, subject, pair=[need.public_id, result.public_id])
        session.flush()


def _say(held: Approach, actor: Actor, side: Side, text: str) -> None:
    by_mandate = not actor.belongs_to(policies.owner_of(held, side))
    held.messages.append(
        ApproachMessage(side=side, person_id=actor.person_id, text=text, by_mandate=by_mandate, at=now())
    )


def _note(held: Approach, action: ApproachAction, reply: Reply) -> None:
    """What an act leaves behind beside the state."""
    if action is A.REOPEN:
        if held.decided_at is not None and now() - held.decided_at > TIME_TO_UNDO:
            raise Conflict("谢绝超过 24 小时，不能再撤销。请对方重新发起。")
        held.reason, held.decided_at = None, None
    if action in (A.ACCEPT, A.DECLINE, A.ANSWER):
        held.decided_at = now()
    if action is A.DECLINE:
        held.reason = reply.reason
    if action is A.ANSWER:
        held.low, held.high, held.unit = reply.low, reply.high, reply.unit
    held.due_at = now() + RESPONSE_TIME if held.state in OPEN else None


def _faults(command: NewApproach) -> Iterator[tuple[str, str]]:
    yield from _text_faults("message", command.message, LONGEST, required=True)
    for name in ("purpose", "timing", "way"):
        required = command.kind is ApproachKind.INTEREST
        yield from _text_faults(name, getattr(command, name), LONGEST_ANSWER, required)
    if command.kind is ApproachKind.QUESTION and not command.parameter:
        yield "message", _("请从一项条件旁边提问，好让对方知道问的是什么。")


def _faults_of(held: Approach, action: ApproachAction, reply: Reply) -> Iterator[tuple[str, str]]:
    yield from _text_faults("text", reply.text, LONGEST, required=action in (A.ASK_BACK, A.REPLY, A.ANSWER))
    if action is A.DECLINE and reply.reason is None:
        yield "reason", _("请选一个理由，对方好改进。")
    if reply.low is not None and reply.high is not None and reply.low > reply.high:
        yield "high", _("上限小于下限，请对调这两个数。")
    if len(reply.unit) > 40:
        yield "unit", TOO_LONG


def _text_faults(name: str, text: str, longest: int, required: bool = False) -> Iterator[tuple[str, str]]:
    if required and not text.strip():
        yield name, _("请写几个字。")
    elif len(text) > longest or "\x00" in text:
        yield name, TOO_LONG


def _refuse_faults(faults: dict[str, str]) -> None:
    if faults:
        raise InvalidInput("有内容不符合要求，请按提示修改。", faults)


def _refuse_second(session: Session, need: Need, result: Achievement, command: NewApproach) -> None:
    same = select(Approach.id).where(
        Approach.need_id == need.id,
        Approach.achievement_id == result.id,
        Approach.kind == command.kind,
        Approach.side == command.side,
        Approach.parameter == command.parameter[:80],
        Approach.state.in_(OPEN),
    )
    if session.scalar(same.limit(1)) is not None:
        raise Conflict("已经问过对方，正等答复。请到“接洽”里查看。")
