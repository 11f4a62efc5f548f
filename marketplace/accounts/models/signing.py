"""Where a person is signed in, and what they agreed to."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.accounts.rules import Document
from marketplace.core.clock import now
from marketplace.core.db import Base, stored_by_value


class SignIn(Base):
    """A device on which a person is signed in; without its row the device is signed out."""

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    device: Mapped[str] = mapped_column(String(80), default="")  # browser and system, as far as they say
    created_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now, index=True)


class Consent(Base):
    """A person agreed to a version of a document, once."""

    __tablename__ = "consents"
    __table_args__ = (UniqueConstraint("person_id", "document", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    document: Mapped[Document] = mapped_column(stored_by_value(Document))
    version: Mapped[str] = mapped_column(String(20))
    given_at: Mapped[datetime]
