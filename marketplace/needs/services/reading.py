"""What was read from a document counts only when a person has checked it: the marks and the refusal."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.clock import now
from marketplace.core.errors import InvalidInput
from marketplace.needs import queries
from marketplace.needs.content import NeedContent
from marketplace.needs.mapping import read_content
from marketplace.needs.models import NeedRow


def _(text: str) -> str:
    """Mark a msgid."""
    return text


UNREAD = _("这一项是从文件读来的。请对照原文核对，再勾选“已核对”。")


def confirm_passages(
    session: Session, actor: Actor, need: NeedRow, content: NeedContent, confirmed: Collection[str]
) -> None:
    """Mark the fields that were ticked, and those that the person has rewritten: both have been read."""
    before = read_content(need)
    for passage in queries.passages_of(session, need):
        rewritten = getattr(before, passage.field) != getattr(content, passage.field)
        if passage.confirmed_at is None and (passage.field in confirmed or rewritten):
            passage.confirmed_at, passage.confirmed_by = now(), actor.person_id


def refuse_unread(session: Session, need: NeedRow) -> None:
    """Stop a need of which fields were read from a document and by no person."""
    unread = [passage.field for passage in queries.passages_of(session, need) if passage.confirmed_at is None]
    if unread:
        raise InvalidInput("还有 %(n)s 项没有核对，核对后才能提交。", dict.fromkeys(unread, UNREAD), n=len(unread))
