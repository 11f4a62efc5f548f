"""The reader of limits and values as the forms ask it: with their words, offered and never set."""

from marketplace.core.offering import Read
from marketplace.listings.content import Parameter
from marketplace.matching.constraints import read_constraints
from marketplace.matching.judging.claims import ends
from marketplace.matching.reader.reading import Limit, Speaker, read
from marketplace.needs.content import Constraint

LONGEST_NAME, LONGEST_UNIT, LONGEST_QUOTE = 80, 40, 400
LONGEST_CONDITIONS = 200


def read_limits(text: str) -> list[Read[Constraint]]:
    """The limits that a need's text sets."""
    return [
        Read(
            row=Constraint(
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


def read_parameters(text: str) -> list[Read[Parameter]]:
    """The values that a result's text states; 最高可达 sets only the upper end."""
    return [
        Read(row=parameter, start=found.start, end=found.end)
        for found in read(text, Speaker.RESULT)
        if 0 < len(found.parameter) <= LONGEST_NAME and len(found.unit) <= LONGEST_UNIT
        for parameter in [_parameter(found)]
    ]


def _parameter(found: Limit) -> Parameter:
    low, high = (None if end is None else float(f"{end:.12g}") for end in ends(found))
    return Parameter(
        name=found.parameter,
        minimum=low,
        maximum=high,
        unit=found.unit,
        conditions="、".join(found.conditions)[:LONGEST_CONDITIONS],
    )
