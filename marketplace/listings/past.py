"""A record's history as it is read: who, when, what, and of which version."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from marketplace.core.audit import AuditEvent
from marketplace.listings.naming import ACTS, REASONS, field_name
from marketplace.listings.rules import ListingAction, WithdrawalReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One act."""

    at: datetime
    who: str
    what: str
    detail: str


def lines(events: Sequence[AuditEvent], named: Collection[int]) -> list[Line]:
    """The events in their order; people who are not named to this reader are told by what they are."""
    return [
        Line(at=event.at, who=_who(event, named), what=_what(event.action), detail=_("；").join(_details(event.detail)))
        for event in events
    ]


def _who(event: AuditEvent, named: Collection[int]) -> str:
    if event.person_id is None:
        return str(_("系统"))
    return event.person_name if event.person_id in named else str(_("平台工作人员"))


def _what(action: str) -> str:
    return str(_(ACTS[ListingAction(action)])) if action in set(ListingAction) else action


def _details(detail: dict[str, Any]) -> Iterator[str]:
    if "number" in detail:
        yield _("第 %(n)s 版", n=detail["number"])
    if "file" in detail:
        yield _("“%(title)s”（%(tier)s）", title=detail["file"], tier=detail.get("tier", "T0"))
    if detail.get("reason") in set(WithdrawalReason):
        yield _(REASONS[WithdrawalReason(detail["reason"])])
    elif detail.get("reason"):
        yield str(detail["reason"])
    if "until" in detail:
        yield _("有效期至 %(day)s", day=detail["until"])
    if detail.get("fields"):
        names = dict.fromkeys(field_name(field) for field in detail["fields"] if field)
        yield _("、").join(_(name) for name in names)
