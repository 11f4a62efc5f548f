"""Find what is already there: the same source key, the same content, or a record that looks like another."""

import dataclasses
import hashlib
import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapidfuzz import fuzz

from ingest.normalise.text import half_width
from ingest.records import Content, Message, PlannedRow
from ingest.shingles import MOST, SHORTEST, Shingles
from marketplace.listings.content import AchievementContent

NOISE = re.compile(r"[\W_]+")
DIGITS = re.compile(r"\d+(?:\.\d+)?")
NUMBER = re.compile(r"[^0-9A-Z]")
RARE, SHARED = 6, 3  # of the rarest bigrams of a title, candidates share so many
LONGEST_LIST = 2_000  # titles that may share a bigram before it says nothing
SAME_PATENT = 20  # records that may share a right before the right says nothing more
SAME, ALIKE, RELATED = 0.90, 0.75, 0.50  # of a title: alone, with shared inventors, with a shared patent
SAME_TEXT, VERBATIM = 0.85, 0.95  # of a text: with a name not quite unlike, with any name
UNLIKE = 0.30  # texts that have less in common are about different things
MADE = "title:"  # how a key begins that was made of the title
OPENING = 300
REPORT_EVERY = 200


class Outcome(StrEnum):
    """What importing a row would do."""

    NEW = "new"
    UNCHANGED = "unchanged"
    UPDATED = "updated"
    SUSPECTED = "suspected"  # a person chooses
    REPEATED = "repeated"  # word for word an earlier row of the file


@dataclass(frozen=True, slots=True, kw_only=True)
class Existing:
    """What is known of a record that may be met again."""

    id: str
    source_key: str
    title: str
    content_hash: str = ""
    patents: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    opening: str | None = None  # how its text begins, where that is known


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome for one row, and for a duplicate what it is one of and why."""

    row_key: str
    outcome: Outcome
    other: str = ""  # id of an existing record, or the key of an earlier row
    in_file: bool = False
    score: float = 0.0
    reasons: tuple[Message, ...] = ()


@lru_cache(maxsize=65536)
def plain_title(title: str) -> str:
    """A title without case, width, spaces and punctuation."""
    return NOISE.sub("", half_width(title).lower())


def plain_text(text: str) -> str:
    """A text without case, spaces and punctuation."""
    return NOISE.sub("", text).lower()


def key_of_title(title: str) -> str:
    """A source key for records whose source gives none."""
    return f"{MADE}{hashlib.sha256(plain_title(title).encode()).hexdigest()[:24]}"


def content_hash(content: Content) -> str:
    """A hash over everything that differs from an empty record; the order of extra columns does not matter."""
    said = []
    for field in dataclasses.fields(content):
        value = getattr(content, field.name)
        if field.name == "extra":
            value = sorted(value.items())
        if value not in (None, "", (), [], False, field.default):
            said.append(f"{field.name}={value!r}")
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def patents_of(content: Content) -> frozenset[str]:
    """The numbers of a record's rights, without prefixes and points."""
    if not isinstance(content, AchievementContent):
        return frozenset()
    return frozenset(filter(None, (plain_number(item.number) for item in content.ip)))


def plain_number(number: str) -> str:
    """The number of a right without prefix, spaces and points; empty when too short to identify one."""
    plain = NUMBER.sub("", number.upper()).removeprefix("ZL").removeprefix("CN")
    return plain if len(plain) >= 8 else ""


def people_of(content: Content) -> frozenset[str]:
    return frozenset(content.inventors) if isinstance(content, AchievementContent) else frozenset()


def opening_of(content: Content) -> str:
    """How the text of a record begins."""
    if isinstance(content, AchievementContent):
        return (content.problem + content.principle + content.advantage)[:OPENING]
    return (content.problem + content.indicators + content.goal)[:OPENING]


