"""Make the .docx templates of contracts out of their clauses (`python -m tools.contract_templates`)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

FOLDER = Path(__file__).parents[1] / "marketplace" / "contracts" / "templates"
SIGNATURES = (
    "甲方（盖章）：",
    "法定代表人或委托代理人（签字）：",
    "日期：",
    "",
    "乙方（盖章）：",
    "法定代表人或委托代理人（签字）：",
    "日期：",
)


def paragraphs(said: dict[str, Any], name: str) -> Iterator[tuple[str, str]]:
    """(style, text) of a class's template, in order."""
    of_class = said["classes"][name]
    yield "Title", of_class["title"]
    yield from (("Normal", line) for line in said["head"])
    for number, (heading, *parts) in enumerate([*of_class["clauses"], *said["tail"]], start=1):
        yield "Heading 2", f"第{NUMERALS[number]}条　{heading}"
        yield from (("Normal", line) for line in _lines(parts))
    yield from (("Normal", line) for line in SIGNATURES)


NUMERALS = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


def _lines(parts: list[Any]) -> Iterator[str]:
    """Lists in lists come from clauses that several classes share."""
    for part in parts:
        if isinstance(part, str):
            yield part
        else:
            yield from _lines(part)


def clauses() -> dict[str, Any]:
    """The clauses as data."""
    said: dict[str, Any] = yaml.safe_load((FOLDER / "clauses.yaml").read_text("utf8"))
    return said


def make(said: dict[str, Any], name: str, folder: Path = FOLDER) -> None:
    """Write one class's template."""
    document = Document()
    for style in ("Normal", "Heading 2", "Title"):
        font = document.styles[style].font
        font.name, font.color.rgb = "Times New Roman", None
        document.styles[style].element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "宋体")
    document.styles["Normal"].font.size = Pt(12)
    for style, text in paragraphs(said, name):
        paragraph = document.add_paragraph(text, style)
        if style == "Title":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.core_properties.author = "碳索"
    document.core_properties.comments = ""
    document.save(str(folder / f"{name}.docx"))


def main() -> None:
    said = clauses()
    for name in said["classes"]:
        make(said, name)


if __name__ == "__main__":
    main()
