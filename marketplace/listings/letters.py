"""Letters about achievements, each in the language of the one who reads it."""

from collections.abc import Callable, Iterable

from sqlalchemy.orm import Session

from marketplace.accounts.models import Person
from marketplace.accounts.queries import people_of, people_with_role
from marketplace.core.actor import Role
from marketplace.core.mail import post
from marketplace.listings.models import AchievementVersion, Remark
from marketplace.listings.naming import field_name
from marketplace.web.language import load_translations

Say = Callable[[str], str]


def tell_curators(session: Session, version: AchievementVersion) -> None:
    """A version waits. Its owner's members and the one who handed it in may not decide, so they get no letter."""
    own = {person.id for person in people_of(session, version.owner_id)} | {version.submitted_by}
    curators = [person for person in people_with_role(session, Role.CURATOR) if person.id not in own]
    _write(session, curators, version, "待审成果：%(title)s", "%(owner)s送审了成果“%(title)s”（%(id)s），请审核。")


def tell_owner_published(session: Session, version: AchievementVersion) -> None:
    text = "贵单位的成果“%(title)s”（%(id)s）已发布，任何人都可以查到。"
    _write(session, _owners(session, version), version, "成果已发布：%(title)s", text)


def tell_owner_returned(session: Session, version: AchievementVersion) -> None:
    text = "贵单位的成果“%(title)s”（%(id)s）需要修改，改好后请重新送审。审核意见："
    _write(session, _owners(session, version), version, "成果退回修改：%(title)s", text, version.remarks)


def tell_owner_rejected(session: Session, version: AchievementVersion, reason: str) -> None:
    text = "贵单位的成果“%(title)s”（%(id)s）未通过审核。理由："
    _write(session, _owners(session, version), version, "成果被驳回：%(title)s", text, version.remarks)


def _owners(session: Session, version: AchievementVersion) -> Iterable[Person]:
    return people_of(session, version.owner_id)


def _write(
    session: Session,
    people: Iterable[Person],
    version: AchievementVersion,
    subject: str,
    text: str,
    remarks: Iterable[Remark] = (),
) -> None:
    facts = {"title": version.title, "id": version.public_id, "owner": version.achievement.owner.name}
    for person in people:
        say: Say = load_translations(person.locale).gettext
        lines = [say(text) % facts, *(_line(say, remark) for remark in remarks)]
        post(session, person.email, say(subject) % facts, "\n\n".join(lines))


def _line(say: Say, remark: Remark) -> str:
    return f"- {say(field_name(remark.field))}: {remark.text}" if remark.field else remark.text
