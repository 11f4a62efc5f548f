"""Reading needs, each list limited to what the actor may see."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, case, cast, func, or_, select, true
from sqlalchemy.orm import Session, aliased, joinedload

from marketplace.accounts.models import Person
from marketplace.accounts.queries import actor_for, people_with_role
from marketplace.core.actor import Actor, Role
from marketplace.core.clock import now
from marketplace.core.errors import Forbidden, NotFound
from marketplace.core.paging import Page
from marketplace.needs import policies
from marketplace.needs.cards import NeedCard, card_of
from marketplace.needs.models import (
    DiagnosisEntry,
    Need,
    NeedConstraint,
    NeedDiagnosis,
    NeedPassage,
    NeedRemark,
    NeedRevision,
    NeedRow,
    NeedSolutionMode,
    NeedSource,
    NeedVersion,
)
from marketplace.needs.rules import VISIBLE, WAITING, EntryKind, NeedState, NeedWithdrawalReason
from marketplace.needs.texts import Pick, find_revision, find_standing, in_queue, in_work, versions_of
from marketplace.taxonomy.terms import SolutionMode

PAGE_SIZE = 20
WORDS = 8  # of a search text that count


def _(text: str) -> str:
    """Mark a msgid."""
    return text


TAKEN_OFF = _("这条需求已由需求方撤下。")
TOMBSTONES = {
    NeedWithdrawalReason.SOLVED: _("这条需求已在别处解决，已撤下。"),
    NeedWithdrawalReason.DROPPED: TAKEN_OFF,
    NeedWithdrawalReason.DUPLICATE: _("这条需求与另一条重复，已撤下。"),
    NeedWithdrawalReason.UNTRUE: _("这条需求的内容不实，已撤下。"),
    NeedWithdrawalReason.EXPIRED: _("这条需求已过希望完成日期，不再征集方案。"),
    NeedWithdrawalReason.OTHER: _("这条需求已撤下。"),
}


class NeedSort(StrEnum):
    """How the public list is ordered."""

    NEWEST = "newest"
    DUE = "due"
    BUDGET = "budget"
    REDUCTION = "reduction"


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedFilter:
    """What the public list is narrowed to; blank and None narrow nothing. `region` is a province or a city."""

    text: str = ""
    sector: str = ""
    region: str = ""
    mode: SolutionMode | None = None
    budget_from: float | None = None
    sort: NeedSort = NeedSort.NEWEST

    @property
    def narrowed(self) -> int:
        """How many conditions are in force."""
        return sum(map(bool, (self.text, self.sector, self.region, self.mode, self.budget_from is not None)))


def get_need(session: Session, actor: Actor, public_id: str) -> Need:
    """The need as it stands; NotFound for whoever must not know of it."""
    need = find_standing(session, public_id)
    if need is not None and policies.can_see(actor, need):
        return need
    raise _gone(need)


def _gone(need: Need | None) -> NotFound:
    """A need that was public once leaves a sentence behind."""
    if need is None or need.published_at is None:
        return NotFound("没有这条需求。它可能已被移走，或地址有误。")
    if need.state == NeedState.WITHDRAWN:
        return NotFound(TOMBSTONES[need.withdrawal.reason] if need.withdrawal else TAKEN_OFF)
    return NotFound("这条需求已办结，不再公开。")


def get_need_in_queue(session: Session, actor: Actor, public_id: str) -> NeedRow:
    """The text that waits for a curator, else what stands; NotFound for whoever must not know of it."""
    need = find_standing(session, public_id)
    row = in_queue(session, need) if need is not None else None
    if row is None or not policies.can_see(actor, row):
        raise _gone(need)
    return row


def published_versions(session: Session, actor: Actor, need: Need) -> list[NeedVersion]:
    """What was published of a need that the actor sees, the latest first. Once a need is anonymous, older texts that were not
    would tell whose it is."""
    versions = versions_of(session, need)
    if not need.anonymous or policies.sees_contact(actor, need):
        return list(versions)
    return [version for version in versions if version.content["anonymous"]]


def get_version(session: Session, actor: Actor, public_id: str, number: int) -> tuple[Need, NeedVersion]:
    """A need and one of its published texts."""
    need = get_need(session, actor, public_id)
    for version in published_versions(session, actor, need):
        if version.number == number:
            return need, version
    raise NotFound("没有这条需求。它可能已被移走，或地址有误。")


def get_revision(session: Session, actor: Actor, public_id: str) -> NeedRevision:
    """The next text of a published need, for its owner's side; curators read it in their queue."""
    need = find_standing(session, public_id)
    row = find_revision(session, need) if need is not None else None
    if row is None or not policies.can_edit(actor, row):
        raise NotFound("这条需求没有修改稿。")
    return row


