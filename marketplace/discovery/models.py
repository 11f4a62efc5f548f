"""Questions that are too long for an address, and the figures of the first page as they were last counted."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.core.clock import now
from marketplace.core.db import Base


class KeptQuestion(Base):
    """The text of a long question or of a dropped document, named by the hash of the text; it goes when it expires."""

    __tablename__ = "kept_questions"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class CountedFigures(Base):
    """The one row with what a worker counted last, so that no page waits for the counting."""

    __tablename__ = "counted_figures"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    at: Mapped[datetime]
    counted: Mapped[dict[str, Any]]
