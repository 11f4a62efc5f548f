"""The twelve months for which a record is valid: reminded of, confirmed, expired."""

import secrets
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, joinedload, raiseload

from marketplace.core.actor import SYSTEM, Actor
from marketplace.core.audit import record_change
from marketplace.core.clock import now, today
from marketplace.core.errors import Conflict, Forbidden, NotFound
from marketplace.listings import letters, policies, queries
from marketplace.listings.models import Achievement, AchievementVersion, ExpiryReminder
from marketplace.listings.rules import (
    CONFIRMABLE_FROM,
    LIFECYCLE,
    REMINDERS,
    ListingAction,
    ListingState,
    in_a_year,
)

V = AchievementVersion
AT_ONCE = 500  # records a round: the rest comes with the next
IN_A_LETTER = 50
LinkOf = Callable[[str], str]  # from the key of a letter to the address that confirms its records


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """The public ids that were extended, and how many of those asked for needed none or could not be."""

    done: tuple[str, ...]
    left: int


def confirm(session: Session, actor: Actor, public_id: str) -> AchievementVersion:
    """The owner says that a record still holds: twelve months more; an expired one is public again."""
    version = queries.get_to_look_after(session, actor, public_id, lock=True)
    if not policies.can_edit(actor, version.achievement):
        raise Forbidden("只有成果所属单位的成员可以确认它。")
    state = LIFECYCLE.next_state(version.state, ListingAction.CONFIRM)
    ends = version.valid_until or today()
    if ends > today() + timedelta(days=CONFIRMABLE_FROM):
        raise Conflict("这项成果的有效期还长，现在不用确认。到期前 60 天起可以确认。")
    version.valid_until = in_a_year(max(ends, today()))
    version.state = state
    version.lock += 1
    version.updated_at = now()
    session.flush()
    record_change(session, actor, ListingAction.CONFIRM, version, until=version.valid_until.isoformat())
    return version


def confirm_all(session: Session, actor: Actor, public_ids: Iterable[str]) -> Confirmed:
    """Confirm each that may be confirmed now; the others are left as they are."""
    done, left = [], 0
    for public_id in sorted(set(public_ids)):
        try:
            done.append(confirm(session, actor, public_id).public_id)
        except (Conflict, Forbidden, NotFound):
            left += 1
    return Confirmed(done=tuple(done), left=left)


def expire_due(session: Session, day: date, limit: int = AT_ONCE) -> Sequence[str]:
    """Take what is past its validity from the public, the longest past first; the public ids."""
    past = _published().where(V.valid_until < day).order_by(V.valid_until, V.id).limit(limit)
    versions = session.scalars(past.with_for_update(of=V, skip_locked=True)).all()
    for version in versions:
        version.state = LIFECYCLE.next_state(version.state, ListingAction.EXPIRE)
        version.lock += 1
        version.updated_at = now()
    session.flush()
    for version in versions:
        record_change(session, SYSTEM, ListingAction.EXPIRE, version, number=version.number)
    for owner_id, owned in _by_owner(versions).items():
        letters.tell_owner_expired(session, owner_id, owned)
    return [version.public_id for version in versions]


def remind(session: Session, day: date, link_of: LinkOf, limit: int = AT_ONCE) -> int:
    """Write to the owners of what ends within 30, and again within 7 days, one letter for all of an owner's; how many records."""
    reminded = 0
    for days in sorted(REMINDERS):
        ending = session.scalars(_ending(day, days).limit(limit)).all()
        for owner_id, owned in _by_owner(ending).items():
            for start in range(0, len(owned), IN_A_LETTER):
                _write(session, owner_id, owned[start : start + IN_A_LETTER], days, link_of)
        reminded += len(ending)
    return reminded


def _ending(day: date, days: int) -> Select[V]:
    """What ends within so many days and was not announced for this term or a shorter one."""
    told = exists().where(
        ExpiryReminder.version_id == V.id, ExpiryReminder.valid_until == V.valid_until, ExpiryReminder.days <= days
    )
    within = V.valid_until.between(day, day + timedelta(days=days))
    return _published().where(within, ~told).order_by(V.valid_until, V.id)


def _write(session: Session, owner_id: int, owned: Sequence[V], days: int, link_of: LinkOf) -> None:
    key = secrets.token_hex(12)
    for version in owned:
        session.add(
            ExpiryReminder(version_id=version.id, valid_until=version.valid_until, days=days, letter=key, sent_at=now())
        )
    session.flush()
    letters.remind_owner(session, owner_id, owned, link_of(key))


def _published() -> Select[V]:
    load = (raiseload("*"), joinedload(V.achievement).joinedload(Achievement.owner))
    return select(V).join(V.achievement).where(V.state == ListingState.PUBLISHED).options(*load)


def _by_owner(versions: Sequence[V]) -> dict[int, list[V]]:
    owned: defaultdict[int, list[V]] = defaultdict(list)
    for version in versions:
        owned[version.owner_id].append(version)
    return dict(owned)
