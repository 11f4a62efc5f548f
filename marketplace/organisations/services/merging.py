"""Two organisations that are one: everything of the second moves to the first, and its code leads there from then on."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Column, Index, Table, UniqueConstraint, and_, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from marketplace.accounts.models import Mandate, Membership, MembershipRole, Organisation
from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now
from marketplace.core.db import Base
from marketplace.core.errors import Forbidden, InvalidInput
from marketplace.organisations import letters, policies, queries
from marketplace.organisations.models import OrganisationRedirect
from marketplace.organisations.records import SOURCES

FOUNDED = "organisations.id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """The code of the organisation that stays, and the code of the one that goes, typed once more."""

    into: str
    typed: str


def merge_organisations(session: Session, actor: Actor, code: str, command: Merge) -> Organisation:
    """Move all that the organisation has to another and delete it; there is no way back."""
    gone, kept = get_pair(session, actor, code, command.into, lock=True)
    if command.typed.strip() != gone.code:
        wrong = "请原样输入要并入的单位的代码，以确认合并。"
        raise InvalidInput(wrong, {"typed": wrong})
    counts = {name: count for name, count in belongings(session, gone).items() if count}
    for source in SOURCES.values():
        source.promise_all(session, gone.id)
    _raise_managers(session, gone, kept)
    session.execute(
        delete(Mandate).where(Mandate.owner_id.in_((gone.id, kept.id)), Mandate.agency_id.in_((gone.id, kept.id)))
    )
    session.flush()
    for column in _references():
        _move(session, column, gone.id, kept.id)
    session.add(OrganisationRedirect(code=gone.code, organisation_id=kept.id, name=gone.name, merged_at=now()))
    record_act(session, actor, "merge_organisation", kept, gone=gone.code, name=gone.name, **counts)
    letters.tell_merged(session, kept, gone.code, gone.name)
    session.flush()
    session.expire_all()
    session.delete(session.get_one(Organisation, gone.id))
    session.flush()
    return kept


def get_pair(
    session: Session, actor: Actor, code: str, into: str, *, lock: bool = False
) -> tuple[Organisation, Organisation]:
    """The organisation that would go and the one that would stay, for an administrator who belongs to neither."""
    gone = queries.get_organisation(session, code, lock=lock)
    if into.strip() in ("", code):
        raise InvalidInput("请选另一家单位。", {"into": "请选另一家单位。"})
    kept = queries.get_organisation(session, into.strip(), lock=lock)
    if not all(policies.can_verify(actor, each.id) for each in (gone, kept)):
        raise Forbidden("您属于其中一家单位，请另一位管理员来合并。")
    return gone, kept


def belongings(session: Session, organisation: Organisation) -> Mapping[str, int]:
    """How many rows of each table belong to the organisation."""
    counts: dict[str, int] = {}
    for column in _references():
        found = session.scalar(select(func.count()).select_from(column.table).where(column == organisation.id)) or 0
        counts[column.table.name] = counts.get(column.table.name, 0) + found
    return counts


def _references() -> list[Column[int]]:
    """Every column of the house that names an organisation: a new table is moved without being told of here."""
    columns = (column for table in Base.metadata.sorted_tables for column in table.columns)
    return [each for each in columns if any(key.target_fullname == FOUNDED for key in each.foreign_keys)]


def _move(session: Session, column: Column[int], gone: int, kept: int) -> None:
    """Hand the rows over; where the other organisation has the same row already, this one goes."""
    table = column.table
    assert isinstance(table, Table)
    for unique in (*table.constraints, *table.indexes):
        if isinstance(unique, UniqueConstraint) or (isinstance(unique, Index) and unique.unique):
            names = [each.name for each in unique.columns]
            if column.name in names and len(names) > 1:
                _drop_twins(session, table, column, [name for name in names if name != column.name], unique, gone, kept)
    session.execute(update(table).where(column == gone).values({column.name: kept}))


def _drop_twins(
    session: Session,
    table: Table,
    column: Column[int],
    others: list[str],
    unique: object,
    gone: int,
    kept: int,
) -> None:
    twin = table.alias("twin")
    same = and_(twin.c[column.name] == kept, *(twin.c[name] == table.c[name] for name in others))
    partial = "state" in table.c and isinstance(unique, Index)  # those that hold for open rows alone
    open_only = and_(table.c.state == "open", twin.c.state == "open") if partial else and_(True)
    clash = exists(select(1).select_from(twin).where(same, open_only)).correlate(table)
    session.execute(delete(table).where(or_(column == gone), clash))


def _raise_managers(session: Session, gone: Organisation, kept: Organisation) -> None:
    """Who manages one of the two manages what becomes of both."""
    managing = select(Membership.person_id).where(
        Membership.organisation_id == gone.id, Membership.role == MembershipRole.MANAGER
    )
    session.execute(
        update(Membership)
        .where(Membership.organisation_id == kept.id, Membership.person_id.in_(managing))
        .values(role=MembershipRole.MANAGER)
    )
