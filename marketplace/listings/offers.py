"""The parameters that a result's own words state, offered to its form. Pure."""

from marketplace.core.offering import Offering
from marketplace.listings.content import Parameter


def _said_by(row: Parameter) -> tuple[object, ...]:
    return row.name, row.minimum, row.maximum, row.unit


def _repeats(row: Parameter, offered: Parameter) -> bool:
    """A row says it already: the same value under a like name, or another value under the same name and unit."""
    if row.name == offered.name and row.unit == offered.unit:
        return True
    like = row.name and (row.name in offered.name or offered.name in row.name)
    same = (row.minimum, row.maximum) == (offered.minimum, offered.maximum)
    return bool(like) and same


VALUES: Offering[Parameter] = Offering(
    fields=(
        "title",
        "teaser",
        "principle",
        "advantage",
        "timing",
    ),  # where results state values; the problem is others'
    said_by=_said_by,
    repeats=_repeats,
)
