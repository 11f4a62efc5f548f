"""Special days that an administrator entered; they stand before those that come with the release."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.core.clock import now
from marketplace.core.db import Base, stored_by_value
from marketplace.workdays.rules import DayKind


class SpecialDay(Base):
    """A public holiday, or a day of the weekend on which China works, with the notice that says so."""

    __tablename__ = "special_days"
    __table_args__ = (CheckConstraint("name <> '' AND source <> ''", name="says_what_and_whence"),)

    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[DayKind] = mapped_column(stored_by_value(DayKind))
    name: Mapped[str] = mapped_column(String(60))
    source: Mapped[str] = mapped_column(String(200))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    updated_at: Mapped[datetime] = mapped_column(default=now)

    record_kind = "special_day"
    owner_id = None

    @property
    def public_id(self) -> str:
        return self.day.isoformat()
