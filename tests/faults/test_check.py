"""The checker of the faults finds what was planted: without that its silence would mean nothing."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete

from marketplace.core.actor import SYSTEM
from marketplace.core.audit import AuditEvent, record_act
from marketplace.core.db import Database
from marketplace.core.mail import Mail, letter_of, post
from marketplace.discovery.indexing import rebuild
from marketplace.listings.models import AchievementVersion
from search.engines.embedded.engine import EmbeddedEngine
from search.ports import Writer
from tests.factories import content, make_listing
from tests.faults.check import ACTS, CONFIRMED, LETTERS, PAGES, SENDER, Outcome, compare
from tests.search.hashing import HashingEmbedder


@pytest.fixture
def writer(database: Database, tmp_path: Path) -> Iterator[Writer]:
    """Three results, published, indexed and confirmed, one of them taken off and put back; a letter that left; a page."""
    with database.transaction() as session:
        versions = [make_listing(session, said=content(title=f"第 {n} 号余热回收装置")) for n in range(3)]
        post(session, "zhou@example.org", "主题", "正文")
        for act in ("withdraw", "restore"):
            record_act(session, SYSTEM, act, versions[0])
        session.flush()
        ids = [version.public_id for version in versions]
        (mail,) = session.query(Mail).all()
        (tmp_path / LETTERS).write_text(f"{letter_of(SENDER, mail)['Message-ID']}\n")
    (tmp_path / CONFIRMED).write_text("".join(f"+ {id_} {n}\n" for n, id_ in enumerate(ids)), encoding="utf-8")
    (tmp_path / ACTS).write_text(f"withdraw {ids[0]} 0\nrestore {ids[0]} 303\n", encoding="utf-8")
    (tmp_path / PAGES).write_text("200 /search\n0 /search\n503 /search\n")
    writer = EmbeddedEngine(tmp_path / "checked").writer(HashingEmbedder())
    list(rebuild(database, writer))
    yield writer
    writer.close()


def _outcome(database: Database, home: Path) -> Outcome:
    outcome = Outcome()
    reader = EmbeddedEngine(home / "checked").reader(HashingEmbedder())
    compare(outcome, database, reader, home, imports=0)
    return outcome


def _ids(home: Path) -> list[str]:
    return [line.split()[1] for line in (home / CONFIRMED).read_text(encoding="utf-8").splitlines()]


def test_nothing_is_found_where_nothing_is_wrong(writer: Writer, database: Database, tmp_path: Path) -> None:
    outcome = _outcome(database, tmp_path)

    assert (outcome.lost, outcome.doubled, outcome.wrong_pages) == ([], [], [])
    assert (outcome.edits, outcome.indexed, outcome.letters) == (3, 3, 1)


def _lose_a_row(database: Database, writer: Writer, home: Path) -> None:
    with (home / CONFIRMED).open("a", encoding="utf-8") as file:
        file.write("+ R-2026-0099 99\n")


def _double_a_row(database: Database, writer: Writer, home: Path) -> None:
    with database.transaction() as session:
        make_listing(session, said=content(title="第 1 号余热回收装置"))
    list(rebuild(database, writer))


def _forget_in_the_index(database: Database, writer: Writer, home: Path) -> None:
    writer.delete([_ids(home)[1]])
    writer.commit()


def _withdraw_behind_the_index(database: Database, writer: Writer, home: Path) -> None:
    with database.transaction() as session:
        session.execute(delete(AchievementVersion).where(AchievementVersion.title == "第 2 号余热回收装置"))


def _keep_a_letter(database: Database, writer: Writer, home: Path) -> None:
    (home / LETTERS).write_text("")


def _send_a_letter_twice(database: Database, writer: Writer, home: Path) -> None:
    (home / LETTERS).write_text((home / LETTERS).read_text() * 2)


def _write_an_act_down_twice(database: Database, writer: Writer, home: Path) -> None:
    with database.transaction() as session:
        line = session.query(AuditEvent).filter_by(action="restore").one()
        session.add(
            AuditEvent(
                at=line.at, person_name="", action="restore", subject_kind="achievement", subject_id=line.subject_id
            )
        )


def _undo_a_confirmed_act(database: Database, writer: Writer, home: Path) -> None:
    with (home / ACTS).open("a", encoding="utf-8") as file:
        file.write(f"withdraw {_ids(home)[1]} 303\n")


def _serve_a_broken_page(database: Database, writer: Writer, home: Path) -> None:
    (home / PAGES).write_text("500 /search\n")


Planted = Callable[[Database, Writer, Path], None]
LOSSES: tuple[Planted, ...] = (_lose_a_row, _forget_in_the_index, _keep_a_letter, _undo_a_confirmed_act)
DOUBLES: tuple[Planted, ...] = (
    _double_a_row, _withdraw_behind_the_index, _send_a_letter_twice, _write_an_act_down_twice, _serve_a_broken_page,
)  # fmt: skip


@pytest.mark.parametrize(
    ("plants", "found"),
    [
        (LOSSES, (4, 1, 0)),  # what the index forgot is missing among the hits, and in its count
        (DOUBLES, (1, 5, 1)),  # what was withdrawn behind the index: its confirmation, its hit, and the count
    ],
    ids=["losses", "doubles"],
)
def test_what_was_planted_is_found(
    writer: Writer, database: Database, tmp_path: Path, plants: tuple[Planted, ...], found: tuple[int, int, int]
) -> None:
    for plant in plants:
        plant(database, writer, tmp_path)

    outcome = _outcome(database, tmp_path)

    assert (len(outcome.lost), len(outcome.doubled), len(outcome.wrong_pages)) == found, outcome
