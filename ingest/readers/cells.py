"""Find in a worksheet's XML what values alone do not tell: formulas without a result, and percent formats."""

import html
import io
import re
import zipfile
from dataclasses import dataclass, field

from ingest.records import Formula

CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d+)"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
STYLE = re.compile(rb'\bs="(\d+)"')
FORMULA = re.compile(rb"<f(?:\s[^>]*)?>(.*?)</f>|<f(?:\s[^>]*)?/>", re.DOTALL)
RESULT = re.compile(rb"<v(?:\s[^>]*)?>[^<]")
SHEET = re.compile(rb'<sheet\b[^>]*\bname="([^"]*)"[^>]*\br:id="([^"]*)"')
RELATION = re.compile(rb"<Relationship\b[^>]*>")
CUSTOM_FORMAT = re.compile(rb'<numFmt\b[^>]*numFmtId="(\d+)"[^>]*formatCode="([^"]*)"')
PERCENT_IDS = {b"9", b"10"}


@dataclass(slots=True)
class CellFacts:
    """What a worksheet's cells are, by (row, column) counted from 0."""

    formulas: dict[tuple[int, int], Formula] = field(default_factory=dict)
    percents: set[tuple[int, int]] = field(default_factory=set)


def facts_by_sheet(data: bytes) -> dict[str, CellFacts]:
    """Look into an xlsx that has been checked; sheets without anything special are left out."""
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        names = set(container.namelist())
        if "xl/workbook.xml" not in names:
            return {}
        percent_styles = _percent_styles(container.read("xl/styles.xml")) if "xl/styles.xml" in names else frozenset()
        found = {}
        for sheet, part in _sheet_parts(container, names).items():
            facts = _facts(container.read(part), percent_styles)
            if facts is not None:
                found[sheet] = facts
        return found


def _sheet_parts(container: zipfile.ZipFile, names: set[str]) -> dict[str, str]:
    relations = {}
    if "xl/_rels/workbook.xml.rels" in names:
        for tag in RELATION.findall(container.read("xl/_rels/workbook.xml.rels")):
            target, key = re.search(rb'Target="([^"]*)"', tag), re.search(rb'\bId="([^"]*)"', tag)
            if target and key:
                relations[key[1]] = target[1].decode().lstrip("/")
    parts = {}
    for name, key in SHEET.findall(container.read("xl/workbook.xml")):
        target_path = relations.get(key, "")
        path = target_path if target_path.startswith("xl/") else f"xl/{target_path}"
        if path in names:
            parts[_unescaped(name)] = path
    return parts


def _percent_styles(styles: bytes) -> frozenset[bytes]:
    percent = PERCENT_IDS | {key for key, code in CUSTOM_FORMAT.findall(styles) if b"%" in code}
    block = re.search(rb"<cellXfs\b.*?</cellXfs>", styles, re.DOTALL)
    formats = re.findall(rb'<xf\b[^>]*?numFmtId="(\d+)"', block[0]) if block else []
    return frozenset(str(index).encode() for index, number in enumerate(formats) if number in percent)


def _facts(xml: bytes, percent_styles: frozenset[bytes]) -> CellFacts | None:
    wanted = [style for style in percent_styles if b' s="%s"' % style in xml]
    if b"<f>" not in xml and b"<f " not in xml and b"<f/>" not in xml and not wanted:
        return None
    facts = CellFacts()
    for letters, row, attributes, body in CELL.findall(xml):
        place = (int(row) - 1, _column(letters))
        formula = FORMULA.search(body) if b"<f" in body else None
        if formula and not RESULT.search(body):
            facts.formulas[place] = Formula(f"={_unescaped(formula[1] or b'')}")
        style = STYLE.search(attributes)
        if style and style[1] in percent_styles:
            facts.percents.add(place)
    return facts


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _unescaped(text: bytes) -> str:
    return html.unescape(text.decode("utf-8", "replace"))
