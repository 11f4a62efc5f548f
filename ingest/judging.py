"""What importing each row would do, given what the organisation has; and what a person's choices make of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from ingest.dedupe import Outcome, Verdict, compare, key_of_title
from ingest.existing import Held, Holdings
from ingest.fields import FIELDS
from ingest.records import Content, Kind, Message, Plan, PlannedRow, Problem, Severity
from marketplace.listings import bounds as listing_bounds
from marketplace.listings import mapping as listing_mapping
from marketplace.listings.content import AchievementContent
from marketplace.needs import bounds as need_bounds
from marketplace.needs import mapping as need_mapping


class Fate(StrEnum):
    """What importing a row would do."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    SUSPECTED = "suspected"  # looks like another; waits for a choice
    REPEATED = "repeated"  # word for word an earlier row, or left out by choice
    REJECTED = "rejected"


class Choice(StrEnum):
    """What a person decides about a row that looks like another."""

    UPDATE = "update"  # the same thing: write into the record that is there
    SEPARATE = "separate"  # another thing: make a record of its own
    LEAVE = "leave"  # not wanted
    MERGE = "merge"  # the same thing: take field by field, as in merge:title,problem


@dataclass(frozen=True, slots=True)
class Fault:
    """A field and the sentence that says why its row stays aside."""

    field: str
    reason: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A row and its fate. `other` is a public id, or the key of an earlier row; `target` the record to be written into."""

    row: PlannedRow
    fate: Fate
    key: str  # under which a record of its own is made
    other: str = ""
    in_file: bool = False
    score: float = 0.0
    reasons: tuple[Message, ...] = ()
    target: Held | None = None
    faults: tuple[Fault, ...] = ()
    suspected: bool = False  # it looked like another, whatever was chosen then


def judge(planned: Plan, held: Holdings, progress: Callable[[int, int], None] | None = None) -> list[Judged]:
    """Judge every row of a plan, in the order of the file."""
    verdicts = {verdict.row_key: verdict for verdict in compare(planned.rows, held.existing(), progress)}
    return [_judge(row, verdicts.get(row.key), held, planned.kind) for row in planned.rows]


def choose(
    judged: Sequence[Judged],
    held: Holdings,
    choices: Mapping[str, str],
    otherwise: Choice | None = None,
    contents: Mapping[str, Content] | None = None,
) -> list[Judged]:
    """Settle the suspected rows by what was chosen; `*` stands for all the others. Without a choice they wait.

    `contents` are those of the records that rows are merged into.
    """
    return [
        _settled(row, choices.get(row.row.key) or choices.get("*") or otherwise, held, contents or {})
        if row.fate is Fate.SUSPECTED
        else row
        for row in judged
    ]


def fingerprint(content: Content) -> str:
    """The hash by which the services know content again."""
    if isinstance(content, AchievementContent):
        return listing_mapping.fingerprint(content)
    return need_mapping.fingerprint(content)


def _judge(row: PlannedRow, verdict: Verdict | None, held: Holdings, kind: Kind) -> Judged:
    faults = _faults(row, kind)
    if verdict is None or faults:
        return Judged(row=row, fate=Fate.REJECTED, key=row.source_key, faults=faults)
    if verdict.outcome in (Outcome.UNCHANGED, Outcome.UPDATED):
        return _known(row, row.source_key, held.records[verdict.other])
    if verdict.outcome is not Outcome.SUSPECTED:
        fate = Fate.NEW if verdict.outcome is Outcome.NEW else Fate.REPEATED
        return _seen(row, fate, row.source_key, verdict)
    key = row.source_key
    if key in held.by_key:  # the key of a record with quite another name
        key = f"{key}~{key_of_title(row.content.title)[-8:]}"
    if key in held.by_key:  # kept apart from it before
        return _known(row, key, held.records[held.by_key[key]])
    return _seen(row, Fate.SUSPECTED, key, verdict)


def _known(row: PlannedRow, key: str, target: Held) -> Judged:
    same = target.content_hash == fingerprint(row.content)
    return Judged(
        row=row, fate=Fate.UNCHANGED if same else Fate.UPDATED, key=key, other=target.public_id, target=target
    )


def _seen(row: PlannedRow, fate: Fate, key: str, verdict: Verdict) -> Judged:
    return Judged(
        row=row,
        fate=fate,
        key=key,
        other=verdict.other,
        in_file=verdict.in_file,
        score=verdict.score,
        reasons=verdict.reasons,
        suspected=fate is Fate.SUSPECTED,
    )


def merged_into(judged: Sequence[Judged], choices: Mapping[str, str]) -> list[str]:
    """The records into which rows are to be merged."""
    return [row.other for row in judged if choices.get(row.row.key, "").startswith(f"{Choice.MERGE}:")]


def merge(ours: Content, theirs: Content, taken: frozenset[str]) -> Content:
    """The record with those fields of the row; what only the row keeps as extra is kept too."""
    fields = {name: getattr(ours, name) for name in taken if hasattr(ours, name)}
    return replace(theirs, **fields, extra={**ours.extra, **theirs.extra})


def _settled(judged: Judged, choice: str | None, held: Holdings, contents: Mapping[str, Content]) -> Judged:
    choice, _colon, taken = (choice or "").partition(":")
    if choice == Choice.MERGE and judged.other in contents:
        content = merge(judged.row.content, contents[judged.other], frozenset(filter(None, taken.split(","))))
        return replace(
            judged,
            row=replace(judged.row, content=content),
            fate=Fate.UPDATED,
            target=held.records[judged.other],
        )
    if choice == Choice.SEPARATE or (choice == Choice.UPDATE and judged.in_file):
        return replace(judged, fate=Fate.NEW)
    if choice == Choice.UPDATE:
        return replace(judged, fate=Fate.UPDATED, target=held.records[judged.other])
    if choice == Choice.LEAVE:
        return replace(judged, fate=Fate.REPEATED)
    return judged


def _faults(row: PlannedRow, kind: Kind) -> tuple[Fault, ...]:
    """The errors of a row, or what could not even be stored of it."""
    if not row.importable:
        return tuple(Fault(p.field, _sentence(p)) for p in row.problems if p.severity is Severity.ERROR)
    content = row.content
    if isinstance(content, AchievementContent):
        wrong = listing_bounds.out_of_bounds(content)
    else:
        wrong = need_bounds.out_of_bounds(content)
    return tuple(named_fault(field, Message(sentence), kind) for field, sentence in wrong.items())


def named_fault(field: str, sentence: Message, kind: Kind) -> Fault:
    """A fault of a field as the services name it, such as parameters-0-name."""
    name = field.partition("-")[0]
    known = FIELDS[kind].get(name)
    return Fault(
        name, Message("“%(heading)s”：%(reason)s", heading=Message(known.label), reason=sentence) if known else sentence
    )


def _sentence(problem: Problem) -> Message:
    return Message(
        "“%(heading)s”（%(value)s）：%(reason)s。%(remedy)s。",
        heading=problem.heading,
        value=problem.value or Message("空"),
        reason=problem.reason,
        remedy=problem.remedy,
    )
