"""The pages of what is followed, and the links of a letter that stop it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from marketplace.core.clock import now
from marketplace.core.errors import InvalidInput
from marketplace.discovery.queries import kept_text
from marketplace.discovery.question import Question, address
from marketplace.discovery.reading import read_question
from marketplace.discovery.wording import condition
from marketplace.following import queries, services
from marketplace.following.forms import PaceForm, SearchForm, WatchForm
from marketplace.following.links import Reach, StopLink, read_token
from marketplace.following.models import LetterPace, Watch
from marketplace.following.rules import LONGEST_NAME, Pace, WatchKind
from marketplace.matching.talks import get_achievement
from marketplace.matching.views.lists import public_card
from marketplace.matching.visiting import begin_visit
from marketplace.needs.queries import get_need
from marketplace.web.access import allow, anyone, signed_in
from marketplace.web.security import csrf, limiter
from marketplace.web.state import actor, session, settings, transaction

blueprint = Blueprint("following", __name__)
Answer = Response | str | tuple[str, int]
ONE_CLICK = "One-Click"  # what the mailbox of the reader sends, by RFC 8058


@blueprint.get("/my/watches")
@allow(signed_in)
def mine() -> str:
    """What the reader follows, with what is new, and the pace of the letter."""
    return _mine(_pace_form(queries.pace_of(session(), actor())))


@blueprint.post("/my/watches/pace")
@allow(signed_in)
def pace() -> Answer:
    """Set how often the letter comes."""
    form = PaceForm().offer()
    hour, weekday = _whole(form.hour.data), _whole(form.weekday.data)
    try:
        with transaction() as writing:
            chosen = form.pace.data if isinstance(form.pace.data, Pace) else Pace.DAILY
            new = services.NewPace(pace=chosen, hour=hour, weekday=weekday)
            services.set_pace(writing, actor(), new)
    except InvalidInput as refused:
        form.hour.errors = [_(said) for said in refused.fields.values()]
        return _mine(form), 422
    flash(_("已保存。"), "success")
    return redirect(url_for(".mine"), 303)


@blueprint.route("/my/watches/new", methods=["GET", "POST"])
@limiter.limit("60 per hour", methods=["POST"])
@allow(signed_in)
def save() -> Answer:
    """Keep the question of the address under a name."""
    question, _remarks = read_question(request.args.items(multi=True))
    text = kept_text(session(), question.document) or "" if question.document else ""
    form = SearchForm(data={"name": _name_for(question, text)})
    if not form.is_submitted():
        return _saving(form, question, text)
    if not form.validate():
        return _saving(form, question, text), 422
    with transaction() as writing:
        new = services.NewSearch(name=form.name.data, question=question, text=text)
        public_id = services.save_search(writing, actor(), new).public_id
    flash(_("已保存。有新内容时写信告诉您。"), "success")
    return redirect(url_for(".show", public_id=public_id), 303)


@blueprint.post("/needs/<public_id>/follow")
@limiter.limit("60 per hour")
@allow(signed_in)
def follow_need(public_id: str) -> Response:
    """Be told of new results for a need."""
    with transaction() as writing:
        services.follow_need(writing, actor(), get_need(writing, actor(), public_id))
    flash(_("已关注。有新的候选成果时写信告诉您。"), "success")
    return redirect(url_for("matching.results", public_id=public_id), 303)


@blueprint.post("/results/<public_id>/follow")
@limiter.limit("60 per hour")
@allow(signed_in)
def follow_result(public_id: str) -> Response:
    """Be told of new needs for a result."""
    title = public_card(public_id).title
    with transaction() as writing:
        services.follow_result(writing, actor(), get_achievement(writing, public_id), title)
    flash(_("已关注。有新的需求对得上时写信告诉您。"), "success")
    return redirect(url_for("matching.needs", public_id=public_id), 303)


@blueprint.get("/my/watches/<public_id>")
@allow(signed_in)
def show(public_id: str) -> str:
    """What was found for one of them, what is new since the last visit marked."""
    watch = queries.get_watch(session(), actor(), public_id)
    if begin_visit(watch.seen_at, watch.seen_before, now())[0] != watch.seen_at:
        with transaction() as writing:
            services.visit(writing, actor(), public_id)
        watch = queries.get_watch(session(), actor(), public_id)
    return render_template(
        "following/show.html",
        watch=watch,
        page=queries.finds_of(session(), actor(), watch, request.args.get("page", 1, type=int)),
        conditions=_conditions(watch),
        there=_there(watch),
        href=lambda number: url_for(".show", public_id=public_id, page=number),
    )


@blueprint.route("/my/watches/<public_id>/edit", methods=["GET", "POST"])
@allow(signed_in)
def edit(public_id: str) -> Answer:
    """Name it anew, and say whether the letter speaks of it."""
    watch = queries.get_watch(session(), actor(), public_id)
    form = WatchForm(obj=watch)
    if form.validate_on_submit():
        with transaction() as writing:
            change = services.Change(name=form.name.data, by_mail=form.by_mail.data)
            services.change_watch(writing, actor(), public_id, change)
        flash(_("已保存。"), "success")
        return redirect(url_for(".mine"), 303)
    page = render_template("following/edit.html", form=form, watch=watch, conditions=_conditions(watch))
    return (page, 422) if form.is_submitted() else page


@blueprint.post("/my/watches/<public_id>/<any(delete, restore):act>")
@allow(signed_in)
def keep(public_id: str, act: str) -> Response:
    """Delete it, or take the deletion back."""
    with transaction() as writing:
        if act == "delete":
            services.delete_watch(writing, actor(), public_id)
        else:
            services.restore_watch(writing, actor(), public_id)
    if act == "delete":
        undo = Markup(render_template("following/_undo.html", public_id=public_id))  # noqa: S704 - a template of ours
        flash(Markup("{} {}").format(_("已删除，七天内可以恢复。"), undo), "success")
    else:
        flash(_("已恢复。"), "success")
    return redirect(url_for(".mine"), 303)


@blueprint.get("/letters/stop/<token>")
@limiter.limit("60 per minute")
@allow(anyone)
def stop(token: str) -> str:
    """Say what the link of a letter stops. Opening it stops nothing: mail programs open links by themselves."""
    return _stopping(token)


@blueprint.post("/letters/stop/<token>")
@csrf.exempt  # type: ignore[untyped-decorator] # the mailbox of the reader posts here, without a page of ours
@limiter.limit("60 per minute")
@allow(anyone)
def do_stop(token: str) -> Answer:
    """Stop the letters, or take that back; nobody signs in. A mailbox gets its answer at once, a person the page anew."""
    link = read_token(settings().secret_key, token)
    with transaction() as writing:
        if request.form.get("act") == "resume":
            services.resume_letters(writing, link)
        else:
            services.stop_letters(writing, link)
    if request.form.get("List-Unsubscribe") == ONE_CLICK:
        return _stopping(token)
    return redirect(url_for(".stop", token=token), 303)


def _stopping(token: str) -> str:
    link = read_token(settings().secret_key, token)
    services.person_of(session(), link)
    watch = session().get(Watch, link.subject) if link.reach is Reach.ONE else None
    return render_template("following/stop.html", token=token, watch=watch, stopped=_is_stopped(link, watch))


def _is_stopped(link: StopLink, watch: Watch | None) -> bool:
    if watch is not None:
        return not watch.by_mail
    return session().get_one(LetterPace, link.subject).pace is Pace.NEVER


def _mine(form: PaceForm) -> str:
    watches = queries.watches_of(session(), actor())
    return render_template(
        "following/mine.html",
        watches=watches,
        counts=queries.counts_of(session(), actor()),
        conditions={watch.id: _conditions(watch) for watch in watches},
        form=form,
        pace=queries.pace_of(session(), actor()),
    )


def _pace_form(held: LetterPace | None) -> PaceForm:
    form = PaceForm().offer()
    form.pace.data = held.pace if held else Pace.DAILY
    form.hour.data, form.weekday.data = (str(held.hour), str(held.weekday)) if held else ("9", "0")
    return form


def _saving(form: SearchForm, question: Question, text: str) -> str:
    return render_template(
        "following/save.html",
        form=form,
        conditions=[condition(question, name) for name in question.conditions()],
        words=question.text or text[:200],
        back=address(question),
    )


def _name_for(question: Question, text: str) -> str:
    """A name to begin with: the words, else the filters."""
    said = " ".join((question.text or text).split()) or _("、").join(
        condition(question, name) for name in question.conditions()
    )
    return said[: LONGEST_NAME // 2] or _("全部成果")


def _conditions(watch: Watch) -> list[str]:
    """What a saved search asks, as words."""
    if watch.kind is not WatchKind.SEARCH:
        return []
    question = queries.question_of(watch)
    said = question.text or " ".join(watch.text.split())
    words = [f"“{said[:60]}{'…' if len(said) > 60 else ''}”"] if said else []
    return [*words, *(condition(question, name) for name in question.conditions())]


def _there(watch: Watch) -> str:
    """The page that shows everything that is found, old and new."""
    if watch.need is not None:
        return url_for("matching.results", public_id=watch.need.public_id)
    if watch.achievement is not None:
        return url_for("matching.needs", public_id=watch.achievement.public_id)
    return address(queries.question_of(watch))


def _whole(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) < 3 else -1
