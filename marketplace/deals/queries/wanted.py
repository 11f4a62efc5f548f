"""Which deals a list shows: one set of conditions for the list, its sums, the forecast and the bulk acts."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, or_

from marketplace.accounts.models import Organisation
from marketplace.core.actor import Actor
from marketplace.core.clock import today
from marketplace.deals import policies
from marketplace.deals.models import Deal
from marketplace.deals.rules import UNSIGNED, DealState, Pipeline, Stage, Turn

MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
NO_DAY = "none"
Known = TypeVar("Known", bound=StrEnum)


class Sort(StrEnum):
    """The order of a list of deals."""

    DUE = "by_due"  # 期限最近
    VALUE = "by_value"  # 金额最大
    CLOSE = "by_close"  # 最早签约
    CHANGED = "by_change"  # 最近有动静


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list is narrowed to; nothing set shows every open deal of the book."""

    text: str = ""
    stage: Stage | None = None
    state: DealState | None = DealState.OPEN
    pipeline: Pipeline | None = None
    turn: Turn | None = None
    late: bool = False
    unsigned: bool = False
    month: str = ""  # 2026-12, or NO_DAY
    provider: str = ""  # an organisation's code
    seeker: str = ""
    technology: str = ""  # a code, or NO_DAY for deals without one
    whose: str = ""  # "" the actor's own, "all" the whole agency's, or the id of a broker
    sort: Sort = Sort.DUE

    def query(self, **changes: Any) -> dict[str, str]:
        """The address's arguments, without those that say nothing."""
        held = replace(self, **changes)
        said = {name: _written(getattr(held, name)) for name in self.__slots__}
        said["state"] = "any" if held.state is None else "" if held.state is DealState.OPEN else held.state.value
        return {name: value for name, value in said.items() if value and not (name == "sort" and held.sort is Sort.DUE)}


def read_wanted(args: Mapping[str, str]) -> Wanted:
    """The conditions of an address; what is not understood counts as not said."""
    state = args.get("state", "")
    return Wanted(
        text=args.get("text", "").strip()[:100],
        stage=_one(Stage, args.get("stage")),
        state=None if state == "any" else _one(DealState, state) or DealState.OPEN,
        pipeline=_one(Pipeline, args.get("pipeline")),
        turn=_one(Turn, args.get("turn")),
        late=args.get("late") == "1",
        unsigned=args.get("unsigned") == "1",
        month=args.get("month", "") if MONTH.fullmatch(args.get("month", "")) or args.get("month") == NO_DAY else "",
        provider=args.get("provider", "")[:40],
        seeker=args.get("seeker", "")[:40],
        technology=args.get("technology", "")[:8],
        whose=args.get("whose", "") if args.get("whose", "").isdigit() or args.get("whose") == "all" else "",
        sort=_one(Sort, args.get("sort")) or Sort.DUE,
    )


def conditions(actor: Actor, wanted: Wanted) -> list[ColumnElement[bool]]:
    """The book of the actor, narrowed. Deal.provider and Deal.seeker are compared by sub-selects: nothing needs a join."""
    return [policies.brokered_by(actor), *_whose(actor, wanted), *_narrowed(wanted)]


def _whose(actor: Actor, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.whose.isdigit():
        yield Deal.broker_id == int(wanted.whose)
    elif wanted.whose != "all":
        yield Deal.broker_id == actor.person_id


def _narrowed(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.state is not None:
        yield Deal.state == wanted.state
    if wanted.stage is not None:
        yield Deal.stage == wanted.stage
    if wanted.unsigned:
        yield Deal.stage.in_(UNSIGNED)
    if wanted.pipeline is not None:
        yield Deal.pipeline == wanted.pipeline
    if wanted.turn is not None:
        yield Deal.turn == wanted.turn
    if wanted.late:
        yield is_late()
    if wanted.month == NO_DAY:
        yield Deal.expected_close.is_(None)
    elif wanted.month:
        begin, end = month_of(wanted.month)
        yield Deal.expected_close.between(begin, end)
    if wanted.provider:
        yield Deal.provider.has(Organisation.code == wanted.provider)
    if wanted.seeker:
        yield Deal.seeker.has(Organisation.code == wanted.seeker)
    if wanted.technology:
        yield Deal.key_technology == ("" if wanted.technology == NO_DAY else wanted.technology)
    if wanted.text:
        yield _says(wanted.text)


def _says(text: str) -> ColumnElement[bool]:
    return or_(
        Deal.public_id == text.upper(),
        Deal.title.icontains(text, autoescape=True),
        Deal.next_step.icontains(text, autoescape=True),
        Deal.provider.has(Organisation.name.icontains(text, autoescape=True)),
        Deal.seeker.has(Organisation.name.icontains(text, autoescape=True)),
    )


def is_late() -> ColumnElement[bool]:
    return Deal.next_due < today()


def month_of(month: str) -> tuple[date, date]:
    """The first and the last day of 2026-12."""
    begin = date.fromisoformat(f"{month}-01")
    return begin, (begin + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _one(kind: type[Known], said: str | None) -> Known | None:
    return kind(said) if said in {member.value for member in kind} else None


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else ""
    return "" if value is None else str(value)
