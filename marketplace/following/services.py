"""What people do with what they follow: save, name, delete and take back, set the pace of the letter, stop it."""

from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from marketplace.accounts.models import Person
from marketplace.accounts.queries import actor_for
from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, Forbidden, InvalidInput, NotFound
from marketplace.core.public_ids import next_public_id
from marketplace.discovery.question import Question, address
from marketplace.following import queries
from marketplace.following.links import Reach, StopLink
from marketplace.following.models import LetterPace, Watch, WatchFind
from marketplace.following.rules import LONGEST_NAME, LONGEST_TEXT, MOST, Pace, WatchAction, WatchKind, next_due
from marketplace.listings.models import Achievement
from marketplace.matching.visiting import begin_visit
from marketplace.needs.models import Need

A = WatchAction


def _(text: str) -> str:
    """Mark a msgid."""
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSearch:
    """A question to keep, with the words of its document if it has one."""

    name: str
    question: Question
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How a watch is called and whether the letter speaks of it."""

    name: str
    by_mail: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPace:
    """How often the letter comes; the hour and the weekday are China's."""

    pace: Pace
    hour: int = 9
    weekday: int = 0


def save_search(session: Session, actor: Actor, command: NewSearch) -> Watch:
    """Keep a question; what comes out from now on counts as new."""
    name = _checked_name(command.name)
    asked = command.question.on_page(1)
    kept = Watch(kind=WatchKind.SEARCH, name=name, query=address(asked, ""), text=command.text[:LONGEST_TEXT])
    kept.query = kept.query.removeprefix("?")
    return _begin(session, actor, kept)


def follow_need(session: Session, actor: Actor, need: Need) -> Watch:
    """Be told of new results for a need that the actor sees."""
    watch = Watch(kind=WatchKind.NEED, name=(need.title or need.public_id)[:LONGEST_NAME], need_id=need.id)
    return _follow(session, actor, watch, need.id)


def follow_result(session: Session, actor: Actor, result: Achievement, title: str) -> Watch:
    """Be told of new needs for a published result."""
    watch = Watch(kind=WatchKind.RESULT, name=title[:LONGEST_NAME], achievement_id=result.id)
    return _follow(session, actor, watch, result.id)


def change_watch(session: Session, actor: Actor, public_id: str, command: Change) -> Watch:
    held = queries.get_watch(session, actor, public_id)
    held.name, held.by_mail = _checked_name(command.name), command.by_mail
    record_act(session, actor, A.CHANGE, held)
    session.flush()
    return held


def delete_watch(session: Session, actor: Actor, public_id: str) -> Watch:
    """Follow it no longer; it can be taken back for a week."""
    held = queries.get_watch(session, actor, public_id)
    held.deleted_at = now()
    record_act(session, actor, A.UNFOLLOW, held)
    session.flush()
    return held


def restore_watch(session: Session, actor: Actor, public_id: str) -> Watch:
    """Take a deletion back; what came out meanwhile is found at the next look."""
    held = queries.get_watch(session, actor, public_id, deleted=True)
    if held.deleted_at is None:
        return held
    _refuse_too_many(session, actor)
    held.deleted_at = None
    record_act(session, actor, A.RESTORE, held)
    session.flush()
    return held


def visit(session: Session, actor: Actor, public_id: str) -> Watch:
    """Note that the actor looks at what was found."""
    held = queries.get_watch(session, actor, public_id)
    held.seen_at, held.seen_before = begin_visit(held.seen_at, held.seen_before, now())
    session.flush()
    return held


def set_pace(session: Session, actor: Actor, command: NewPace) -> LetterPace:
    """Let the letter come at this pace from now on."""
    if not (0 <= command.hour <= 23 and 0 <= command.weekday <= 6):
        raise InvalidInput("有内容不符合要求，请按提示修改。", {"hour": _("请从列表里选一个。")})
    pace = _pace(session, actor)
    pace.pace, pace.hour, pace.weekday, pace.stopped = command.pace, command.hour, command.weekday, None
    pace.due_at = next_due(pace.pace, pace.hour, pace.weekday, now())
    record_act(session, actor, A.SET_PACE, session.get_one(Person, actor.person_id), pace=command.pace.value)
    session.flush()
    return pace


