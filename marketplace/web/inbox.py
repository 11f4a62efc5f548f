"""待办: what waits for this person, gathered from every feature that has something to ask."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Blueprint, render_template, request, url_for
from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.clock import now
from marketplace.core.paging import Page
from marketplace.web.access import allow, signed_in
from marketplace.web.state import actor, session

blueprint = Blueprint("inbox", __name__)
PAGE_SIZE = 20
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something that waits for the person.

    `kind` is a short word for what it is about (成果), `title` says what to do, both in the reader's language; `record` names the
    record; `href` leads to where it is done; it waits since `since`; `due` is the last moment, if there is one.
    """

    kind: str
    title: str
    record: str
    href: str
    since: datetime
    due: datetime | None = None

    @property
    def late(self) -> bool:
        return self.due is not None and self.due < now()


Provider = Callable[[Session, Actor], Sequence[Task]]
PROVIDERS: dict[str, Provider] = {}


def add_tasks(name: str, provider: Provider) -> None:
    """Let a feature ask; the provider gives what waits for the actor, in a number of statements that does not grow with it."""
    PROVIDERS[name] = provider


def tasks_of(session: Session, actor: Actor) -> list[Task]:
    """What waits for the actor: the earliest due first, then the longest waiting."""
    waiting = [task for _name, provider in sorted(PROVIDERS.items()) for task in provider(session, actor)]
    return sorted(waiting, key=lambda task: (task.due or NEVER, task.since, task.href))


@blueprint.get("/inbox")
@allow(signed_in)
def show() -> str:
    """The person's tasks, all or of one kind."""
    waiting = tasks_of(session(), actor())
    kinds: dict[str, int] = {}
    for task in waiting:
        kinds[task.kind] = kinds.get(task.kind, 0) + 1
    kind = request.args.get("kind", "")
    shown = [task for task in waiting if kind in ("", task.kind)]
    number = max(1, min(request.args.get("page", 1, type=int), -(-len(shown) // PAGE_SIZE) or 1))
    return render_template(
        "web/inbox.html",
        page=Page(
            items=shown[(number - 1) * PAGE_SIZE : number * PAGE_SIZE],
            total=len(shown),
            number=number,
            size=PAGE_SIZE,
        ),
        kinds=kinds,
        kind=kind,
        total=len(waiting),
        href=lambda number: url_for("inbox.show", kind=kind or None, page=number),
    )


@blueprint.get("/inbox/count")
@allow(signed_in)
def count() -> str:
    """The number of tasks, for the header; blank when nothing waits."""
    return render_template("web/_inbox_count.html", total=len(tasks_of(session(), actor())))