def compare(
    rows: Sequence[PlannedRow], existing: Iterable[Existing], progress: Callable[[int, int], None] | None = None
) -> list[Verdict]:
    """Judge every importable row against the existing records and the earlier rows of its file."""
    there = list(existing)
    known = {record.source_key for record in there}
    asked = [row for row in rows if row.importable]
    openings = [plain_text(opening_of(row.content)) if row.source_key not in known else "" for row in asked]
    shingles = Shingles(openings)
    by_text = shingles.candidates(plain_text(record.opening or "") for record in there)
    index = _Index(there)
    places = {row.key: place for place, row in enumerate(asked)}
    verdicts = []
    for done, row in enumerate(rows, 1):
        if row.importable:
            place = places[row.key]
            earlier = [len(there) + other for other in shingles.alike(openings[place]) if other < place]
            verdicts.append(_judge(row, index, (*by_text.get(place, ()), *earlier[:MOST])))
        if progress and done % REPORT_EVERY == 0:
            progress(done, len(rows))
    return verdicts


def _judge(row: PlannedRow, index: "_Index", alike: Sequence[int]) -> Verdict:
    own = Existing(
        id=row.key,
        source_key=row.source_key,
        title=row.content.title,
        content_hash=content_hash(row.content),
        patents=patents_of(row.content),
        people=people_of(row.content),
        opening=opening_of(row.content),
    )
    known = index.by_key.get(row.source_key)
    if known is not None and _names_differ(own, known):
        reason = Message("来源编号相同，名称却不同")
        verdict = Verdict(row.key, Outcome.SUSPECTED, known.id, False, 0.5, (reason,))
    elif known is not None and _texts_differ(own, known):
        reason = Message("名称相同，内容却大不相同")
        verdict = Verdict(row.key, Outcome.SUSPECTED, known.id, False, 0.5, (reason,))
    elif known is not None:
        outcome = Outcome.UNCHANGED if known.content_hash == own.content_hash else Outcome.UPDATED
        verdict = Verdict(row.key, outcome, known.id)
    elif own.content_hash in index.hashes_of_file:
        reason = Message("与前面一行逐字相同")
        verdict = Verdict(row.key, Outcome.REPEATED, index.hashes_of_file[own.content_hash], True, 1.0, (reason,))
    else:
        verdict = index.most_alike(own, alike) or Verdict(row.key, Outcome.NEW)
    index.add_from_file(own)
    return verdict


def _names_differ(own: Existing, known: Existing) -> bool:
    """A key that comes back under quite another name may be another list's numbering."""
    return bool(known.title) and fuzz.ratio(plain_title(own.title), plain_title(known.title)) < RELATED * 100


def _texts_differ(own: Existing, known: Existing) -> bool:
    """Two lists may each have a record of a general name: a key made of the name alone does not make them one.

    A text is not to be emptied, nor an empty record taken over, by another list without a person's choice.
    """
    if not own.source_key.startswith(MADE) or own.opening is None or known.opening is None:
        return False
    if own.opening == known.opening:
        return False
    return fuzz.ratio(own.opening, known.opening) < UNLIKE * 100