def stop_letters(session: Session, link: StopLink) -> None:
    """What the link of a letter asks, by whoever holds the letter; a second time changes nothing."""
    person = person_of(session, link)
    if link.reach is Reach.ONE:
        session.get_one(Watch, link.subject).by_mail = False
    else:
        pace = session.get_one(LetterPace, link.subject)
        if pace.pace is Pace.NEVER:
            return
        pace.stopped, pace.pace, pace.due_at = pace.pace, Pace.NEVER, None
    record_act(session, actor_for(person), A.STOP_LETTERS, person, reach=link.reach.value)
    session.flush()


def resume_letters(session: Session, link: StopLink) -> None:
    """Take a stop back."""
    person = person_of(session, link)
    if link.reach is Reach.ONE:
        session.get_one(Watch, link.subject).by_mail = True
    else:
        pace = session.get_one(LetterPace, link.subject)
        if pace.stopped is None:
            return
        pace.pace, pace.stopped = pace.stopped, None
        pace.due_at = next_due(pace.pace, pace.hour, pace.weekday, now())
    record_act(session, actor_for(person), A.RESUME_LETTERS, person, reach=link.reach.value)
    session.flush()


def person_of(session: Session, link: StopLink) -> Person:
    """Whose letters a link stops; NotFound when the account or what was followed is gone."""
    if link.reach is Reach.ONE:
        watch = session.get(Watch, link.subject)
        person = watch.person if watch else None
    else:
        pace = session.get(LetterPace, link.subject)
        person = pace.person if pace else None
    if person is None or not person.active:
        raise NotFound("没有可以停的信：这项关注或账号已经删除。")
    return person


def forget_person(session: Session, person: Person) -> None:
    """Somebody deletes their account: what they followed goes with it."""
    own = select(Watch.id).where(Watch.person_id == person.id)
    session.execute(delete(WatchFind).where(WatchFind.watch_id.in_(own)))
    session.execute(delete(Watch).where(Watch.person_id == person.id))
    session.execute(delete(LetterPace).where(LetterPace.person_id == person.id))


def _follow(session: Session, actor: Actor, watch: Watch, record_id: int) -> Watch:
    """Follow a record; following it twice is following it once."""
    held = queries.find_watch(session, actor, watch.kind, record_id) if actor.signed_in else None
    if held is None:
        return _begin(session, actor, watch)
    return restore_watch(session, actor, held.public_id)


def _begin(session: Session, actor: Actor, watch: Watch) -> Watch:
    if not actor.signed_in:
        raise Forbidden("请先登录。")
    _refuse_too_many(session, actor)
    watch.public_id, watch.person_id = next_public_id(session, "W"), actor.person_id or 0
    session.add(watch)
    _pace(session, actor)
    session.flush()
    record_act(session, actor, A.FOLLOW, watch)
    return watch


def _pace(session: Session, actor: Actor) -> LetterPace:
    """The actor's pace; daily at nine until they choose."""
    held = queries.pace_of(session, actor)
    if held is None:
        held = LetterPace(person_id=actor.person_id, pace=Pace.DAILY, hour=9, weekday=0)
        held.due_at = next_due(held.pace, held.hour, held.weekday, now())
        session.add(held)
    return held


def _refuse_too_many(session: Session, actor: Actor) -> None:
    own = select(func.count()).where(Watch.person_id == actor.person_id, Watch.deleted_at.is_(None))
    if (session.scalar(own) or 0) >= MOST:
        raise Conflict("最多关注 50 项。请先删去不再需要的。")


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or "\x00" in name:
        raise InvalidInput("有内容不符合要求，请按提示修改。", {"name": _("请起个名字，不超过 80 个字。")})
    return name
