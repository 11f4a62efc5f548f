"""What an organisation already has, to compare a file with: always the same few statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from ingest.dedupe import OPENING, Existing, plain_number
from ingest.models import ImportAlias
from ingest.records import Content, Kind
from marketplace.accounts.models import Organisation
from marketplace.listings.mapping import read_content as read_achievement
from marketplace.listings.models import Achievement, AchievementVersion, IntellectualProperty
from marketplace.needs.mapping import read_content as read_need
from marketplace.needs.models import NeedRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A record that is there: where it came from, how it stands, and the hash of its last import."""

    public_id: str
    source_system: str
    source_key: str
    content_hash: str
    title: str
    state: str
    number: int
    people: frozenset[str] = frozenset()
    patents: frozenset[str] = frozenset()
    opening: str = ""


@dataclass(frozen=True, slots=True)
class Holdings:
    """The records of an organisation by public id, and the keys under which its lists know them."""

    records: dict[str, Held] = field(default_factory=dict)
    by_key: dict[str, str] = field(default_factory=dict)

    def existing(self) -> list[Existing]:
        """As the comparison wants them; a record with several keys stands there once for each."""
        keys: dict[str, list[str]] = {}
        for key, public_id in self.by_key.items():
            keys.setdefault(public_id, []).append(key)
        return [
            Existing(
                id=held.public_id,
                source_key=key,
                title=held.title,
                patents=held.patents,
                people=held.people,
                opening=held.opening,
            )
            for held in self.records.values()
            for key in keys.get(held.public_id, [""])
        ]


def source_system(organisation: Organisation) -> str:
    """The name under which an organisation's own lists are kept apart from everybody else's."""
    return f"import:{organisation.code}"


def holdings(session: Session, organisation: Organisation, kind: Kind) -> Holdings:
    """What the organisation has of this kind."""
    found = _achievements(session, organisation.id) if kind is Kind.ACHIEVEMENT else _needs(session, organisation.id)
    records = {held.public_id: held for held in found}
    system = source_system(organisation)
    by_key = {held.source_key: held.public_id for held in records.values() if held.source_system == system}
    aliases = session.execute(
        select(ImportAlias.source_key, ImportAlias.record_id).where(
            ImportAlias.organisation_id == organisation.id, ImportAlias.kind == kind
        )
    )
    by_key |= {key: public_id for key, public_id in aliases if public_id in records}
    return Holdings(records, by_key)


def _achievements(session: Session, owner_id: int) -> Iterable[Held]:
    """The newest version of every achievement, with its people and the numbers of its rights."""
    patents: dict[int, set[str]] = {}
    numbers = (
        select(IntellectualProperty.version_id, IntellectualProperty.number)
        .join(AchievementVersion, AchievementVersion.id == IntellectualProperty.version_id)
        .join(Achievement, Achievement.id == AchievementVersion.achievement_id)
        .where(Achievement.owner_id == owner_id, IntellectualProperty.number != "")
    )
    for version_id, number in session.execute(numbers):
        patents.setdefault(version_id, set()).add(plain_number(number))
    versions = (
        select(
            Achievement.public_id,
            Achievement.source_system,
            Achievement.source_key,
            Achievement.content_hash,
            AchievementVersion.id,
            AchievementVersion.number,
            AchievementVersion.state,
            AchievementVersion.title,
            AchievementVersion.inventors,
            func.substr(
                AchievementVersion.problem + AchievementVersion.principle + AchievementVersion.advantage, 1, OPENING
            ).label("opening"),
        )
        .join(AchievementVersion, AchievementVersion.achievement_id == Achievement.id)
        .where(Achievement.owner_id == owner_id)
        .order_by(Achievement.id, AchievementVersion.number)
    )
    newest = {row.public_id: row for row in session.execute(versions)}
    return [_held(row, frozenset(row.inventors), frozenset(patents.get(row.id, ())) - {""}) for row in newest.values()]


def _needs(session: Session, owner_id: int) -> Iterable[Held]:
    columns = (
        NeedRow.public_id,
        NeedRow.source_system,
        NeedRow.source_key,
        NeedRow.content_hash,
        NeedRow.number,
        NeedRow.state,
        NeedRow.title,
        func.substr(NeedRow.problem + NeedRow.indicators + NeedRow.goal, 1, OPENING).label("opening"),
    )
    found: dict[str, Held] = {}
    for row in session.execute(select(*columns).where(NeedRow.owner_id == owner_id).order_by(NeedRow.id)):
        held, standing = _held(row), found.get(row.public_id)
        if standing is not None:  # a revision says what its need will say; its source is the need's
            held = replace(held, source_system=standing.source_system, source_key=standing.source_key)
        found[row.public_id] = held
    return found.values()


def _held(row: Any, people: frozenset[str] = frozenset(), patents: frozenset[str] = frozenset()) -> Held:
    return Held(
        public_id=row.public_id,
        source_system=row.source_system,
        source_key=row.source_key,
        content_hash=row.content_hash,
        title=row.title,
        state=row.state.value,
        number=row.number,
        people=people,
        patents=patents,
        opening=row.opening,
    )


def contents(session: Session, kind: Kind, public_ids: Sequence[str]) -> dict[str, Content]:
    """What these records say now; of an achievement its newest version, of a need its revision where there is one."""
    if not public_ids:
        return {}
    if kind is Kind.NEED:
        needs = session.scalars(select(NeedRow).where(NeedRow.public_id.in_(public_ids)).order_by(NeedRow.id))
        return {need.public_id: read_need(need) for need in needs}
    wanted = (
        select(AchievementVersion)
        .join(AchievementVersion.achievement)
        .where(Achievement.public_id.in_(public_ids))
        .options(
            selectinload(AchievementVersion.parameters),
            selectinload(AchievementVersion.ip),
            selectinload(AchievementVersion.cases),
        )
        .order_by(AchievementVersion.number)
    )
    newest = {version.public_id: version for version in session.scalars(wanted)}
    return {public_id: read_achievement(version) for public_id, version in newest.items()}


def states(session: Session, kind: Kind, public_ids: Sequence[str]) -> dict[str, StrEnum]:
    """The states of these records; of an achievement, its newest version's."""
    if kind is Kind.NEED:
        found = select(NeedRow.public_id, NeedRow.state).where(NeedRow.public_id.in_(public_ids)).order_by(NeedRow.id)
        return {row.public_id: row.state for row in session.execute(found)}
    versions = (
        select(Achievement.public_id, AchievementVersion.state)
        .join(AchievementVersion, AchievementVersion.achievement_id == Achievement.id)
        .where(Achievement.public_id.in_(public_ids))
        .order_by(AchievementVersion.number)
    )
    return {row.public_id: row.state for row in session.execute(versions)}