def get_need_to_edit(session: Session, actor: Actor, public_id: str) -> NeedRow:
    """What its owner works on, held for a change; NotFound or Forbidden for others."""
    need = _held(session, actor, public_id, in_work)
    if not policies.can_edit(actor, need):
        raise Forbidden("只有需求方自己的成员可以修改这条需求。")
    return need


def get_need_to_decide(session: Session, actor: Actor, public_id: str) -> NeedRow:
    """What waits for a curator, held for the decision."""
    need = _held(session, actor, public_id, in_queue)
    if policies.can_decide(actor, need):
        return need
    if actor.is_curator:
        raise Forbidden("您是提交人或需求方的成员，不能审核这条需求。请由另一位审核员处理。")
    raise Forbidden("只有审核员可以办理这条需求。")


def get_need_to_diagnose(session: Session, actor: Actor, public_id: str) -> NeedRow:
    """The need, held for whoever looks into it."""
    need = _held(session, actor, public_id, in_queue)
    if not policies.can_diagnose(actor, need):
        raise Forbidden("只有指定的诊断人和审核员可以填写诊断。")
    return need


def get_diagnosed(session: Session, actor: Actor, public_id: str) -> NeedRow:
    """The need with its diagnosis, for whoever looks into it and for the curators; NotFound for everybody else."""
    need = get_need_in_queue(session, actor, public_id)
    if need.diagnosis is None or not policies.can_diagnose(actor, need):
        raise NotFound("没有这条需求。它可能已被移走，或地址有误。")
    return need


def get_need_to_withdraw(session: Session, actor: Actor, public_id: str) -> Need:
    need = find_standing(session, public_id, held=True)
    if need is None or not policies.can_see(actor, need):
        raise _gone(need)
    if not policies.can_withdraw(actor, need):
        raise Forbidden("只有需求方自己的成员或审核员可以撤下这条需求。")
    return need


def _held(session: Session, actor: Actor, public_id: str, pick: Pick) -> NeedRow:
    """Lock the need and the text of it that is meant."""
    need = find_standing(session, public_id, held=True)
    row = pick(session, need, True) if need is not None else None
    if need is None or row is None or not (policies.can_see(actor, need) or policies.can_see(actor, row)):
        raise _gone(need)
    return row


def find_by_source(session: Session, source_system: str, source_key: str) -> Need | None:
    """The need that an import brought under this key, held for a change."""
    named = select(Need).where(Need.source_system == source_system, Need.source_key == source_key)
    return session.scalar(named.with_for_update(of=Need).execution_options(populate_existing=True))


def cards(session: Session, actor: Actor, public_ids: Sequence[str]) -> dict[str, NeedCard]:
    """The cards of those needs that are before the public; always the same few statements."""
    found = session.scalars(select(Need).where(Need.public_id.in_(public_ids), Need.state.in_(VISIBLE)))
    return {need.public_id: card_of(need, actor) for need in found}


def open_needs(session: Session, actor: Actor, wanted: NeedFilter, number: int = 1) -> Page[NeedCard]:
    """A page of the public list."""
    narrowed = select(Need).where(Need.state.in_(VISIBLE), *_conditions(wanted))
    return _card_page(session, actor, narrowed, number, *_order(wanted.sort))


def own_needs(
    session: Session, actor: Actor, number: int = 1, state: NeedState | None = None, text: str = ""
) -> Page[NeedCard]:
    """A page of the needs of the actor's organisations, the latest change first."""
    own = select(Need).where(policies.listed_for(actor))
    if state is not None:
        beside = aliased(NeedRevision)
        own = own.where(or_(Need.state == state, Need.id.in_(select(beside.revises_id).where(beside.state == state))))
    if text:
        own = own.where(_says(text))
    page = _card_page(session, actor, own, number, Need.updated_at.desc())
    named = [card.public_id for card in page.items]
    written = select(NeedRevision.public_id, NeedRevision.state).where(NeedRevision.public_id.in_(named))
    states = {row[0]: row[1] for row in session.execute(written)}
    return replace(page, items=[replace(card, revision=states.get(card.public_id)) for card in page.items])


