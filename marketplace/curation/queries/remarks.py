"""Reading standard remarks."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.core.errors import Forbidden, NotFound
from marketplace.core.paging import Page
from marketplace.curation.models import StandardRemark
from marketplace.curation.rules import Kind, in_both
from marketplace.listings.naming import NAMES
from marketplace.needs.wording import FIELDS

PAGE_SIZE = 20
FIELDS_OF: dict[Kind, dict[str, str]] = {Kind.ACHIEVEMENT: NAMES, Kind.NEED: FIELDS}  # field to its name, a msgid


def fields_for(kind: Kind | None) -> list[str]:
    """The fields that a remark for this kind may be tied to; for both kinds those that both have."""
    if kind is not None:
        return list(FIELDS_OF[kind])
    return [field for field in NAMES if field in FIELDS]


def name_of_field(remark: StandardRemark) -> str:
    """The msgid of the field's name; blank: the whole."""
    names = FIELDS_OF[remark.kind] if remark.kind else FIELDS_OF[Kind.ACHIEVEMENT]
    return names.get(remark.field, remark.field)


def get_remark(session: Session, actor: Actor, number: int) -> StandardRemark:
    _refuse_others(actor)
    remark = session.get(StandardRemark, number)
    if remark is None:
        raise NotFound("没有这条常用意见。")
    return remark


def list_remarks(session: Session, actor: Actor, retired: bool = False, number: int = 1) -> Page[StandardRemark]:
    """A page of those in use, or of those retired, by field."""
    _refuse_others(actor)
    listed = _of(retired)
    total = session.scalar(select(func.count()).select_from(listed.subquery())) or 0
    number = min(max(number, 1), max(1, -(-total // PAGE_SIZE)))
    found = session.scalars(listed.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)).all()
    return Page(items=found, total=total, number=number, size=PAGE_SIZE)


def standing_remarks(session: Session, actor: Actor, kinds: Collection[Kind]) -> Sequence[StandardRemark]:
    """Those in use that fit every one of the kinds."""
    _refuse_others(actor)
    found = session.scalars(_of(False)).all()
    return [remark for remark in found if remark.kind is None or set(kinds) == {remark.kind}]


def chosen_remarks(session: Session, actor: Actor, numbers: Collection[int]) -> Sequence[StandardRemark]:
    """Those in use with these numbers."""
    _refuse_others(actor)
    return session.scalars(_of(False).where(StandardRemark.id.in_(sorted(numbers)))).all()


def words_in_both(session: Session, actor: Actor, kind: Kind, written: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """What was written at each field, in Chinese and in English: standard words in the reader's language, the others as they
    stand. No English where nothing standard was written."""
    standing = standing_remarks(session, actor, {kind})
    return {field: in_both(text, [(each.zh, each.en) for each in standing]) for field, text in written.items()}


def _of(retired: bool) -> Select[StandardRemark]:
    stands = StandardRemark.retired_at.is_not(None) if retired else StandardRemark.retired_at.is_(None)
    return select(StandardRemark).where(stands).order_by(StandardRemark.field, StandardRemark.id)


def _refuse_others(actor: Actor) -> None:
    if not actor.is_curator:
        raise Forbidden("只有审核员可以使用常用意见。")
