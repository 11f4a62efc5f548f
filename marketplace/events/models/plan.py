"""Who wishes to meet whom, and the timetables made from it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.core.clock import now
from marketplace.core.db import Base, at_least_zero, stored_by_value
from marketplace.events.rules import Saying


class EventWish(Base):
    """What the two sides of a pair say of meeting; None where a side says nothing."""

    __tablename__ = "event_wishes"
    __table_args__ = (UniqueConstraint("provider_id", "seeker_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("event_registrations.id", ondelete="CASCADE"))
    seeker_id: Mapped[int] = mapped_column(ForeignKey("event_registrations.id", ondelete="CASCADE"), index=True)
    provider_says: Mapped[Saying | None] = mapped_column(stored_by_value(Saying, "known_provider_saying"))
    seeker_says: Mapped[Saying | None] = mapped_column(stored_by_value(Saying, "known_seeker_saying"))
    updated_at: Mapped[datetime] = mapped_column(default=now)


class EventPlan(Base):
    """A timetable with its proof; a draft until it is published under a version."""

    __tablename__ = "event_plans"
    __table_args__ = (
        UniqueConstraint("event_id", "version"),
        CheckConstraint("(version IS NULL) = (published_at IS NULL)", name="published_has_a_version"),
        CheckConstraint("upper_bound >= total_weight", name="bound_above_weight"),
        *at_least_zero("musts", "musts_wished", "wished", "seconds", "total_weight"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    version: Mapped[int | None]
    is_trial: Mapped[bool] = mapped_column(default=False)  # a what-if: never the draft in work
    lock: Mapped[int] = mapped_column(default=1)  # rises with every change by hand
    assumes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # what a trial takes otherwise than the session
    made_at: Mapped[datetime] = mapped_column(default=now)
    published_at: Mapped[datetime | None]
    optimal: Mapped[bool]
    total_weight: Mapped[float]
    upper_bound: Mapped[float]
    musts: Mapped[int]
    musts_wished: Mapped[int]
    wished: Mapped[int]
    seconds: Mapped[float]
    unmet: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # wish, cause, parties, rivals

    meetings: Mapped[list["EventMeeting"]] = relationship(cascade="all, delete-orphan", lazy="selectin")


class EventMeeting(Base):
    """A meeting of a timetable; slot and table count from 0."""

    __tablename__ = "event_meetings"
    __table_args__ = (
        UniqueConstraint("plan_id", "slot", "table_number"),
        CheckConstraint("slot >= 0 AND table_number >= 0", name="counted_from_zero"),
    )

    plan_id: Mapped[int] = mapped_column(ForeignKey("event_plans.id", ondelete="CASCADE"), primary_key=True)
    wish_id: Mapped[int] = mapped_column(
        ForeignKey("event_wishes.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    slot: Mapped[int]
    table_number: Mapped[int]
    locked: Mapped[bool] = mapped_column(default=False)  # planning again leaves it where it is

    wish: Mapped[EventWish] = relationship(lazy="joined", innerjoin=True)
