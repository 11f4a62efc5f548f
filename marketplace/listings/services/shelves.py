"""What files and pictures of a version have in common: rows in an order, taken out for a while and put back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, NotFound
from marketplace.listings import queries
from marketplace.listings.models import AchievementVersion, Attachment, Picture
from marketplace.listings.rules import WORKING, ListingAction

Row = TypeVar("Row", Attachment, Picture)


def version_in_work(session: Session, actor: Actor, public_id: str) -> AchievementVersion:
    """The version that the actor may change now, its row held."""
    version = queries.get_to_edit(session, actor, public_id, lock=True)
    if version.state not in WORKING:
        raise Conflict("这一版已不在编辑中，不能改动资料和图片。请先撤回送审，或起草新版本。")
    return version


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf(Generic[Row]):
    """The rows of one kind: `relation` is their name on the version, `gone` what is said of one that is not there,
    `make_room` refuses what does not fit, `told` is what the audit trail says of a row."""

    kind: type[Row]
    relation: str
    gone: str
    make_room: Callable[[Session, AchievementVersion, Row], None]
    told: Callable[[Row], dict[str, Any]]

    def find(self, session: Session, version: AchievementVersion, number: int, *, removed: bool = False) -> Row:
        """A row of this version; NotFound for others', and for one that was removed unless it is asked for."""
        row = session.get(self.kind, number)
        if row is None or row.version_id != version.id or (row.removed_at and not removed):
            raise NotFound(self.gone)
        return row

    def next_position(self, session: Session, version: AchievementVersion) -> int:
        """The place after the last one, removed ones included."""
        last = session.scalar(select(func.max(self.kind.position)).where(self.kind.version_id == version.id))
        return 0 if last is None else last + 1

    def move(self, session: Session, actor: Actor, public_id: str, number: int, by: int) -> None:
        """Change places with the row before (-1) or after (1); at the end nothing moves."""
        version = version_in_work(session, actor, public_id)
        change_places(getattr(version, self.relation), self.find(session, version, number), by)
        version.updated_at = now()
        session.flush()

    def remove(self, session: Session, actor: Actor, public_id: str, number: int) -> Row:
        """Take a row out of the version in work; for some days it can be put back."""
        version = version_in_work(session, actor, public_id)
        row = self.find(session, version, number)
        row.removed_at = now()
        self.note(session, actor, ListingAction.DETACH, version, row)
        return row

    def restore(self, session: Session, actor: Actor, public_id: str, number: int) -> Row:
        """Put back what was removed."""
        version = version_in_work(session, actor, public_id)
        row = self.find(session, version, number, removed=True)
        if row.removed_at is None:
            return row
        self.make_room(session, version, row)
        row.removed_at = None
        self.note(session, actor, ListingAction.REATTACH, version, row)
        return row

    def note(
        self, session: Session, actor: Actor, action: ListingAction, version: AchievementVersion, row: Row
    ) -> None:
        """Write down what was done to a row, and let the version be read anew."""
        version.updated_at = now()
        session.flush()
        session.expire(version, [self.relation])
        record_act(session, actor, action, version, **self.told(row))


def change_places(rows: list[Row], one: Row, by: int) -> None:
    """Move a row among its neighbours and number them anew."""
    place = rows.index(one)
    other = min(max(place + by, 0), len(rows) - 1)
    rows = [row for row in rows if row is not one]
    rows.insert(other, one)
    for position, row in enumerate(rows):
        row.position = position