def own_records(session: Session, actor: Actor, number: int, size: int = 50) -> Page[Need]:
    """A page of the needs of the actor's organisations as records, the latest change first."""
    own = select(Need).where(policies.listed_for(actor))
    total = session.scalar(own.with_only_columns(func.count(Need.id))) or 0
    newest = own.options(joinedload(Need.owner)).order_by(Need.updated_at.desc(), Need.id.desc())
    items = session.scalars(newest.offset((number - 1) * size).limit(size)).unique().all()
    return Page(items=items, total=total, number=number, size=size)


def own_states(session: Session, actor: Actor) -> dict[NeedState | None, int]:
    """How many needs of the actor's organisations are in each state, a revision counted beside its need; None counts needs."""
    counted = select(NeedRow.state, NeedRow.standing, func.count()).where(policies.listed_for(actor))
    counts: dict[NeedState | None, int] = {}
    for state, standing, number in session.execute(counted.group_by(NeedRow.state, NeedRow.standing)):
        counts[state] = counts.get(state, 0) + number
        counts[None] = counts.get(None, 0) + (number if standing else 0)
    return counts


def waiting_for_answer(session: Session, actor: Actor, limit: int = 4) -> list[NeedCard]:
    """Published needs whose 48 hours run, the most urgent first."""
    running = (
        select(Need)
        .where(Need.state == NeedState.PUBLISHED, Need.response_due_at >= now())
        .order_by(Need.response_due_at, Need.public_id)
        .limit(limit)
    )
    return [card_of(need, actor) for need in session.scalars(running)]


def count_open(session: Session) -> int:
    """How many needs the public sees."""
    return session.scalar(select(func.count()).select_from(Need).where(Need.state.in_(VISIBLE))) or 0


def queue(session: Session, actor: Actor, limit: int = PAGE_SIZE) -> list[NeedRow]:
    """Needs that wait for a curator, the longest waiting first."""
    waits = select(NeedRow).where(NeedRow.state.in_(WAITING), policies.seen_by(actor))
    return list(session.scalars(waits.order_by(NeedRow.submitted_at, NeedRow.public_id).limit(limit)))


def handed_in(session: Session, public_ids: Sequence[str]) -> Sequence[NeedRow]:
    """Those of these needs that wait for a curator, in a few statements."""
    waits = select(NeedRow).where(NeedRow.public_id.in_(public_ids), NeedRow.state.in_(WAITING))
    return session.scalars(waits).all() if public_ids else []


def returned_of(session: Session, actor: Actor, limit: int) -> Sequence[NeedRow]:
    """What came back to the actor's organisations, the longest waiting first."""
    back = select(NeedRow).where(NeedRow.state == NeedState.RETURNED, policies.listed_for(actor))
    return session.scalars(back.order_by(NeedRow.updated_at, NeedRow.id).limit(limit)).all()


def asked_of(session: Session, actor: Actor, limit: int) -> list[tuple[NeedRow, datetime]]:
    """Needs of the actor's organisations with a question that waits for an answer, and since when."""
    asked = (
        select(DiagnosisEntry.need_id, func.min(DiagnosisEntry.at).label("since"))
        .where(DiagnosisEntry.kind == EntryKind.QUESTION, DiagnosisEntry.answered_at.is_(None))
        .group_by(DiagnosisEntry.need_id)
        .subquery()
    )
    open_ = select(NeedRow, asked.c.since).join(asked, asked.c.need_id == NeedRow.id)
    mine = open_.where(NeedRow.state == NeedState.DIAGNOSIS, policies.listed_for(actor))
    return [(row[0], row[1]) for row in session.execute(mine.order_by(asked.c.since, NeedRow.id).limit(limit))]


def given_to(session: Session, actor: Actor, limit: int) -> Sequence[NeedRow]:
    """What the actor was asked to look into and has not concluded."""
    mine = (
        select(NeedRow)
        .join(NeedDiagnosis, NeedDiagnosis.need_id == NeedRow.id)
        .where(NeedRow.state == NeedState.DIAGNOSIS, NeedDiagnosis.person_id == actor.person_id)
        .where(NeedDiagnosis.concluded_at.is_(None))
    )
    return session.scalars(mine.order_by(NeedRow.response_due_at, NeedRow.id).limit(limit)).all()


