"""The authority's report: contracts, the way to them, answers, tonnes; as a page, and as a workbook."""

from flask import Response, render_template, request, url_for

from marketplace.core.errors import NotFound
from marketplace.deals.rules import DealState
from marketplace.reports import policies
from marketplace.reports.forms import read_asked
from marketplace.reports.queries import answers, deals, registered
from marketplace.reports.views.blueprint import MOST, blueprint, book, classes, regions, shown
from marketplace.reports.views.tables import (
    answers_table,
    carbon_table,
    contract_tables,
    contracts_href,
    funnel_table,
    in_time_share,
    records_table,
)
from marketplace.web.access import allow
from marketplace.web.security import limiter
from marketplace.web.state import session

RECORDS = "records"


@blueprint.get("/reports")
@allow(policies.is_authority)
def authority() -> str:
    """The year of the platform, every figure with the list behind it."""
    asked = read_asked(request.args)
    answered = answers_table(session(), asked)
    return render_template(
        "reports/authority.html",
        asked=asked,
        regions=regions(),
        classes=classes(),
        total=registered.sums(session(), asked),
        contracts=contract_tables(session(), asked),
        funnel=funnel_table(session(), asked),
        states=deals.states(session(), asked),
        deal_states=[each for each in DealState if each is not DealState.MERGED],
        signature=deals.days_to_signature(session(), asked),
        answers=answered,
        in_time=in_time_share(answered),
        hours=answers.median_hours(session(), asked),
        carbon=carbon_table(session(), asked),
        expected=deals.expected(session(), asked),
        all_contracts=contracts_href(asked),
        shown=shown,
        file=lambda name=None: url_for(".authority_book", **asked.query(**({"table": name} if name else {}))),
    )


@blueprint.get("/reports.xlsx")
@limiter.limit("60 per hour")
@allow(policies.is_authority)
def authority_book() -> Response:
    """All tables and every contract, or one table."""
    asked, wanted = read_asked(request.args), request.args.get("table", "")
    listed = records_table(asked, registered.listed(session(), asked, limit=MOST))
    tables = {
        each.name: each
        for each in (
            *contract_tables(session(), asked), funnel_table(session(), asked), answers_table(session(), asked),
            carbon_table(session(), asked), listed,
        )
    }  # fmt: skip
    if wanted and wanted not in tables:
        raise NotFound("没有这张表。")
    return book(asked, [tables[wanted]] if wanted else tables.values(), "report")
