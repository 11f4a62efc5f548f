"""What is missing or there twice afterwards: what was confirmed against the database, the database against index, jobs and letters."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from ingest.models import ImportRun, RunState
from marketplace.core import jobs
from marketplace.core.audit import AuditEvent
from marketplace.core.db import Database
from marketplace.core.mail import Mail, letter_of
from marketplace.discovery.indexing import ALL_IDS, PROJECTIONS
from marketplace.listings.models import AchievementVersion
from search.ports import Reader
from search.types import Document, Query, Scope
from tests.faults.house import SENDER
from tests.faults.people import ACTS, CONFIRMED, PAGES, ROWS

LETTERS = "letters"
PUBLIC, GONE = "withdraw", "restore"  # a result's state, named by the act that is possible in it
OTHER = {PUBLIC: GONE, GONE: PUBLIC}
AWAY_FOR_NOW = {"0", "503"}  # the answer did not come, or the database was recovering


@dataclass(slots=True)
class Outcome:
    """What was found; `lost`, `doubled` and `wrong_pages` are empty when all is well."""

    kills: Counter[str] = field(default_factory=Counter)
    edits: int = 0
    imported: int = 0
    indexed: int = 0
    letters: int = 0
    acts: Counter[str] = field(default_factory=Counter)  # of the member, by the status of their answer
    pages: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    wrong_pages: list[str] = field(default_factory=list)


def compare(outcome: Outcome, database: Database, reader: Reader, home: Path, imports: int) -> None:
    """Write what is wrong into the outcome."""
    with database.reading() as session:
        titles = Counter(session.scalars(select(AchievementVersion.title)))
        ids = [id_ for kind in ALL_IDS.values() for id_ in kind(session)]
        documents = [document for project in PROJECTIONS.values() for document in project(session, ids)]
        _compare_confirmed(outcome, _lines(home / CONFIRMED), titles, set(ids))
        _compare_acts(outcome, session, _lines(home / ACTS), titles, set(ids))
        _compare_jobs(outcome, session, imports)
        _compare_letters(outcome, session, home / LETTERS)
    outcome.imported = sum(count for title, count in titles.items() if title.startswith("导入"))
    if outcome.imported != imports * ROWS:
        outcome.lost.append(f"{outcome.imported} of {imports * ROWS} rows were imported")
    outcome.doubled += [f"{title} is there {count} times" for title, count in titles.items() if count > 1]
    _compare_index(outcome, reader, documents)
    for status, *rest in _lines(home / PAGES):
        outcome.pages[status] += 1
        if status not in AWAY_FOR_NOW | {"200"}:
            outcome.wrong_pages.append(f"{status} for {' '.join(rest)}")


def _lines(path: Path) -> Iterator[list[str]]:
    if path.exists():
        yield from (line.split() for line in path.read_text(encoding="utf-8").splitlines())


def _compare_confirmed(
    outcome: Outcome, lines: Iterator[list[str]], titles: Counter[str], searchable: set[str]
) -> None:
    """What the editors were told is done."""
    for sign, public_id, token in lines:
        outcome.edits += 1
        if sign == "+" and f"第 {token} 号余热回收装置" not in titles:
            outcome.lost.append(f"{public_id} was confirmed and is not there")
        if sign == "-" and public_id in searchable:
            outcome.lost.append(f"{public_id} was withdrawn and is public")


def _compare_acts(
    outcome: Outcome, session: Session, lines: Iterator[list[str]], titles: Counter[str], searchable: set[str]
) -> None:
    """What the member was answered: after an answer that did not come both states are possible."""
    possible: dict[str, set[str]] = {}
    for act, subject, status in lines:
        outcome.acts[status] += 1
        if act == "draft":
            if status == "201" and subject not in titles:
                outcome.lost.append(f"the draft {subject} was confirmed and is not there")
            continue
        states = possible.setdefault(subject, {PUBLIC})
        if status == "303" and act not in states:
            outcome.doubled.append(f"{act} of {subject} was confirmed where it was not possible")
        if status == "303":
            possible[subject] = {OTHER[act]}
        elif status in AWAY_FOR_NOW and act in states:
            states.add(OTHER[act])
        elif status != "409":
            outcome.wrong_pages.append(f"{status} for {act} of {subject}")
    for subject, states in possible.items():
        if (PUBLIC if subject in searchable else GONE) not in states:
            outcome.lost.append(f"{subject}: only {' or '.join(states)} is possible after what was confirmed")
        asked = select(AuditEvent.action).where(AuditEvent.subject_id == subject, AuditEvent.action.in_(OTHER))
        written = session.scalars(asked.order_by(AuditEvent.id)).all()
        outcome.doubled += [f"{one} of {subject} is written down twice" for one, two in pairwise(written) if one == two]


def _compare_jobs(outcome: Outcome, session: Session, imports: int) -> None:
    unfinished = session.scalars(select(jobs.Job).where(jobs.Job.state != jobs.JobState.DONE)).all()
    outcome.lost += [f"job {job.kind}: {job.state.value}, {job.message}" for job in unfinished]
    states = Counter(session.scalars(select(ImportRun.state)))
    if states != Counter({RunState.DONE: imports} if imports else {}):
        outcome.lost.append(f"of {imports} imports: {dict(states)}")


def _compare_index(outcome: Outcome, reader: Reader, documents: Sequence[Document]) -> None:
    """The index holds exactly what the database says, each in its version of today."""
    wanted = {document.id: document.version for document in documents}
    scope = Scope(tokens=frozenset({"public"}))
    found = [hit.id for hit in reader.search(Query(limit=len(wanted) + 100), scope).hits]
    held = reader.versions(sorted(wanted))
    outcome.indexed = len(found)
    outcome.lost += [f"{id_} is not in the index" for id_ in sorted(set(wanted) - set(found))]
    outcome.lost += [f"{id_} is older in the index" for id_ in sorted(held) if held[id_] != wanted[id_]]
    outcome.doubled += [f"{id_} is in the index and should not be" for id_ in sorted(set(found) - set(wanted))]
    outcome.doubled += [f"{id_} is in the index twice" for id_, count in Counter(found).items() if count > 1]
    if reader.count() != len(wanted):
        outcome.doubled.append(f"the index counts {reader.count()} documents of {len(wanted)}")


def _compare_letters(outcome: Outcome, session: Session, received: Path) -> None:
    arrived = Counter(line[0] for line in _lines(received))
    names = {str(letter_of(SENDER, mail)["Message-ID"]): mail.id for mail in session.scalars(select(Mail))}
    outcome.letters = len(names)
    outcome.lost += [f"letter {number} never left" for name, number in names.items() if name not in arrived]
    outcome.doubled += [f"a letter arrived {count} times: {name}" for name, count in arrived.items() if count > 1]
    outcome.doubled += [f"a letter that nobody wrote: {name}" for name in sorted(arrived.keys() - names.keys())]
