"""Reading what a report is asked for out of an address; what is not understood counts as not said."""

from collections.abc import Mapping
from datetime import date

from marketplace.contracts.rules import ContractClass
from marketplace.core.clock import today
from marketplace.reports.rules import Asked, in_order, last_months
from marketplace.taxonomy.catalogue import catalogue

EARLIEST = date(2000, 1, 1)
LATEST = date(2100, 1, 1)


def read_asked(args: Mapping[str, str]) -> Asked:
    """The period, the day of knowledge and what it is narrowed to; the last twelve months when nothing is said."""
    usual = last_months(today())
    region, wanted = args.get("region", ""), args.get("class", "")
    asked = Asked(
        begin=_day(args.get("from")) or usual.begin,
        end=_day(args.get("to")) or usual.end,
        as_of=_day(args.get("as_of")) or usual.as_of,
        region=region if region in catalogue().regions else "",
        contract_class=ContractClass(wanted) if wanted in set(ContractClass) else None,
    )
    return in_order(asked, today())


def _day(typed: str | None) -> date | None:
    try:
        day = date.fromisoformat(typed or "")
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None
