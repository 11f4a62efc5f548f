"""Tell what an office wrote as a form or as prose: labels with their values, headings with their text. One record each."""

import re
from collections.abc import Iterable

from ingest import headings
from ingest.records import SourceRow, Table

LABEL = re.compile(r"^[\s（(]*(?:[一二三四五六七八九十\d]{1,3}[.、．)）]\s*)?([^：:。；，,\n]{2,20}?)\s*[：:]\s*")
HEADING = re.compile(r"^\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[.、．)）]+)\s*([^：:。；，,\n]{2,20})\s*$")
TITLE_LABEL = "title"
BODY_LABEL = "text"
FORM_SHARE = 0.5  # of a form's labels must be known


def form_record(rows: list[list[object]]) -> dict[str, str] | None:
    """Read a form of labels with the value beside them (in two, four or more columns), if the table is one."""
    pairs: dict[str, str] = {}
    known = 0
    for row in rows:
        cells = [str(cell) for cell in row if str(cell)]
        if len(cells) == 1 and len(cells[0]) <= headings.LONGEST:
            continue
        for label, value in zip(cells[::2], cells[1::2], strict=False):
            key = label.strip(" ：:")
            known += headings.is_known(key)
            pairs[key] = f"{pairs[key]}\n{value}" if key in pairs else value
    firsts = {str(row[0]) for row in rows if row}
    is_form = (
        len(rows) >= 2 and known >= 2 and known >= FORM_SHARE * len(pairs) and sum(map(headings.is_known, firsts)) >= 2
    )
    return pairs if is_form else None


def prose_record(lines: Iterable[tuple[str, bool]]) -> dict[str, str]:
    """Sort lines (text, is it set as a heading) under their headings and labels; what stands before is the text."""
    sections: dict[str, list[str]] = {}
    current = BODY_LABEL
    for line, is_heading in lines:
        text = line.strip()
        if not text:
            continue
        if is_heading and not sections:
            sections[TITLE_LABEL] = [text]
            continue
        label, rest = _labelled(text, is_heading=is_heading)
        current = label or current
        if rest:
            sections.setdefault(current, []).append(rest)
    return _with_title({label: "\n".join(lines) for label, lines in sections.items()})


def as_record(name: str, values: dict[str, str]) -> Table:
    """One record as a table of one row."""
    return Table(name, tuple(values), ("",) * len(values), (SourceRow(1, tuple(values.values())),))


def _labelled(text: str, *, is_heading: bool) -> tuple[str, str]:
    match = LABEL.match(text)
    if match and headings.is_known(match[1]):
        return match[1], text[match.end() :]
    alone = HEADING.match(text)
    name = alone[1] if alone else text.rstrip("：:")
    if headings.is_known(name) and (is_heading or alone or len(name) <= 8):
        return name, ""
    return "", text


def _with_title(sections: dict[str, str]) -> dict[str, str]:
    """Without a heading, a short first line is the title."""
    if TITLE_LABEL in sections or any(headings.is_title(label) for label in sections):
        return sections
    first, _, rest = sections.get(BODY_LABEL, "").partition("\n")
    if first and len(first) <= headings.LONGEST and (rest or len(sections) > 1) and not first.endswith(("。", "；")):
        others = {label: text for label, text in sections.items() if label != BODY_LABEL}
        return {TITLE_LABEL: first} | ({BODY_LABEL: rest} if rest else {}) | others
    return sections
