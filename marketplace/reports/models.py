"""How often a result was looked at, by day: a number, and nothing of who looked."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.core.db import Base


class ResultViews(Base):
    """The views of a result on a day in China."""

    __tablename__ = "result_views"
    __table_args__ = (CheckConstraint("views > 0", name="views_above_zero"),)

    achievement_id: Mapped[int] = mapped_column(ForeignKey("achievements.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    views: Mapped[int]
