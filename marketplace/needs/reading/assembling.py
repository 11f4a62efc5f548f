"""Makes a need out of the pieces of a document: labelled pieces first, running text sorted sentence by sentence. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from marketplace.core.documents import Block
from marketplace.needs.content import NeedContent
from marketplace.needs.reading import values
from marketplace.needs.reading.labels import CONTACT, GOALS, NUMBERING, TEXT, unit_in
from marketplace.needs.reading.pieces import HEADING, Piece, cut
from marketplace.needs.reading.sorting import LIMIT, MONEY, SPENT, sentences, sort_sentences, speaks_of_a_deadline

TITLE = 60
STORED = 4_000  # characters of a part; more is no statement of a need
PASSAGE = 1_200
TEXTS = ("problem", "indicators", "goal", "capacity", "already_tried", "site_limits")


@dataclass(frozen=True, slots=True)
class Found:
    """A part of the need and the passage it was read from."""

    field: str
    passage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedReading:
    """What was read; `rest` is what no part took, `records` how many needs the document lists."""

    content: NeedContent
    found: tuple[Found, ...]
    organisation: str = ""
    rest: tuple[str, ...] = ()
    records: int = 1


@dataclass(slots=True)
class _Draft:
    """What has been gathered so far."""

    given: dict[str, Any] = field(default_factory=dict)
    passages: dict[str, list[str]] = field(default_factory=dict)
    organisation: str = ""
    rest: list[str] = field(default_factory=list)

    def put(self, part: str, value: Any, passage: str) -> bool:
        """Take a single value, unless there is one already."""
        if value in (None, "", ()) or part in self.given:
            return False
        self.given[part] = value
        self.passages[part] = [passage]
        return True

    def add(self, part: str, text: str, passage: str) -> None:
        """Add to a text."""
        before = self.given.get(part, "")
        if text and text not in before:
            self.given[part] = f"{before}\n{text}".strip()[:STORED]
            self.passages.setdefault(part, []).append(passage)


def read_need(blocks: Iterable[Block]) -> NeedReading:
    """Split a document into the parts of a need."""
    parted = cut(blocks)
    draft = _Draft()
    for piece in parted.pieces:
        _take(draft, piece)
    for piece in parted.pieces:
        if piece.asked == TEXT:
            _sort(draft, piece.text)
    _look_for_values(draft)
    _name(draft, parted.pieces)
    return NeedReading(
        content=NeedContent(**draft.given),
        found=tuple(Found(part, "\n".join(passages)[:PASSAGE]) for part, passages in draft.passages.items()),
        organisation=draft.organisation[:120],
        rest=(*parted.rest, *draft.rest),
        records=parted.records,
    )


def _take(draft: _Draft, piece: Piece) -> None:
    """What stands at a label goes to the part that the label asks for."""
    text, asked = piece.text, piece.asked
    if asked in TEXTS:
        draft.add(asked, text, piece.passage)
    elif asked == GOALS:
        for sentence in sentences(text):
            draft.add("indicators" if LIMIT.search(sentence) else "goal", sentence, piece.passage)
    elif asked == "organisation":
        draft.organisation = draft.organisation or text
    elif asked in SINGLE:
        taken = [part for part, value in SINGLE[asked](piece) if draft.put(part, value, piece.passage)]
        draft.rest.extend(() if taken else (piece.passage,))


def _contact(draft: _Draft, text: str, passage: str) -> None:
    draft.put("contact_name", values.person_in(text), passage)
    draft.put("contact_phone", values.phone_in(text), passage)
    draft.put("contact_email", values.email_in(text), passage)


def _contact_of(piece: Piece) -> list[tuple[str, Any]]:
    return [
        ("contact_name", values.person_in(piece.text)),
        ("contact_phone", values.phone_in(piece.text)),
        ("contact_email", values.email_in(piece.text)),
    ]


def _industry_of(piece: Piece) -> list[tuple[str, Any]]:
    code = values.industry_in(piece.text)
    return [("industries", (code,) if code else ())]


SINGLE: dict[str, Any] = {
    "title": lambda piece: [("title", " ".join(piece.text.split())[:120])],
    CONTACT: _contact_of,
    "budget": lambda piece: [("budget", values.sum_in(piece.text, unit_in(piece.label)))],
    "deadline": lambda piece: [("deadline", values.day_in(piece.text))],
    "region": lambda piece: [("region", values.place_in(piece.text))],
    "contact_name": _contact_of,
    "contact_phone": lambda piece: [("contact_phone", values.phone_in(piece.text))],
    "contact_email": lambda piece: [("contact_email", values.email_in(piece.text))],
    "keywords": lambda piece: [("keywords", values.words_in(piece.text))],
    "solution_modes": lambda piece: [("solution_modes", values.modes_in(piece.text))],
    "minimum_trl": lambda piece: [("minimum_trl", values.level_in(piece.text))],
    "industries": _industry_of,
    "target_reduction": lambda piece: [("target_reduction", values.tonnes_in(piece.text))],
}


def _sort(draft: _Draft, text: str) -> None:
    for part, said in sort_sentences(text).items():
        for line in said:
            if part == "contact":
                _contact(draft, line, line)
            else:
                draft.put("budget", values.sum_in(line) if part == "budget" else None, line)
                draft.add("goal" if part == "budget" else part, line, line)


def _look_for_values(draft: _Draft) -> None:
    """A day to be done by, a sum or a place may stand in any of the texts."""
    for part in TEXTS:
        for sentence in sentences(draft.given.get(part, "")):
            if part != "already_tried" and speaks_of_a_deadline(sentence):
                draft.put("deadline", values.day_in(sentence), sentence)
            if MONEY.search(sentence) and not SPENT.search(sentence) and part != "already_tried":
                draft.put("budget", values.sum_in(sentence), sentence)
            if "位于" in sentence or "地处" in sentence:
                draft.put("region", values.place_in(sentence), sentence)
    if draft.organisation:
        draft.put("region", values.place_in(draft.organisation), draft.organisation)


def _name(draft: _Draft, pieces: tuple[Piece, ...]) -> None:
    """Without a label the heading is the name, else a short first line, else the first clause of the text."""
    headings = [piece.text for piece in pieces if piece.asked == HEADING]
    running = next((piece.text for piece in pieces if piece.asked == TEXT), "")
    first, _break, after = running.partition("\n")
    first = NUMBERING.sub("", first).strip()
    if headings and "title" not in draft.given:
        draft.put("title", headings[0][:120], headings[0])
    if "title" in draft.given or not first:
        return
    if len(first) <= TITLE and (after or len(pieces) > 1) and first[-1] not in "。；;，,":
        draft.put("title", first, first)
        _take_out(draft, first)
    else:
        clause = next(sentences(first), "").rstrip("。；;！!？?")
        while len(clause) > TITLE and max(clause.rfind("，"), clause.rfind(",")) > 0:
            clause = clause[: max(clause.rfind("，"), clause.rfind(","))]
        draft.put("title", clause[:TITLE], next(sentences(first), ""))


def _take_out(draft: _Draft, line: str) -> None:
    """A line that became the name is not said again in the texts."""
    for part in TEXTS:
        lines = [each for each in draft.given.get(part, "").split("\n") if each != line]
        if part in draft.given and "\n".join(lines) != draft.given[part]:
            draft.given[part] = "\n".join(lines)
            draft.passages[part] = [each for each in draft.passages[part] if each != line]
            if not draft.given[part]:
                del draft.given[part], draft.passages[part]
