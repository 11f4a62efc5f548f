"""Pairs of needs and results as they were last judged, and what their two sides asked each other."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.core.clock import now
from marketplace.core.db import Base, at_least_zero, stored_by_value
from marketplace.listings.models import Achievement
from marketplace.matching.rules import ApproachKind, ApproachState, Reason, Side
from marketplace.needs.models import Need


class MatchPair(Base):
    """A need and a result that may answer it; made anew whenever one of the two changes."""

    __tablename__ = "match_pairs"
    __table_args__ = (
        UniqueConstraint("need_id", "achievement_id"),
        *at_least_zero("met", "unknown", "unmet"),
        Index("ix_match_pairs_need_score", "need_id", "score"),
        Index("ix_match_pairs_achievement_score", "achievement_id", "score"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("needs.id", ondelete="CASCADE"))
    achievement_id: Mapped[int] = mapped_column(ForeignKey("achievements.id", ondelete="CASCADE"))
    score: Mapped[float]
    broken: Mapped[bool] = mapped_column(default=False)  # a must is not met
    met: Mapped[int] = mapped_column(default=0)
    unknown: Mapped[int] = mapped_column(default=0)
    unmet: Mapped[int] = mapped_column(default=0)
    terms: Mapped[list[str]] = mapped_column(default=list)
    comparisons: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    signals: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # what the score was made of
    found_at: Mapped[datetime] = mapped_column(default=now, index=True)  # first
    judged_at: Mapped[datetime] = mapped_column(default=now)

    need: Mapped[Need] = relationship()
    achievement: Mapped[Achievement] = relationship()


class MatchRun(Base):
    """Up to which state of a record its pairs are judged. Without a run, or with another mark, it waits for the job."""

    __tablename__ = "match_runs"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), primary_key=True)
    mark: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(default=now)


class Approach(Base):
    """An expression of interest or a question about a limit, from one side of a pair to the other."""

    __tablename__ = "match_approaches"
    __table_args__ = (
        CheckConstraint("state <> 'declined' OR reason IS NOT NULL", name="declined_has_a_reason"),
        CheckConstraint("kind <> 'question' OR parameter <> ''", name="question_names_a_parameter"),
        CheckConstraint("low IS NULL OR high IS NULL OR low <= high", name="answer_in_order"),
        Index("ix_match_approaches_receiver_state", "receiver_id", "state"),
        Index("ix_match_approaches_sender_state", "sender_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    kind: Mapped[ApproachKind] = mapped_column(stored_by_value(ApproachKind))
    need_id: Mapped[int] = mapped_column(ForeignKey("needs.id", ondelete="CASCADE"), index=True)
    achievement_id: Mapped[int] = mapped_column(ForeignKey("achievements.id", ondelete="CASCADE"), index=True)
    side: Mapped[Side] = mapped_column(stored_by_value(Side))  # of the sender
    sender_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    receiver_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    state: Mapped[ApproachState] = mapped_column(stored_by_value(ApproachState), default=ApproachState.SENT)
    purpose: Mapped[str] = mapped_column(String(300), default="")  # 用在哪里
    timing: Mapped[str] = mapped_column(String(300), default="")  # 什么时候要
    way: Mapped[str] = mapped_column(String(300), default="")  # 怎样合作
    parameter: Mapped[str] = mapped_column(String(80), default="")
    wanted: Mapped[str] = mapped_column(String(120), default="")  # the limit as words
    reason: Mapped[Reason | None] = mapped_column(stored_by_value(Reason))
    low: Mapped[float | None]
    high: Mapped[float | None]
    unit: Mapped[str] = mapped_column(String(40), default="")
    filled_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    shut_at: Mapped[datetime | None]  # since when an accepted interest opens no tier any more; the talk goes on
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)

    need: Mapped[Need] = relationship(lazy="joined", innerjoin=True)
    achievement: Mapped[Achievement] = relationship(lazy="joined", innerjoin=True)
    messages: Mapped[list["ApproachMessage"]] = relationship(
        cascade="all, delete-orphan", order_by="ApproachMessage.id"
    )

    record_kind = "approach"

    @property
    def owner_id(self) -> int:
        return self.receiver_id


class ApproachMessage(Base):
    """What one side said."""

    __tablename__ = "match_messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    approach_id: Mapped[int] = mapped_column(ForeignKey("match_approaches.id", ondelete="CASCADE"), index=True)
    side: Mapped[Side] = mapped_column(stored_by_value(Side))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str] = mapped_column(Text)
    by_mandate: Mapped[bool] = mapped_column(default=False)  # by a broker in the name of the side
    at: Mapped[datetime] = mapped_column(default=now)


class PairDecline(Base):
    """A side does not pursue a pair: kept for its own lists and, without its name, for learning."""

    __tablename__ = "match_declines"
    __table_args__ = (UniqueConstraint("need_id", "achievement_id", "side"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("needs.id", ondelete="CASCADE"))
    achievement_id: Mapped[int] = mapped_column(ForeignKey("achievements.id", ondelete="CASCADE"), index=True)
    side: Mapped[Side] = mapped_column(stored_by_value(Side))
    reason: Mapped[Reason] = mapped_column(stored_by_value(Reason))
    note: Mapped[str] = mapped_column(Text, default="")
    score: Mapped[float | None]  # as it stood when it was declined
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(default=now)


class Visit(Base):
    """When a person looked at a page of pairs, and when before that."""

    __tablename__ = "match_visits"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    place: Mapped[str] = mapped_column(String(40), primary_key=True)
    seen_at: Mapped[datetime]
    seen_before: Mapped[datetime | None]
