"""Letters between the two sides of a pair, each in its reader's language; an anonymous need stays so."""

from collections.abc import Iterable

from flask import current_app, has_app_context
from sqlalchemy.orm import Session

from marketplace.accounts.models import Person
from marketplace.accounts.notices import those_who_want
from marketplace.accounts.queries import owners_side, people_of
from marketplace.accounts.rules import Topic
from marketplace.core.mail import post
from marketplace.matching.models import Approach
from marketplace.matching.rules import ApproachAction, ApproachKind, Side
from marketplace.web.formats import moment
from marketplace.web.language import load_translations


def _(text: str) -> str:
    """Mark a msgid."""
    return text


TAIL = _("需求 %(need)s“%(need_title)s”与成果 %(result)s“%(result_title)s”。\n\n%(address)s")
TOLD = {
    ApproachAction.ACCEPT: _("对接意向已被接受：%(need_title)s"),
    ApproachAction.DECLINE: _("对方谢绝了：%(need_title)s"),
    ApproachAction.ASK_BACK: _("对方有一个问题：%(need_title)s"),
    ApproachAction.REPLY: _("对方回答了您的问题：%(need_title)s"),
    ApproachAction.ANSWER: _("您的询问有了回答：%(need_title)s"),
    ApproachAction.REOPEN: _("对方重新考虑：%(need_title)s"),
    ApproachAction.SAY: _("对方有新留言：%(need_title)s"),
}


def tell_receiver(session: Session, approach: Approach) -> None:
    """Something came: what, about which pair, and until when an answer is expected."""
    interest = approach.kind is ApproachKind.INTEREST
    subject = _("收到对接意向：%(need_title)s") if interest else _("有人询问一个参数：%(need_title)s")
    due = _("请在 %(due)s（北京时间）前答复。")
    _write(session, approach, _other(approach.side), subject, [due, TAIL])


def tell(session: Session, approach: Approach, action: ApproachAction, by: Side) -> None:
    """The other side learns what was done."""
    if action in TOLD:
        _write(session, approach, _other(by), TOLD[action], [TAIL])


def _other(side: Side) -> Side:
    return Side.RESULT if side is Side.NEED else Side.NEED


def _write(session: Session, approach: Approach, side: Side, subject: str, lines: Iterable[str]) -> None:
    values = {
        "need": approach.need.public_id,
        "need_title": approach.need.title,
        "result": approach.achievement.public_id,
        "result_title": _title(approach),
        "due": moment(approach.due_at),
        "address": _address(f"/my/talks/{approach.public_id}"),
    }
    topic = Topic.NEEDS if side is Side.NEED else Topic.RESULTS
    for person in those_who_want(_people(session, approach, side), topic):
        say = load_translations(person.locale).gettext
        post(session, person.email, say(subject) % values, "\n\n".join(say(line) % values for line in lines))


def _people(session: Session, approach: Approach, side: Side) -> Iterable[Person]:
    owner = approach.need.owner_id if side is Side.NEED else approach.achievement.owner_id
    if approach.side is side:
        return owners_side(session, owner, approach.person_id)  # a broker who spoke for them learns too
    return people_of(session, owner)


def _title(approach: Approach) -> str:
    shown = [version for version in approach.achievement.versions if version.published_at]
    return shown[-1].title if shown else ""


def _address(path: str) -> str:
    """The full address where the application runs, the path alone elsewhere."""
    base = current_app.extensions["settings"].base_url if has_app_context() else ""
    return f"{base}{path}"
