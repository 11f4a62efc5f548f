"""The files and pictures of a version. Rows name content by its hash; a removed row waits a while to be put back."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.core.clock import now
from marketplace.core.db import Base, stored_by_value
from marketplace.core.scanning import SERVED, Verdict
from marketplace.listings.models.parts import VERSION
from marketplace.taxonomy.terms import AttachmentKind, DisclosureTier


class Attachment(Base):
    """A file under a title, open to its tier. The title is for everybody."""

    __tablename__ = "achievement_attachments"
    __table_args__ = (
        CheckConstraint("title <> ''", name="attachment_has_a_title"),
        CheckConstraint("size > 0", name="attachment_is_not_empty"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey(VERSION, ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[AttachmentKind] = mapped_column(stored_by_value(AttachmentKind))
    tier: Mapped[DisclosureTier] = mapped_column(stored_by_value(DisclosureTier, "known_attachment_tier"))
    title: Mapped[str] = mapped_column(String(120))
    filename: Mapped[str] = mapped_column(String(160))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    key: Mapped[str] = mapped_column(String(64), index=True)
    scan: Mapped[Verdict] = mapped_column(stored_by_value(Verdict), default=Verdict.UNCHECKED)
    finding: Mapped[str] = mapped_column(String(120), default="")  # the name of what the scanner found
    added_at: Mapped[datetime] = mapped_column(default=now)
    added_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    removed_at: Mapped[datetime | None]

    @property
    def is_served(self) -> bool:
        """Not in quarantine."""
        return self.scan in SERVED


class Picture(Base):
    """A picture that everybody sees, with the words that stand for it; its content lies in renditions."""

    __tablename__ = "achievement_pictures"
    __table_args__ = (CheckConstraint("alt <> ''", name="picture_has_words"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey(VERSION, ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    alt: Mapped[str] = mapped_column(Text)
    added_at: Mapped[datetime] = mapped_column(default=now)
    added_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    removed_at: Mapped[datetime | None]

    renditions: Mapped[list["PictureRendition"]] = relationship(
        cascade="all, delete-orphan", order_by="PictureRendition.width"
    )


class PictureRendition(Base):
    """A picture at one width in one format."""

    __tablename__ = "achievement_picture_renditions"
    __table_args__ = (CheckConstraint("width > 0 AND height > 0", name="rendition_has_a_size"),)

    picture_id: Mapped[int] = mapped_column(ForeignKey("achievement_pictures.id", ondelete="CASCADE"), primary_key=True)
    width: Mapped[int] = mapped_column(primary_key=True)
    media_type: Mapped[str] = mapped_column(String(100), primary_key=True)
    height: Mapped[int]
    key: Mapped[str] = mapped_column(String(64), index=True)
