"""A session (专场): when and where, how the day is cut, who may come."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import Organisation
from marketplace.core.clock import CHINA, now
from marketplace.core.db import Base, at_least_zero, stored_by_value
from marketplace.events.asking.rules import RequestMode
from marketplace.events.hours import Rhythm, Slot, slots_of
from marketplace.events.rules import OVER, EventState

if TYPE_CHECKING:
    from marketplace.events.models.block import EventBlock
    from marketplace.events.models.day import EventStaff


class Event(Base):
    """One session day of meetings between results and needs."""

    __tablename__ = "events"
    __table_args__ = (
        CheckConstraint("slots BETWEEN 1 AND 40", name="slots_in_bounds"),
        CheckConstraint("slot_minutes BETWEEN 5 AND 120", name="slot_minutes_in_bounds"),
        CheckConstraint("tables BETWEEN 1 AND 300", name="tables_in_bounds"),
        CheckConstraint("most_meetings BETWEEN 1 AND 40", name="most_meetings_in_bounds"),
        CheckConstraint("request_hours BETWEEN 1 AND 720", name="request_hours_in_bounds"),
        CheckConstraint("most_requests BETWEEN 1 AND 100", name="most_requests_in_bounds"),
        CheckConstraint("pause_after < slots", name="pause_inside_the_day"),
        CheckConstraint("state = 'draft' OR announced_at IS NOT NULL", name="announced_has_a_date"),
        CheckConstraint("registration_until <= wishes_until AND wishes_until <= day", name="dates_in_order"),
        CheckConstraint("state = 'draft' OR venue <> ''", name="announced_has_a_venue"),
        CheckConstraint("opens_at < closes_at", name="venue_opens_before_it_closes"),
        *at_least_zero(
            "gap_minutes", "pause_after", "pause_minutes", "provider_places", "seeker_places", "version", "pulse"
        ),
        Index("ix_events_state_day", "state", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    is_sample: Mapped[bool] = mapped_column(default=False)
    state: Mapped[EventState] = mapped_column(stored_by_value(EventState), default=EventState.DRAFT)
    lock: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=0)  # of the timetable that was published last; 0 for none
    pulse: Mapped[int] = mapped_column(default=0)  # rises with whatever changes a screen or a phone on the day

    title: Mapped[str] = mapped_column(String(120))
    introduction: Mapped[str] = mapped_column(Text, default="")
    supporters: Mapped[str] = mapped_column(Text, default="")  # 承办、支持单位, in the organiser's words
    sectors: Mapped[list[str]] = mapped_column(default=list)
    day: Mapped[date]
    venue: Mapped[str] = mapped_column(String(200))  # a draft may do without for a while
    opens_at: Mapped[time | None]  # the hours in which the venue may be used
    closes_at: Mapped[time | None]
    contact: Mapped[str] = mapped_column(String(200), default="")  # shown to everybody
    questions: Mapped[list[str]] = mapped_column(default=list)  # asked of whoever registers

    first_slot: Mapped[time]
    slots: Mapped[int]
    slot_minutes: Mapped[int]
    gap_minutes: Mapped[int] = mapped_column(default=0)
    pause_after: Mapped[int] = mapped_column(default=0)  # the slot before the break; 0 for none
    pause_minutes: Mapped[int] = mapped_column(default=0)
    tables: Mapped[int]
    closed_tables: Mapped[list[int]] = mapped_column(JSON, default=list)  # out of use, from 0
    most_meetings: Mapped[int]  # of one party
    request_mode: Mapped[RequestMode] = mapped_column(stored_by_value(RequestMode), default=RequestMode.WISHES)
    request_hours: Mapped[int] = mapped_column(default=72)  # until a request that nobody answers runs out
    most_requests: Mapped[int] = mapped_column(default=10)  # of one party, open or accepted
    provider_places: Mapped[int | None]  # None: as many as come
    seeker_places: Mapped[int | None]
    needs_approval: Mapped[bool] = mapped_column(default=True)
    registration_until: Mapped[date]  # the last day
    wishes_until: Mapped[date]

    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    announced_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    cancel_note: Mapped[str] = mapped_column(Text, default="")

    owner: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    staff: Mapped[list["EventStaff"]] = relationship(cascade="all, delete-orphan", lazy="selectin")
    blocks: Mapped[list["EventBlock"]] = relationship(
        viewonly=True, order_by="EventBlock.position, EventBlock.id"
    )  # the agenda

    record_kind = "event"

    @property
    def rhythm(self) -> Rhythm:
        return Rhythm(
            first=self.first_slot,
            slots=self.slots,
            minutes=self.slot_minutes,
            gap=self.gap_minutes,
            pause_after=self.pause_after,
            pause=self.pause_minutes,
        )

    @property
    def hours(self) -> list[Slot]:
        return list(slots_of(self.rhythm))

    @property
    def wishes_close(self) -> datetime:
        """The moment after the last day of wishes."""
        return datetime.combine(self.wishes_until + timedelta(days=1), time(), CHINA)

    @property
    def is_over(self) -> bool:
        """Was it held?"""
        return self.state in OVER

    @property
    def begins(self) -> datetime:
        """The first slot's moment."""
        return datetime.combine(self.day, self.first_slot, CHINA)
