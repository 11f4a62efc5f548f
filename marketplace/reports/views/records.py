"""The lists behind the authority's figures: as many rows as the figure says."""

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _

from marketplace.contracts.rules import ContractClass
from marketplace.core.errors import NotFound
from marketplace.core.paging import Page
from marketplace.deals.rules import DealState
from marketplace.reports import policies
from marketplace.reports.forms import read_asked
from marketplace.reports.queries import answers, deals, meeting, registered
from marketplace.reports.rules import NOTHING, Answered, Asked, Dimension, Step
from marketplace.reports.views.blueprint import blueprint, page_number
from marketplace.reports.views.tables import EARLY, LABELS
from marketplace.web.access import allow
from marketplace.web.formats import term
from marketplace.web.state import session

CLASSES = frozenset({NOTHING, *ContractClass})


@blueprint.get("/reports/contracts")
@allow(policies.is_authority)
def contracts() -> str:
    """Registered contracts: all, or those of one line of a table."""
    asked, by, key = read_asked(request.args), None, ""
    if "by" in request.args:
        if request.args["by"] not in set(Dimension):
            raise NotFound("没有这样的清单。")
        by, key = Dimension(request.args["by"]), request.args.get("key", NOTHING)
        if by is Dimension.CLASS and key not in CLASSES:
            raise NotFound("没有这样的清单。")
    narrowed = "" if by is None else f"{term(by)}{_('：')}{_('未注明') if key == NOTHING else LABELS[by](key)}"
    page = registered.page_of(session(), asked, by, key, page_number())
    more = {} if by is None else {"by": by.value, "key": key}
    return _list(
        "reports/contracts.html", asked, page, _("登记合同"), more,
        narrowed=narrowed, total=registered.sums(session(), asked, by, key),
    )  # fmt: skip


@blueprint.get("/reports/steps")
@allow(policies.is_authority)
def steps() -> str:
    """The interests, meetings or deals that came to a step."""
    asked, wanted = read_asked(request.args), request.args.get("step", "")
    if wanted not in set(Step):
        raise NotFound("没有这样的清单。")
    step = Step(wanted)
    more = {"step": step.value}
    if step is Step.MEETING:
        page: Page[Any] = meeting.meetings(session(), asked, page_number())
        return _list("reports/meetings.html", asked, page, term(step), more)
    if step in EARLY:
        page = meeting.interests(session(), asked, step, page_number())
        return _list("reports/interests.html", asked, page, term(step), more)
    said = request.args.get("state", "")
    state = DealState(said) if step is Step.DEAL and said in set(DealState) else None
    page = deals.page_of(session(), asked, step, page_number(), state)
    return _list(
        "reports/deals.html", asked, page, term(step), more | ({"state": said} if state else {}),
        narrowed=term(state) if state else "",
    )  # fmt: skip


@blueprint.get("/reports/needs")
@allow(policies.is_authority)
def needs() -> str:
    """The needs of the period and how they were answered."""
    asked, wanted = read_asked(request.args), request.args.get("answered", "")
    answered = Answered(wanted) if wanted in set(Answered) else None
    page = answers.page_of(session(), asked, answered, page_number())
    title = term(answered) if answered else _("提交的需求")
    return _list("reports/needs.html", asked, page, title, {"answered": wanted} if answered else {})


def _list(template: str, asked: Asked, page: Page[Any], title: str, more: dict[str, str], **values: Any) -> str:
    def href(number: int) -> str:
        return url_for(request.endpoint or "", **asked.query(**more), page=number)

    return render_template(template, asked=asked, page=page, title=title, href=href, **values)
