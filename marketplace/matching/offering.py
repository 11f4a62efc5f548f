"""The reader of limits as the forms ask it: limits with their words, offered and never set."""

from marketplace.matching.constraints import read_constraints
from marketplace.needs.content import Constraint
from marketplace.needs.offers import Read

LONGEST_NAME, LONGEST_UNIT, LONGEST_QUOTE = 80, 40, 400


def read_limits(text: str) -> list[Read]:
    """The limits that a need's text sets."""
    return [
        Read(
            constraint=Constraint(
                parameter=found.parameter,
                operator=found.operator,
                value=float(f"{found.value:.12g}"),
                value2=None if found.value2 is None else float(f"{found.value2:.12g}"),
                unit=found.unit,
                priority=found.priority,
                quote=found.quote[:LONGEST_QUOTE],
            ),
            start=found.start,
            end=found.end,
        )
        for found in read_constraints(text)
        if 0 < len(found.parameter) <= LONGEST_NAME and len(found.unit) <= LONGEST_UNIT
    ]