def who_may_look(session: Session, actor: Actor, need: NeedRow) -> list[Person]:
    """Curators and brokers outside the owner, for whoever may ask them to look into a need."""
    if not policies.can_decide(actor, need):
        return []
    people = {person.id: person for role in (Role.BROKER, Role.CURATOR) for person in people_with_role(session, role)}
    outside = (person for person in people.values() if not policies.can_edit(actor_for(person), need))
    return [person for person in outside if person.id != need.submitted_by]


def remarks_on(session: Session, need: NeedRow) -> list[NeedRemark]:
    """The remarks of the last return, by the order they were written in."""
    return list(session.scalars(select(NeedRemark).where(NeedRemark.need_id == need.id).order_by(NeedRemark.id)))


def passages_of(session: Session, need: NeedRow) -> list[NeedPassage]:
    """The passages that the fields of a need were read from, in the order of the form."""
    read = select(NeedPassage).where(NeedPassage.need_id == need.id)
    return list(session.scalars(read.order_by(NeedPassage.position)))


def source_of(session: Session, need: NeedRow) -> NeedSource | None:
    """The document that a need was read from."""
    return session.get(NeedSource, need.revises_id or need.id)


def get_source(session: Session, actor: Actor, public_id: str) -> NeedSource:
    """The document behind a need, for the members of its owner; NotFound for everybody else."""
    need = get_need(session, actor, public_id)
    source = source_of(session, need) if policies.can_edit(actor, need) else None
    if source is None:
        raise NotFound("没有这份文件。")
    return source


def _card_page(
    session: Session, actor: Actor, needs: Select[Need], number: int, *order: ColumnElement[Any]
) -> Page[NeedCard]:
    total = session.scalar(select(func.count()).select_from(needs.order_by(None).subquery())) or 0
    size = PAGE_SIZE
    number = min(max(number, 1), max(1, -(-total // size)))
    rows = session.scalars(needs.order_by(*order, Need.public_id.desc()).limit(size).offset((number - 1) * size))
    return Page(items=[card_of(need, actor) for need in rows], total=total, number=number, size=size)


def _conditions(wanted: NeedFilter) -> list[ColumnElement[bool]]:
    conditions = []
    if wanted.text:
        conditions.append(_says(wanted.text))
    if wanted.sector:
        conditions.append(Need.sector == wanted.sector)
    if wanted.region:
        conditions.append(Need.region.startswith(wanted.region.removesuffix("00").removesuffix("00"), autoescape=True))
    if wanted.mode is not None:
        conditions.append(Need.modes.any(NeedSolutionMode.mode == wanted.mode))
    if wanted.budget_from is not None:
        conditions.append(Need.budget >= wanted.budget_from)
    return conditions


def _says(text: str) -> ColumnElement[bool]:
    """Every word of the text stands somewhere in the need."""
    return and_(true(), *(_says_word(word) for word in text.split()[:WORDS]))


def _says_word(word: str) -> ColumnElement[bool]:
    columns = (Need.title, Need.problem, Need.indicators, Need.goal, cast(Need.keywords, Text), Need.public_id)
    limited = Need.constraints.any(NeedConstraint.parameter.icontains(word, autoescape=True))
    return or_(limited, *(column.icontains(word, autoescape=True) for column in columns))


def _order(sort: NeedSort) -> tuple[ColumnElement[Any], ...]:
    """The order of a list; by urgency, those whose hours run stand first."""
    if sort is NeedSort.DUE:
        runs = and_(Need.state == NeedState.PUBLISHED, Need.response_due_at >= now())
        return (runs.is_not(True), case((runs, Need.response_due_at)), Need.published_at.desc())
    return _ORDERS[sort]


_ORDERS: dict[NeedSort, tuple[ColumnElement[Any], ...]] = {
    NeedSort.NEWEST: (Need.published_at.desc(),),
    NeedSort.BUDGET: (Need.budget.is_(None), Need.budget.desc()),
    NeedSort.REDUCTION: (Need.target_reduction.is_(None), Need.target_reduction.desc()),
}
