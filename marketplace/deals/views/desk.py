"""The broker's desk: today, board, list with bulk acts, forecast, the agency's book, and the sides' own list."""

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from marketplace.core.clock import today
from marketplace.core.errors import DomainError
from marketplace.deals import services
from marketplace.deals.cards import Totals
from marketplace.deals.queries import agency, desk, records
from marketplace.deals.queries.wanted import NO_DAY, Sort, Wanted, read_wanted
from marketplace.deals.rules import DealState, Pipeline, Stage, Turn
from marketplace.deals.services.bulk import BulkAct, Change, change_many
from marketplace.deals.services.handing import possible_takers
from marketplace.deals.views.blueprint import blueprint, works_deals
from marketplace.matching.pairs import Pair, portfolio
from marketplace.taxonomy.labels import technology_label
from marketplace.web.access import allow, in_an_organisation
from marketplace.web.failures import sentence_of
from marketplace.web.formats import term
from marketplace.web.inbox import tasks_of
from marketplace.web.security import limiter
from marketplace.web.state import actor, session, transaction

MONTHS = 6
PAIRS = 4
CLOCKS = 5
EARLY, SIGNED = 2, 8  # the stages before and from these places on are one narrow strip until they are opened
MANY = 100  # deals of one bulk act


@blueprint.get("/desk")
@allow(works_deals)
def show() -> str:
    """Today, the forecast of half a year, the board by stage, and the best open pairs."""
    wanted = Wanted(whose=read_wanted(request.args).whose)
    mine, theirs, late = desk.lanes(session(), actor())
    lines = {line.key: line for line in desk.forecast(session(), actor(), desk.By.MONTH)}
    ahead = [(month, lines.get(month)) for month in desk.months(MONTHS)]
    total = sum((line.totals for _month, line in ahead if line), Totals())
    early, signed = bool(request.args.get("early")), bool(request.args.get("signed"))
    columns = desk.board(session(), actor(), wanted, _drawn(early, signed))
    moved = request.args.get("moved", "")
    undo = None
    if moved:
        held = session().scalar(records.seen(actor(), moved))
        undo = held if held is not None and records.last_undoable(session(), actor(), held) else None
    return render_template(
        "deals/desk.html",
        mine=mine,
        theirs=theirs,
        late=late,
        ahead=ahead,
        highest=max((line.totals.value for _month, line in ahead if line), default=0),
        total=total,
        columns=columns,
        open=sum(column.totals.count for column in columns),
        clocks=[task for task in tasks_of(session(), actor()) if task.due is not None][:CLOCKS],
        pairs=_open_pairs(),
        undo=undo,
        early=early,
        signed=signed,
        spread={name: "1" for name in ("early", "signed") if request.args.get(name)},
        today=today(),
    )


def _drawn(early: bool, signed: bool) -> list[Stage]:
    """The stages whose cards the board shows: those of the middle, and the ends that are opened."""
    stages = list(Stage)
    return stages[0 if early else EARLY : len(stages) if signed else SIGNED]


def _open_pairs() -> list[Pair]:
    """The best pairs of the portfolio that have no deal yet."""
    found = [pair for pair in portfolio(session(), actor()).items if pair.need is not None]
    names = {f"{pair.result.public_id} {pair.need.public_id}": pair for pair in found if pair.need is not None}
    taken = desk.live_pairs(session(), list(names))
    return [pair for name, pair in names.items() if name not in taken][:PAIRS]


@blueprint.get("/desk/list")
@allow(works_deals)
def listed() -> str:
    """Deals by any condition, with the sums of all of them."""
    wanted = read_wanted(request.args)
    page, totals = desk.page_of(session(), actor(), wanted, request.args.get("page", 1, type=int))
    return render_template(
        "deals/list.html",
        page=page,
        totals=totals,
        wanted=wanted,
        narrowed=bool(wanted.query(sort=Sort.DUE)),
        choices=_choices(),
        takers=possible_takers(session(), actor()),
        technology=technology_label(wanted.technology) if wanted.technology not in ("", NO_DAY) else "",
        href=lambda number: url_for(".listed", page=number, **_arguments(wanted)),
    )


