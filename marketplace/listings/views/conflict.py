"""Two people wrote at once: both texts field by field, one picked per field, nothing lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from marketplace.core.errors import Conflict
from marketplace.listings import queries, telling
from marketplace.listings.content import AchievementContent
from marketplace.listings.differences import changes, pick
from marketplace.listings.mapping import read_content
from marketplace.listings.models import AchievementVersion
from marketplace.listings.rules import WORKING
from marketplace.listings.stamps import touched
from marketplace.web.failures import sentence_of
from marketplace.web.state import actor, session

MINE, SAVED = "mine", "saved"
NOT_CARRIED = frozenset({"csrf_token", "lock", "act"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A field in which the two differ, which one is picked, and whether both people changed it."""

    told: telling.Told
    picked: str
    both: bool


def conflict_page(public_id: str, typed: AchievementContent, error: Conflict) -> str | tuple[str, int] | Response:
    """Both texts side by side. What only the other person changed is picked from theirs, the rest from what was typed."""
    version = queries.get_to_edit(session(), actor(), public_id)
    if version.state not in WORKING:
        flash(sentence_of(error), "error")
        return redirect(url_for("listings.edit", public_id=public_id), 303)
    shown = _choices(read_content(version), typed)
    page = {"version": version, "choices": shown, "carried": _carried(request.form), "message": sentence_of(error)}
    return render_template("listings/conflict.html", **page), 409


def resolved(version: AchievementVersion, typed: AchievementContent) -> AchievementContent:
    """The text that the picks in the request make; a field that was not picked stays as it is saved."""
    prefix = "pick-"
    mine = [
        name.removeprefix(prefix) for name, side in request.form.items() if name.startswith(prefix) and side == MINE
    ]
    return pick(read_content(version), typed, mine)


def _choices(saved: AchievementContent, typed: AchievementContent) -> list[Choice]:
    changed_by_me = touched(request.form.get("seen", ""), typed)
    return [
        Choice(told=each, picked=_picked(each.field, changed_by_me), both=each.field in changed_by_me)
        for each in telling.told(changes(saved, typed))
    ]


def _picked(field: str, changed_by_me: frozenset[str]) -> str:
    before = request.form.get(f"pick-{field}")
    return before if before in (MINE, SAVED) else MINE if field in changed_by_me else SAVED


def _carried(form: MultiDict[str, str]) -> Sequence[tuple[str, str]]:
    """Everything that was typed, for the next attempt."""
    return [(name, value) for name, value in form.items(multi=True) if _is_typed(name)]


def _is_typed(name: str) -> bool:
    return name not in NOT_CARRIED and not name.startswith("pick-")


def lock_of(form: Mapping[str, Any]) -> int:
    """The lock that the writer saw; 0, which is nobody's, when it cannot be read."""
    given = str(form.get("lock", ""))
    return int(given) if given.isdecimal() and len(given) < 10 else 0
