"""The letter about what a person follows: everything found and not yet told, in one letter at their pace."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from marketplace.accounts.models import Person
from marketplace.accounts.queries import actor_for
from marketplace.core.clock import now
from marketplace.core.mail import post
from marketplace.discovery.finding import Record
from marketplace.following.links import Reach, StopLink, token
from marketplace.following.models import LetterPace, Watch, WatchFind
from marketplace.following.queries import seen_by
from marketplace.following.rules import next_due
from marketplace.listings.cards import ListingCard
from marketplace.web.language import written

SHOWN = 10  # of each; the page of the watch has the rest
AT_MOST = 500  # finds a letter settles
STALE = timedelta(days=30)  # what was found earlier and never told is no news


def _(text: str) -> str:
    """Mark a msgid."""
    return text


def due_people(session: Session, limit: int) -> Sequence[int]:
    """The ids of people whose letter is due, the longest waiting first."""
    due = select(LetterPace.person_id).where(LetterPace.due_at <= now())
    return session.scalars(due.order_by(LetterPace.due_at, LetterPace.person_id).limit(limit)).all()


def write_letter(session: Session, person_id: int) -> bool:
    """Write the person's letter if it is due and says anything, and note what it told, in one transaction.

    The letter, the marks on what it told and the next due moment are committed together: killed before, nothing is
    written and the next run begins anew; killed after, nothing is left to tell. What the person may not see at this
    moment is neither told nor marked.
    """
    pace = session.scalar(select(LetterPace).where(LetterPace.person_id == person_id).with_for_update(of=LetterPace))
    if pace is None or pace.due_at is None or pace.due_at > now():
        return False
    pace.due_at = next_due(pace.pace, pace.hour, pace.weekday, now())
    told = _tell(session, pace.person, now()) if pace.person.active else False
    session.flush()
    return told


def _tell(session: Session, person: Person, moment: datetime) -> bool:
    finds = _untold(session, person, moment)
    records = seen_by(session, actor_for(person), finds)
    told = [each for each in finds if each.record in records]
    if not told:
        return False
    for each in told:
        each.told_at = moment
    number = len({each.record for each in told})
    subject = written(person.locale, _("您关注的有 %(n)s 项新内容"), n=number)
    stop = _stop_address(StopLink(Reach.ALL, person.id))
    body = "\n".join([*_sections(person, told, records), *_tail(person, stop)])
    post(session, person.email, subject, body, unsubscribe=stop)
    return True


def _untold(session: Session, person: Person, moment: datetime) -> Sequence[WatchFind]:
    query = (
        select(WatchFind)
        .join(WatchFind.watch)
        .options(contains_eager(WatchFind.watch))
        .where(
            Watch.person_id == person.id,
            Watch.deleted_at.is_(None),
            Watch.by_mail,
            WatchFind.told_at.is_(None),
            WatchFind.found_at > moment - STALE,
        )
        .order_by(Watch.id, WatchFind.id)
        .limit(AT_MOST)
    )
    return session.scalars(query).all()


def _sections(person: Person, told: Sequence[WatchFind], records: dict[str, Record]) -> Iterator[str]:
    watches = {each.watch_id: each.watch for each in told}
    for watch_id, watch in watches.items():
        of_it = [records[each.record] for each in told if each.watch_id == watch_id]
        yield written(person.locale, _("“%(name)s”：%(n)s 项"), name=watch.name, n=len(of_it))
        yield ""
        for record in of_it[:SHOWN]:
            yield from _lines(person, record)
        if len(of_it) > SHOWN:
            yield written(person.locale, _("还有 %(n)s 项。"), n=len(of_it) - SHOWN)
        yield written(person.locale, _("全部：%(address)s"), address=_address(f"/my/watches/{watch.public_id}"))
        stop = _stop_address(StopLink(Reach.ONE, watch.id))
        yield written(person.locale, _("不再为这一项写信：%(address)s"), address=stop)
        yield ""


def _lines(person: Person, record: Record) -> Iterator[str]:
    if isinstance(record, ListingCard):
        yield f"- {record.title}（{record.owner}）" if person.locale == "zh" else f"- {record.title} ({record.owner})"
        yield f"  {_address(f'/results/{record.public_id}')}"
    else:
        owner = record.owner or written(person.locale, _("匿名"))
        yield f"- {record.title}（{owner}）" if person.locale == "zh" else f"- {record.title} ({owner})"
        yield f"  {_address(f'/needs/{record.public_id}')}"
    yield ""


def _tail(person: Person, stop: str) -> Iterator[str]:
    yield written(person.locale, _("改多久寄一次：%(address)s"), address=_address("/my/watches"))
    yield written(person.locale, _("不再寄这类信，不用登录：%(address)s"), address=stop)


def _stop_address(link: StopLink) -> str:
    return _address(f"/letters/stop/{token(current_app.extensions['settings'].secret_key, link)}")


def _address(path: str) -> str:
    return f"{current_app.extensions['settings'].base_url}{path}"
