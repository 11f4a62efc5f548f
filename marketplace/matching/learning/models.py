"""Outcomes of pairs by organisation, the rankers trained on them, which orders whose lists, and what is not to be learnt."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import Organisation
from marketplace.core.clock import now
from marketplace.core.db import Base, stored_by_value
from marketplace.matching.learning.rules import Outcome
from marketplace.matching.rules import Reason


class Feedback(Base):
    """One outcome of a pair for the need's organisation. It orders that organisation's own lists and is shown to nobody else."""

    __tablename__ = "match_feedback"
    __table_args__ = (
        UniqueConstraint("organisation_id", "need_id", "achievement_id", "outcome"),
        CheckConstraint("position IS NULL OR position >= 1", name="position_from_one"),
        CheckConstraint("outcome <> 'declined_pair' OR reason IS NOT NULL", name="declined_pair_has_a_reason"),
        Index("ix_match_feedback_organisation_at", "organisation_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"))
    need_id: Mapped[int] = mapped_column(ForeignKey("needs.id", ondelete="CASCADE"), index=True)
    achievement_id: Mapped[int] = mapped_column(ForeignKey("achievements.id", ondelete="CASCADE"), index=True)
    outcome: Mapped[Outcome] = mapped_column(stored_by_value(Outcome))
    position: Mapped[int | None]  # the place where it was first listed, from 1
    reason: Mapped[Reason | None] = mapped_column(stored_by_value(Reason, "known_feedback_reason"))
    signals: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # as they stood then
    at: Mapped[datetime] = mapped_column(default=now)


class LearnedRanker(Base):
    """Weights trained on an organisation's outcomes, with the card that says how they did on outcomes held back."""

    __tablename__ = "match_rankers"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), index=True)
    weights: Mapped[dict[str, Any]] = mapped_column(JSON)
    card: Mapped[dict[str, Any]] = mapped_column(JSON)
    better: Mapped[bool]  # than what was in use, with its interval above zero
    made_at: Mapped[datetime] = mapped_column(default=now, index=True)

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)

    record_kind = "ranker"

    @property
    def owner_id(self) -> int:
        return self.organisation_id


class RankerUse(Base):
    """Which ranker orders an organisation's lists; without one, or with none named, the fixed weights do."""

    __tablename__ = "match_ranker_uses"
    __table_args__ = (UniqueConstraint("organisation_id", "purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"))
    purpose: Mapped[str] = mapped_column(String(20), default="results")
    ranker_id: Mapped[int | None] = mapped_column(ForeignKey("match_rankers.id", ondelete="SET NULL"))
    before_id: Mapped[int | None] = mapped_column(ForeignKey("match_rankers.id", ondelete="SET NULL"))
    held: Mapped[bool] = mapped_column(default=False)  # a person went back: the job leaves it alone
    since: Mapped[datetime] = mapped_column(default=now)

    ranker: Mapped[LearnedRanker | None] = relationship(foreign_keys=ranker_id)


class LearningChoice(Base):
    """Whether an organisation lets what it does order its lists, and when it last had something forgotten; no row lets it."""

    __tablename__ = "match_learning_choices"
    __table_args__ = (UniqueConstraint("organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"))
    learns: Mapped[bool] = mapped_column(default=True)
    forgotten_at: Mapped[datetime | None]
    changed_at: Mapped[datetime] = mapped_column(default=now)


class Forgotten(Base):
    """A meeting or a deal that is to teach nothing: its room goes on telling of it, and it is not kept again."""

    __tablename__ = "match_forgotten"
    __table_args__ = (
        UniqueConstraint("need_id", "achievement_id", "outcome"),
        CheckConstraint("outcome IN ('meeting_held', 'deal')", name="told_by_another_room"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("needs.id", ondelete="CASCADE"))
    achievement_id: Mapped[int] = mapped_column(ForeignKey("achievements.id", ondelete="CASCADE"), index=True)
    outcome: Mapped[Outcome] = mapped_column(stored_by_value(Outcome, "known_forgotten_outcome"))
