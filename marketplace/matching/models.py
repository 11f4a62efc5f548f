"""Pairs of needs and results as they were last judged, and what of each record was judged."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.core.clock import now
from marketplace.core.db import Base, at_least_zero
from marketplace.listings.models import Achievement
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
