"""What the two databases say in different words: time between two moments, the month of a day, a median."""

from typing import Any

from sqlalchemy import ColumnElement, Float, Select, String, cast, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

DAY = 86_400.0  # seconds


class SecondsBetween(FunctionElement[float]):
    """Seconds from the first moment to the second."""

    type = Float()
    inherit_cache = True
    name = "seconds_between"


@compiles(SecondsBetween, "sqlite")
def _on_sqlite(element: SecondsBetween, compiler: Any, **said: Any) -> str:
    begin, end = (compiler.process(each, **said) for each in element.clauses)
    return f"round((julianday({end}) - julianday({begin})) * 86400.0, 3)"


@compiles(SecondsBetween, "postgresql")
def _on_postgresql(element: SecondsBetween, compiler: Any, **said: Any) -> str:
    begin, end = (compiler.process(each, **said) for each in element.clauses)
    return f"CAST(extract(epoch FROM ({end}) - ({begin})) AS double precision)"


def seconds_between(begin: Any, end: Any) -> ColumnElement[float]:
    return SecondsBetween(begin, end)


def month_of(day: Any) -> ColumnElement[str]:
    """2026-11 of a date."""
    return func.substr(cast(day, String), 1, 7)


def medians(measured: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """(key, median, how many) of a select of (key, value): the middle one, or half way between the two in the middle."""
    rows = measured.subquery()
    key, value = rows.c[0], rows.c[1]
    place = func.row_number().over(partition_by=key, order_by=value).label("place")
    count = func.count().over(partition_by=key).label("count")
    ranked = select(key.label("key"), value.label("value"), place, count).where(value.is_not(None)).subquery()
    middle = ranked.c.place.in_([(ranked.c.count + 1) // 2, (ranked.c.count + 2) // 2])
    mean = func.avg(cast(ranked.c.value, Float))
    return select(ranked.c.key, mean, func.max(ranked.c.count)).where(middle).group_by(ranked.c.key)
