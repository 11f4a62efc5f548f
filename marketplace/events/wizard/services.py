"""The acts of the set-up: begin with a subject, then keep one step after the other. They never commit."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.audit import record_act
from marketplace.core.clock import now
from marketplace.core.errors import Conflict
from marketplace.events import queries
from marketplace.events.bounds import refuse_set_up
from marketplace.events.models import Event
from marketplace.events.rules import EventAction, EventState
from marketplace.events.services.setting_up import SetUp, create_event, said_of
from marketplace.events.wizard.rules import ASKED, Step


def begin_set_up(
    session: Session, actor: Actor, organisation_id: int, start: Mapping[str, Any], said: Mapping[str, Any]
) -> Event:
    """A draft with what its first step says; the rest is as in `start` until its own step is kept."""
    about = {name: said[name] for name in ASKED[Step.ABOUT]}
    command = SetUp(**{"venue": ""} | dict(start) | about)
    return create_event(session, actor, organisation_id, command, only=ASKED[Step.ABOUT])


def save_step(
    session: Session, actor: Actor, public_id: str, step: Step, said: Mapping[str, Any], lock: int | None = None
) -> Event:
    """Keep what one step says of a draft."""
    event = queries.get_event_to_manage(session, actor, public_id)
    if event.state is not EventState.DRAFT:
        raise Conflict("这个专场已经公开，请在“改设置”里修改。")
    if lock is not None and lock != event.lock:
        raise Conflict("这个专场在您打开之后被改过。请刷新页面，核对后再操作。")
    asked = {name: said[name] for name in ASKED[step]}
    refuse_set_up(SetUp(**said_of(event) | asked), ASKED[step])
    for name, value in asked.items():
        setattr(event, name, list(value) if isinstance(value, tuple) else value)
    event.lock += 1
    event.updated_at = now()
    record_act(session, actor, EventAction.EDIT, event, step=step.value)
    return event
