"""What the meter beside the form shows: what is missing, what is unread, what helps matching, and where each stands."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from marketplace.needs.completeness import Completeness, Lack, Weight
from marketplace.needs.models import NeedPassage
from marketplace.needs.wording import FIELDS

Place = tuple[str, str]  # a label and the id where it stands


@dataclass(frozen=True, slots=True, kw_only=True)
class Meter:
    """`done` of `total` is what submitting asks for: what must be filled in, and what must be checked by a person."""

    done: int
    total: int
    missing: tuple[Place, ...]
    matched: int
    wanted: int
    wants: tuple[tuple[str, str, Lack], ...]
    advice: tuple[tuple[str, str, Lack], ...]


def meter_of(weighed: Completeness, passages: Iterable[NeedPassage], ticked: Iterable[str] = ()) -> Meter:
    """The meter of a need; a passage that nobody has checked counts as much as a field that nobody has filled in."""
    read, seen = list(passages), set(ticked)
    unread = [each.field for each in read if each.confirmed_at is None and each.field not in seen]
    lacking = dict.fromkeys(lack.field for lack in weighed.of(Weight.PUBLISH))
    missing = (
        *((str(_(FIELDS[field])), f"{field}-field") for field in lacking),
        *((_("核对：%(name)s", name=_(FIELDS[field])), f"{field}-read") for field in unread),
    )
    wants = _told(weighed.of(Weight.MATCH))
    return Meter(
        done=weighed.done + len(read) - len(unread),
        total=weighed.total + len(read),
        missing=missing,
        matched=1 - len(wants),
        wanted=1,
        wants=wants,
        advice=_told(weighed.of(Weight.ADVICE)),
    )


def _told(lacks: Iterable[Lack]) -> tuple[tuple[str, str, Lack], ...]:
    return tuple((FIELDS[lack.field], f"{lack.field}-field", lack) for lack in lacks)
