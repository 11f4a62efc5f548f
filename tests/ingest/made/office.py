"""Small xlsx, ods, docx, pdf and zip files."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from html import escape

import docx
import openpyxl

Rows = Sequence[Sequence[object]]
OASIS = "urn:oasis:names:tc:opendocument:xmlns"


def xlsx_file(sheets: Mapping[str, Rows], shape: Callable[[openpyxl.Workbook], None] | None = None) -> bytes:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    if shape:
        shape(workbook)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def ods_file(rows: Rows, spans: Mapping[tuple[int, int], tuple[int, int]] | None = None, head: str = "") -> bytes:
    """One sheet; `spans` {(row, column): (rows, columns)} are merged areas, `head` stands before the document."""
    lines = []
    for top, row in enumerate(rows):
        cells = []
        for left, cell in enumerate(row):
            down, right = (spans or {}).get((top, left), (1, 1))
            span = f' table:number-rows-spanned="{down}" table:number-columns-spanned="{right}"' * (down * right > 1)
            if isinstance(cell, int | float):
                cells.append(f'<table:table-cell{span} office:value-type="float" office:value="{cell}"/>')
            else:
                text = f"<text:p>{escape(str(cell))}</text:p>" if cell else ""
                cells.append(f'<table:table-cell{span} office:value-type="string">{text}</table:table-cell>')
        lines.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    content = (
        f'<?xml version="1.0"?>{head}<office:document-content xmlns:office="{OASIS}:office:1.0"'
        f' xmlns:table="{OASIS}:table:1.0" xmlns:text="{OASIS}:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="表">{"".join(lines)}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{OASIS}:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    parts = {"mimetype": kind.encode(), "META-INF/manifest.xml": manifest.encode(), "content.xml": content.encode()}
    return zip_file(parts, stored=("mimetype",))


def docx_file(*tables: Rows, paragraphs: Sequence[str] = ()) -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    for rows in tables:
        table = document.add_table(rows=len(rows), cols=len(rows[0]))
        for line, row in zip(table.rows, rows, strict=True):
            for cell, text in zip(line.cells, row, strict=True):
                cell.text = str(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def zip_file(parts: Mapping[str, bytes], stored: Sequence[str] = (), gbk: bool = False) -> bytes:
    """A zip; with `gbk` its names are written as Chinese Windows does, in GBK without a mark."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in parts.items():
            method = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            container.writestr(_GbkInfo(name) if gbk else zipfile.ZipInfo(name), content, method)
    return out.getvalue()


class _GbkInfo(zipfile.ZipInfo):
    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - the name is zipfile's
        return self.filename.encode("gb18030"), self.flag_bits & ~0x800


def pdf_file(*pages: Rows, extra: str = "", lines: bool = True) -> bytes:
    """A page for every table, drawn with lines, in a Chinese font that is named but not embedded."""
    font = (
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts["
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
        "/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[0 -120 1000 880]"
        "/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>>>]>>"
    )
    kids = " ".join(f"{4 + 2 * place} 0 R" for place in range(len(pages)))
    objects = [f"<</Type/Catalog/Pages 2 0 R{extra}>>", f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>", font]
    for place, rows in enumerate(pages):
        drawn = _drawn(rows, lines)
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 842 595]/Contents {5 + 2 * place} 0 R"
            "/Resources<</Font<</F1 3 0 R>>>>>>"
        )
        objects.append(f"<</Length {len(drawn)}>>\nstream\n{drawn}\nendstream")
    out = b"%PDF-1.4\n"
    places = []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{each}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    return out + f"{end}trailer\n<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF\n".encode()


def _drawn(rows: Rows, lines: bool) -> str:
    width, height = 180, 24
    said = []
    for top, row in enumerate(rows):
        for left, cell in enumerate(row):
            x, y = 40 + left * width, 540 - top * height
            if lines:
                said.append(f"{x} {y} {width} {height} re S")
            text = str(cell).encode("utf-16-be").hex()
            said.append(f"BT /F1 10 Tf {x + 4} {y + 7} Td <{text}> Tj ET")
    return "\n".join(said)
