"""Questions that are too long for an address."""

from datetime import datetime

from sqlalchemy import String, Text
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