class _Index:
    """Titles by their rare bigrams, patents and people, so that few pairs are compared."""

    def __init__(self, existing: list[Existing]) -> None:
        self.by_key = {record.source_key: record for record in existing if record.source_key}
        self.hashes_of_file: dict[str, str] = {}
        self.records: list[Existing] = []
        self.titles: list[str] = []
        self.by_bigram: dict[str, array[int]] = {}
        self.by_patent: dict[str, list[int]] = {}
        self.by_title: dict[str, list[int]] = {}
        self.from_file = len(existing)
        for record in existing:
            self._add(record)

    def add_from_file(self, record: Existing) -> None:
        self.hashes_of_file.setdefault(record.content_hash, record.id)
        self._add(record)

    def _add(self, record: Existing) -> None:
        number = len(self.records)
        title = plain_title(record.title)
        self.records.append(record)
        self.titles.append(title)
        self.by_title.setdefault(title, []).append(number)
        for bigram in _bigrams(title):
            (self.by_bigram.get(bigram) or self.by_bigram.setdefault(bigram, array("I"))).append(number)
        for patent in record.patents:
            self.by_patent.setdefault(patent, []).append(number)

    def most_alike(self, own: Existing, by_text: Sequence[int]) -> Verdict | None:
        """The record most like this one; `by_text` are the numbers of those whose text may be nearly the same."""
        title = plain_title(own.title)
        best: tuple[float, int] | None = None
        texts = frozenset(by_text)
        for number in sorted(self._candidates(own, title) | texts):
            score = _score(own, title, self.records[number], self.titles[number])
            if not score and number in texts:
                score = _score_of_texts(own, title, self.records[number], self.titles[number])
            if score and (best is None or (score, -number) > (best[0], -best[1])):
                best = (score, number)
        if best is None:
            return None
        other = self.records[best[1]]
        reasons = _reasons(own, title, other, self.titles[best[1]])
        return Verdict(own.id, Outcome.SUSPECTED, other.id, best[1] >= self.from_file, round(best[0], 2), reasons)

    def _candidates(self, own: Existing, title: str) -> set[int]:
        found = set(self.by_title.get(title, ())[:LONGEST_LIST])
        for patent in own.patents:
            found.update(self.by_patent.get(patent, ())[:SAME_PATENT])
        lists = sorted((self.by_bigram.get(bigram, ()) for bigram in _bigrams(title)), key=len)
        rare = [numbers for numbers in lists if numbers][:RARE]
        shared: Counter[int] = Counter()
        for numbers in rare:
            if len(numbers) <= LONGEST_LIST:
                shared.update(numbers)
        needed = min(SHARED, len(rare))
        found.update(number for number, count in shared.items() if count >= needed)
        return found


def _bigrams(title: str) -> set[str]:
    return {title[place : place + 2] for place in range(len(title) - 1)} or {title}


def _score(own: Existing, title: str, other: Existing, other_title: str) -> float:
    """How likely two records are the same, 0 when not worth asking about."""
    ratio = fuzz.ratio(title, other_title, score_cutoff=RELATED * 100) / 100
    patents = len(own.patents & other.patents)
    people = _share(own.people, other.people)
    if patents and ratio >= RELATED:
        return min(1.0, ratio + 0.2)
    if people >= 0.5 and ratio >= ALIKE:
        return min(1.0, ratio + 0.1)
    if ratio >= SAME and DIGITS.findall(title) == DIGITS.findall(other_title):
        return ratio
    return 0.0


def _score_of_texts(own: Existing, title: str, other: Existing, other_title: str) -> float:
    """Under another name the text gives a record away; the figures of a series keep its members apart."""
    first, second = plain_text(own.opening or ""), plain_text(other.opening or "")
    if min(len(first), len(second)) < SHORTEST or DIGITS.findall(title) != DIGITS.findall(other_title):
        return 0.0
    alike = fuzz.ratio(first, second, score_cutoff=SAME_TEXT * 100) / 100
    if alike >= VERBATIM or (alike and fuzz.ratio(title, other_title) >= UNLIKE * 100):
        return alike
    return 0.0


def _share(first: frozenset[str], second: frozenset[str]) -> float:
    return len(first & second) / min(len(first), len(second)) if first and second else 0.0


def _reasons(own: Existing, title: str, other: Existing, other_title: str) -> tuple[Message, ...]:
    alike = round(fuzz.ratio(title, other_title))
    reasons = [Message("名称相同") if title == other_title else Message("名称有 %(n)s%% 相同", n=alike)]
    first, second = plain_text(own.opening or ""), plain_text(other.opening or "")
    if min(len(first), len(second)) >= SHORTEST and (text := round(fuzz.ratio(first, second, score_cutoff=50))):
        reasons.append(Message("正文有 %(n)s%% 相同", n=text))
    if shared := len(own.patents & other.patents):
        reasons.append(Message("有 %(n)s 个专利号相同", n=shared))
    if people := len(own.people & other.people):
        reasons.append(Message("有 %(n)s 位完成人相同", n=people))
    return tuple(reasons)