SORTS = {
    Sort.DUE: lazy_gettext("期限最近"),
    Sort.VALUE: lazy_gettext("金额最大"),
    Sort.CLOSE: lazy_gettext("最早签约"),
    Sort.CHANGED: lazy_gettext("最近有动静"),
}


def _choices() -> dict[str, list[tuple[str, object]]]:
    """What the selects of the list offer."""
    return {
        "stages": [(stage.value, term(stage)) for stage in Stage],
        "states": [("any", _("全部")), *((state.value, term(state)) for state in DealState)],
        "turns": [(turn.value, term(turn)) for turn in Turn],
        "pipelines": [(pipeline.value, term(pipeline)) for pipeline in Pipeline],
        "months": [*((month, month) for month in desk.months(12)), (NO_DAY, _("未定"))],
        "sorts": [(sort.value, words) for sort, words in SORTS.items()],
    }


@blueprint.post("/desk/bulk")
@limiter.limit("60 per hour")
@allow(works_deals)
def bulk() -> Response:
    """One act on the deals that are ticked; those that could not be changed are named with the reason."""
    act = request.form.get("act", "")
    change = Change(
        act=BulkAct(act) if act in set(BulkAct) else None,
        due=_day(request.form.get("due", "")),
        turn=next((turn for turn in Turn if turn.value == request.form.get("turn")), None),
        taker=request.form.get("to", 0, type=int),
    )
    try:
        with transaction() as writing:
            changed, refused = change_many(writing, actor(), request.form.getlist("id")[:MANY], change)
    except DomainError as wrong:
        flash(sentence_of(wrong), "error")
    else:
        if changed:
            flash(_("已修改 %(n)s 条商机。", n=changed), "success")
        for public_id, why in refused:
            flash(f"{public_id}　{sentence_of(why)}", "warning")
    return redirect(_back(), 303)


def _back() -> str:
    """Where the list stood; only addresses of the list itself."""
    back = request.form.get("back", "")
    return back if back.startswith("/desk/list") else url_for(".listed")


@blueprint.get("/desk/forecast")
@allow(works_deals)
def forecast() -> str:
    """What may be signed, weighted, by month, organisation or key technology; every sum leads to its deals."""
    by = next((each for each in desk.By if each.value == request.args.get("by")), desk.By.MONTH)
    whose = read_wanted(request.args).whose
    lines = desk.forecast(session(), actor(), by, whose)
    return render_template(
        "deals/forecast.html",
        by=by,
        whose=whose,
        lines=lines,
        total=sum((line.totals for line in lines), Totals()),
        everything=Wanted(unsigned=True, whose=whose),
        labels={line.key: technology_label(line.key) for line in lines if by is desk.By.TECHNOLOGY and line.key},
    )


@blueprint.get("/desk/agency")
@allow(works_deals)
def agency_book() -> str:
    """The agency's book, broker by broker, with the hand-over of a book."""
    books, takers = agency.books(session(), actor()), possible_takers(session(), actor())
    return render_template(
        "deals/agency.html",
        books=books,
        takers=takers,
        from_choices=[(book.person_id, book.name) for book in books if book.person_id],
        to_choices=[(person.id, person.name) for person in takers],
    )


@blueprint.post("/desk/hand-over")
@limiter.limit("30 per hour")
@allow(works_deals)
def hand_over() -> Response:
    """A broker's whole book goes to another one."""
    giver, taker = request.form.get("from", 0, type=int), request.form.get("to", 0, type=int)
    try:
        with transaction() as writing:
            book = agency.book_of(writing, actor(), giver)
            given = len(services.hand_over(writing, actor(), book, taker))
    except DomainError as wrong:
        flash(sentence_of(wrong), "error")
    else:
        flash(_("已移交 %(n)s 条商机。", n=given), "success")
    return redirect(url_for(".agency_book"), 303)


@blueprint.get("/my/deals")
@allow(in_an_organisation)
def mine() -> str:
    """The deals of the organisation that the reader acts for."""
    return render_template(
        "deals/mine.html",
        page=desk.own_deals(session(), actor(), request.args.get("page", 1, type=int)),
        href=lambda number: url_for(".mine", page=number),
    )


def _arguments(wanted: Wanted) -> dict[str, Any]:
    return dict(wanted.query())


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
