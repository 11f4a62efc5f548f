"""Printed papers of a session as PDF: each party's day, cards for the tables, badges. Asks no database."""

from collections.abc import Callable, Iterator, Sequence
from io import BytesIO

import segno
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from marketplace.events.paper_parts import Badge, Day, Head, Line, TableCard

FONT = "STSong-Light"
LOWERED = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")  # what the font has no glyphs for
MARGIN = 20 * mm
BADGE = (85 * mm, 65 * mm)
INK, SOFT = (0.063, 0.137, 0.110), (0.35, 0.41, 0.37)


def agendas(head: Head, days: Sequence[Day], words: Callable[[str], str]) -> bytes:
    """A page a party, more when its day is long."""

    def draw(paper: Canvas) -> None:
        for day in days:
            for number, lines in enumerate(_sheets(day.lines, 14)):
                _agenda(paper, head, day, lines, words, first=number == 0)

    return _drawn(head.title, draw, A4)


def table_cards(head: Head, cards: Sequence[TableCard], words: Callable[[str], str]) -> bytes:
    """A sheet a table, its number to be read from the door."""

    def draw(paper: Canvas) -> None:
        for card in cards:
            _card(paper, head, card, words)

    return _drawn(head.title, draw, landscape(A4))


def badges(head: Head, people: Sequence[Badge]) -> bytes:
    """Eight to a sheet, to be cut out."""

    def draw(paper: Canvas) -> None:
        for sheet in _by(people, 8):
            for place, badge in enumerate(sheet):
                _badge(paper, head, badge, place)
            paper.showPage()

    return _drawn(head.title, draw, A4)


def _by(items: Sequence[Badge], size: int) -> Iterator[Sequence[Badge]]:
    for at in range(0, len(items), size):
        yield items[at : at + size]


def _drawn(title: str, draw: Callable[[Canvas], None], size: tuple[float, float]) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = BytesIO()
    paper = Canvas(target, pagesize=size, invariant=True)
    paper.setTitle(title)
    draw(paper)
    paper.save()
    return target.getvalue()


def _sheets(lines: Sequence[Line], size: int) -> Iterator[Sequence[Line]]:
    yield lines[:size]
    for at in range(size, len(lines), size):
        yield lines[at : at + size]


def _agenda(
    paper: Canvas, head: Head, day: Day, lines: Sequence[Line], words: Callable[[str], str], *, first: bool
) -> None:
    width, height = A4
    at = height - MARGIN
    _write(paper, MARGIN, at, head.title, 11, colour=SOFT)
    _write(paper, MARGIN, at - 26, day.name, 20, most=width - 2 * MARGIN)
    _write(
        paper, MARGIN, at - 46, f"{day.side}    {head.when}    {head.venue}", 10, colour=SOFT, most=width - 2 * MARGIN
    )
    at -= 74
    paper.setStrokeColorRGB(*INK)
    paper.setLineWidth(1.2)
    paper.line(MARGIN, at + 14, width - MARGIN, at + 14)
    if first and not lines:
        _write(paper, MARGIN, at - 8, words("none"), 12)
    for line in lines:
        _write(paper, MARGIN, at - 6, line.time, 12)
        _write(paper, MARGIN + 82, at - 6, line.other, 13, most=width - 2 * MARGIN - 170)
        _write(paper, width - MARGIN - 76, at - 6, line.place, 16, most=76)
        _write(paper, MARGIN + 82, at - 22, line.about, 9, colour=SOFT, most=width - 2 * MARGIN - 90)
        at -= 44
        paper.setLineWidth(0.4)
        paper.line(MARGIN, at + 12, width - MARGIN, at + 12)
    _write(paper, MARGIN, MARGIN - 14, day.note, 9, colour=SOFT, most=width - 2 * MARGIN)
    paper.showPage()


def _card(paper: Canvas, head: Head, card: TableCard, words: Callable[[str], str]) -> None:
    width, height = landscape(A4)
    _write(paper, MARGIN, height - MARGIN, head.title, 11, colour=SOFT)
    _write(paper, MARGIN, height - MARGIN - 40, words("table"), 26)
    _write(paper, MARGIN, height - 250, card.number, 190)
    at = height - MARGIN - 36
    for line in card.lines[:20]:
        _write(paper, width / 2 - 20, at, line.time, 12)
        _write(paper, width / 2 + 56, at, line.other, 12, most=width / 2 - MARGIN - 56)
        at -= 24
    paper.showPage()


def _badge(paper: Canvas, head: Head, badge: Badge, place: int) -> None:
    left = MARGIN - 5 * mm + place % 2 * (BADGE[0] + 5 * mm)
    top = A4[1] - 12 * mm - place // 2 * (BADGE[1] + 4 * mm)
    paper.setStrokeColorRGB(0.7, 0.7, 0.7)
    paper.setLineWidth(0.4)
    paper.rect(left, top - BADGE[1], *BADGE)
    _write(paper, left + 12, top - 20, head.title, 9, colour=SOFT, most=BADGE[0] - 24)
    _write(paper, left + 12, top - 64, badge.person, 26, most=BADGE[0] - 24)
    _write(paper, left + 12, top - 90, badge.house, 12, most=BADGE[0] - 24)
    _write(paper, left + 12, top - BADGE[1] + 16, badge.side, 12)
    _qr(paper, left + BADGE[0] - 72, top - BADGE[1] + 8, 64, badge.address)


def _qr(paper: Canvas, left: float, bottom: float, size: float, address: str) -> None:
    rows = [list(row) for row in segno.make(address, error="m", micro=False).matrix_iter(border=2)]
    cell = size / len(rows)
    paper.setFillColorRGB(0, 0, 0)
    for number, row in enumerate(rows):
        for column, dark in enumerate(row):
            if dark:
                paper.rect(left + column * cell, bottom + size - (number + 1) * cell, cell, cell, stroke=0, fill=1)


def _write(
    paper: Canvas, left: float, at: float, text: str, size: float, *, colour: tuple[float, float, float] = INK,
    most: float | None = None,
) -> None:  # fmt: skip
    """A line of text, made smaller and then cut where it would not fit."""
    text = text.translate(LOWERED)
    while most is not None and size > 8 and pdfmetrics.stringWidth(text, FONT, size) > most:
        size -= 1
    while most is not None and text and pdfmetrics.stringWidth(text, FONT, size) > most:
        text = f"{text[:-2]}…" if text.endswith("…") else f"{text[:-1]}…"
    paper.setFillColorRGB(*colour)
    paper.setFont(FONT, size)
    paper.drawString(left, at, text)
