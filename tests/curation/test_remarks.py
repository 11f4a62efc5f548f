"""Standard remarks, on both databases."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.core.actor import ANYONE, Role
from marketplace.core.audit import AuditEvent
from marketplace.core.errors import Forbidden, InvalidInput
from marketplace.core.mail import latest_mails
from marketplace.curation.queries import remarks as reading
from marketplace.curation.rules import Kind, in_both
from marketplace.curation.services import remarks as services
from marketplace.curation.services.deciding import Decision, decide
from marketplace.curation.services.remarks import RemarkText
from marketplace.needs import queries as need_queries
from marketplace.needs.rules import NeedState
from tests.curation.conftest import Cast
from tests.factories import make_need, make_person


def _text(
    kind: Kind | None = Kind.NEED, field: str = "goal", zh: str = "写明年份。", en: str = "Name the year."
) -> RemarkText:
    return RemarkText(kind=kind, field=field, zh=zh, en=en)


def test_a_remark_is_offered_where_it_fits(session: Session, cast: Cast) -> None:
    goal = services.create_remark(session, cast.curator, _text())
    teaser = services.create_remark(session, cast.curator, _text(Kind.ACHIEVEMENT, "teaser"))
    both = services.create_remark(session, cast.curator, _text(None, "title"))

    def offered(*kinds: Kind) -> list[int]:
        return sorted(remark.id for remark in reading.standing_remarks(session, cast.curator, kinds))

    assert offered(Kind.NEED) == [goal.id, both.id]
    assert offered(Kind.ACHIEVEMENT) == [teaser.id, both.id]
    assert offered(Kind.NEED, Kind.ACHIEVEMENT) == [both.id]
    assert (goal.said_in("en"), goal.said_in("zh")) == ("Name the year.", "写明年份。")


@pytest.mark.parametrize(
    "wrong",
    [_text(zh=" "), _text(en=""), _text(zh="长" * 501), _text(field="teaser"), _text(None, "goal")],
)
def test_a_remark_that_does_not_hold_is_refused(session: Session, cast: Cast, wrong: RemarkText) -> None:
    with pytest.raises(InvalidInput):
        services.create_remark(session, cast.curator, wrong)


def test_a_retired_remark_is_offered_no_longer_and_can_be_used_again(session: Session, cast: Cast) -> None:
    remark = services.create_remark(session, cast.curator, _text())
    services.edit_remark(session, cast.colleague, remark.id, _text(zh="写明起止年份。"))

    services.retire_remark(session, cast.curator, remark.id)
    gone = reading.standing_remarks(session, cast.curator, [Kind.NEED])
    retired = reading.list_remarks(session, cast.curator, retired=True).items
    services.restore_remark(session, cast.curator, remark.id)

    assert (list(gone), list(retired)) == ([], [remark])
    assert [found.zh for found in reading.standing_remarks(session, cast.curator, [Kind.NEED])] == ["写明起止年份。"]
    actions = session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all()
    assert actions == ["create", "edit", "retire", "reuse"]


def test_others_neither_read_nor_write_remarks(session: Session) -> None:
    with pytest.raises(Forbidden):
        services.create_remark(session, ANYONE, _text())
    with pytest.raises(Forbidden):
        reading.list_remarks(session, ANYONE)


def test_standard_words_reach_each_reader_in_their_language(session: Session, cast: Cast) -> None:
    english = make_person(session, "smith@example.org", Role.ENTERPRISE, organisation=cast.enterprise)
    english.locale = "en"
    need = make_need(session, cast.enterprise, NeedState.SUBMITTED)
    services.create_remark(session, cast.curator, _text())

    typed = Decision(act="return", remarks={"goal": "另见附件。\nName the year."}, lock=None)
    decide(session, cast.curator, Kind.NEED, need.public_id, typed)
    session.flush()

    [remark] = need_queries.remarks_on(session, need)
    assert (remark.text, remark.english) == ("另见附件。\n写明年份。", "另见附件。\nName the year.")
    letters = {mail.recipient: mail.body for mail in latest_mails(session)}
    assert "Name the year." in letters.pop("smith@example.org")
    assert letters
    assert all("写明年份。" in body for body in letters.values())


def test_words_that_are_not_standard_stay_as_they_are_and_the_longest_sentence_is_found_first() -> None:
    standard = [("写明年份。", "Name the year."), ("请写明年份。", "Please name the year.")]

    assert in_both("请写清楚。", standard) == ("请写清楚。", "")
    assert in_both("请写明年份。", standard) == ("请写明年份。", "Please name the year.")
