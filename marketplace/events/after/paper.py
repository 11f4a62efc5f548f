"""The report as a Word document. Asks no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

FONT = "SimSun"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A table under a heading; a sentence before it where it needs one."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def as_docx(title: str, lead: Sequence[str], sections: Sequence[Section]) -> bytes:
    """The title, what it is about, and its tables."""
    from docx import Document  # large, and few pages write a document
    from docx.oxml.ns import qn

    paper = Document()
    paper.core_properties.title = title
    normal = paper.styles["Normal"]
    normal.font.name = FONT
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    paper.add_heading(title, 0)
    for sentence in lead:
        paper.add_paragraph(sentence)
    for section in sections:
        paper.add_heading(section.title, 1)
        if section.note:
            paper.add_paragraph(section.note)
        table = paper.add_table(rows=1, cols=len(section.header), style="Table Grid")
        for cell, text in zip(table.rows[0].cells, section.header, strict=True):
            cell.text = text
        for row in section.rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    target = BytesIO()
    paper.save(target)
    return target.getvalue()
