"""Letters about achievements, each in the language of the one who reads it."""

from collections.abc import Callable, Iterable, Sequence

from sqlalchemy.orm import Session

from marketplace.accounts.models import Person
from marketplace.accounts.notices import those_who_want
from marketplace.accounts.queries import owners_side, people_of, people_with_role
from marketplace.accounts.rules import Topic
from marketplace.core.actor import Actor, Role
from marketplace.core.mail import post
from marketplace.listings.models import AchievementVersion, Remark
from marketplace.listings.naming import REASONS, field_name
from marketplace.web.language import load_translations, written

Say = Callable[[str], str]
Line = Callable[[str], str]  # a paragraph for whoever reads in this language


def _(text: str) -> str:
    """Mark a msgid; it is said in the language of the one who reads."""
    return text


def tell_curators(session: Session, version: AchievementVersion) -> None:
    """A version waits. Its owner's members and the one who handed it in may not decide, so they get no letter."""
    own = {person.id for person in people_of(session, version.owner_id)} | {version.submitted_by}
    curators = [person for person in people_with_role(session, Role.CURATOR) if person.id not in own]
    _write(
        session,
        curators,
        version,
        _("待审成果：%(title)s"),
        _("%(owner)s送审了成果“%(title)s”（%(id)s），请审核。"),
        topic=Topic.CURATION,
    )


def tell_owner_published(session: Session, version: AchievementVersion) -> None:
    text = _("贵单位的成果“%(title)s”（%(id)s）已发布，任何人都可以查到。")
    _write(session, _owners(session, version), version, _("成果已发布：%(title)s"), text)


def tell_owner_returned(session: Session, version: AchievementVersion) -> None:
    text = _("贵单位的成果“%(title)s”（%(id)s）需要修改，改好后请重新送审。审核意见：")
    _write(session, _owners(session, version), version, _("成果退回修改：%(title)s"), text, _said(version.remarks))


def tell_owner_rejected(session: Session, version: AchievementVersion, reason: str) -> None:
    text = _("贵单位的成果“%(title)s”（%(id)s）未通过审核。理由：")
    _write(session, _owners(session, version), version, _("成果被驳回：%(title)s"), text, _said(version.remarks))


def tell_owner_withdrawn(session: Session, actor: Actor, version: AchievementVersion) -> None:
    """Everybody of the owner but the one who did it; with the reason, and the note below it."""
    taken_off = version.withdrawal
    if taken_off is None:
        return
    text = _("贵单位的成果“%(title)s”（%(id)s）已下架，公众看不到它了。原因：")
    lines: list[Line] = [lambda locale: _say_in(locale)(REASONS[taken_off.reason]), lambda _locale: taken_off.note]
    people = [person for person in _owners(session, version) if person.id != actor.person_id]
    _write(session, people, version, _("成果已下架：%(title)s"), text, lines)


def tell_owner_restored(session: Session, actor: Actor, version: AchievementVersion) -> None:
    text = _("贵单位的成果“%(title)s”（%(id)s）已恢复上架，任何人都可以查到。")
    people = [person for person in _owners(session, version) if person.id != actor.person_id]
    _write(session, people, version, _("成果已恢复上架：%(title)s"), text)


def remind_owner(session: Session, owner_id: int, ending: Sequence[AchievementVersion], link: str) -> None:
    """One letter for all that end soon, with the address that confirms them."""
    head = _("以下 %(n)s 项成果即将到期。内容仍然属实的，请在到期前确认，有效期延长十二个月；过期后公众将看不到。")
    tail = _("确认这些成果（先登录）：%(link)s")
    _list(session, owner_id, ending, _("%(n)s 项成果即将到期，请确认"), head, lambda say: say(tail) % {"link": link})


def tell_owner_expired(session: Session, owner_id: int, expired: Sequence[AchievementVersion]) -> None:
    head = _("以下 %(n)s 项成果已过有效期，公众看不到了。内容仍然属实的，请登录后在“我的成果”里确认，即可恢复。")
    _list(session, owner_id, expired, _("%(n)s 项成果已过有效期"), head, lambda _say: "")


def _list(
    session: Session,
    owner_id: int,
    versions: Sequence[AchievementVersion],
    subject: str,
    head: str,
    tail: Callable[[Say], str],
) -> None:
    count = {"n": len(versions)}
    for person in people_of(session, owner_id):
        say: Say = load_translations(person.locale).gettext
        items = [say("- %(title)s（%(id)s），有效期至 %(day)s") % _facts(version) for version in versions]
        lines = [written(person.locale, head, **count), "\n".join(items), tail(say)]
        post(session, person.email, written(person.locale, subject, **count), "\n\n".join(filter(None, lines)))


def _facts(version: AchievementVersion) -> dict[str, object]:
    return {"title": version.title, "id": version.public_id, "day": version.valid_until}


def _owners(session: Session, version: AchievementVersion) -> Iterable[Person]:
    return owners_side(session, version.owner_id, version.submitted_by)


def _said(remarks: Iterable[Remark]) -> list[Line]:
    def line(remark: Remark) -> Line:
        def said(locale: str) -> str:
            text = remark.said_in(locale)
            return f"- {_say_in(locale)(field_name(remark.field))}: {text}" if remark.field else text

        return said

    return [line(remark) for remark in remarks]


def _say_in(locale: str) -> Say:
    return load_translations(locale).gettext


def _write(
    session: Session,
    people: Iterable[Person],
    version: AchievementVersion,
    subject: str,
    text: str,
    lines: Iterable[Line] = (),
    topic: Topic = Topic.RESULTS,
) -> None:
    facts = {"title": version.title, "id": version.public_id, "owner": version.achievement.owner.name}
    for person in those_who_want(people, topic):
        say: Say = load_translations(person.locale).gettext
        below = [line(person.locale) for line in lines]
        post(session, person.email, say(subject) % facts, "\n\n".join([say(text) % facts, *filter(None, below)]))
