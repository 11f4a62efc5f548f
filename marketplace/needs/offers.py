"""The limits that a need's own words set, offered to its form. Pure."""

from marketplace.core.offering import Offering
from marketplace.needs.content import Constraint


def _said_by(row: Constraint) -> tuple[object, ...]:
    return row.parameter, row.operator.value, row.value, row.value2, row.unit


def _repeats(row: Constraint, offered: Constraint) -> bool:
    """A row came from these words, even when its name or its value was changed since; or it says the same by itself."""
    same_value = (row.operator, row.value, row.value2) == (offered.operator, offered.value, offered.value2)
    if row.quote and row.quote == offered.quote:
        return row.parameter == offered.parameter or same_value
    like = row.parameter and (row.parameter in offered.parameter or offered.parameter in row.parameter)
    return bool(like) and same_value and row.unit == offered.unit


LIMITS: Offering[Constraint] = Offering(
    fields=("title", "indicators", "goal", "site_limits"),  # where needs set limits; the problem tells how things are
    said_by=_said_by,
    repeats=_repeats,
)
