"""Public ids such as R-2026-0001: readable, stable, never used twice."""

from contextlib import suppress

from sqlalchemy import String, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from marketplace.core.clock import today
from marketplace.core.db import Base


class PublicIdSeries(Base):
    """The last number given in a series and year."""

    __tablename__ = "public_id_series"

    prefix: Mapped[str] = mapped_column(String(8), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=0)


def next_public_id(session: Session, prefix: str) -> str:
    """Take the next id of a series; the row lock makes it unique among writers."""
    year = today().year
    if not _raise(session, prefix, year):
        # another writer may open the series first: then its row is the one to raise
        with suppress(IntegrityError), session.begin_nested():
            session.add(PublicIdSeries(prefix=prefix, year=year, last=0))
        _raise(session, prefix, year)
    last = session.scalar(_last.where(PublicIdSeries.prefix == prefix, PublicIdSeries.year == year))
    return f"{prefix}-{year}-{last:04d}"


_last = select(PublicIdSeries.last)


def _raise(session: Session, prefix: str, year: int) -> bool:
    raised = session.execute(
        update(PublicIdSeries)
        .where(PublicIdSeries.prefix == prefix, PublicIdSeries.year == year)
        .values(last=PublicIdSeries.last + 1)
        .returning(PublicIdSeries.prefix)
        .execution_options(synchronize_session=False)
    )
    return raised.first() is not None
