"""Marks on what is handed out: lines across every page of a PDF, tiles over a picture. Runs in the confined process; pure."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from marketplace.core.confined import wording
from marketplace.core.errors import InvalidInput

if TYPE_CHECKING:
    from PIL import Image
    from pypdf import PageObject, PdfWriter
    from pypdf.generic import PdfObject

PDF = "application/pdf"
FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
MARKABLE = frozenset({PDF, *FORMATS})
FONT = "STSong-Light"  # built into readers of PDF, for Chinese names; nothing is embedded
MARK = "/TansuoMark"  # the name of the form in the document
OPACITY = 0.16
SLANT = 30  # degrees
MOST_PAGES = 3000


def marked(content: bytes, media_type: str, lines: Sequence[str]) -> bytes:
    """The same file with the lines on it. Pictures take the lines that are ASCII: no font with Chinese is at hand."""
    if media_type == PDF:
        return marked_pdf(content, lines)
    return marked_picture(content, FORMATS[media_type], [line for line in lines if line.isascii()])


def cover(title: str, lines: Sequence[str]) -> bytes:
    """A page of its own that says what the lines say, for what can carry no mark."""
    from reportlab.lib.pagesizes import A4

    target = io.BytesIO()
    sheet = _canvas(target, *A4)
    for place, line in enumerate((title, *lines)):
        sheet.setFont(FONT, 16 if place == 0 else 11)
        sheet.drawString(60, A4[1] - 90 - place * 26, line)
    sheet.showPage()
    sheet.save()
    return target.getvalue()


def marked_pdf(content: bytes, lines: Sequence[str]) -> bytes:
    """Every page as it is seen, with the lines over it. What a page says is not taken apart, only framed."""
    from pypdf import PdfWriter
    from pypdf.errors import PyPdfError

    forms: dict[tuple[int, int], PdfObject] = {}
    try:
        writer = PdfWriter(clone_from=io.BytesIO(content))
        if not 0 < len(writer.pages) <= MOST_PAGES:
            raise InvalidInput(wording.BROKEN)
        for page in writer.pages:
            if page.rotation:
                page.transfer_rotation_to_content()
            box = page.cropbox
            size = (max(round(float(box.width)), 1), max(round(float(box.height)), 1))
            if size not in forms:
                forms[size] = _form(writer, size, lines)
            _lay_over(writer, page, forms[size], f"{float(box.left):.3f} {float(box.bottom):.3f}")
        target = io.BytesIO()
        writer.write(target)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        raise InvalidInput(wording.BROKEN) from None
    return target.getvalue()


def _form(writer: PdfWriter, size: tuple[int, int], lines: Sequence[str]) -> PdfObject:
    """The lines as one form of the document, drawn once for all pages of a size."""
    from pypdf import PdfReader
    from pypdf.generic import ArrayObject, FloatObject, NameObject, StreamObject

    drawn = PdfReader(io.BytesIO(_overlay(*size, lines))).pages[0]
    contents = drawn.get_contents()
    assert contents is not None
    form = StreamObject()
    form.set_data(contents.get_data())
    form[NameObject("/Type")], form[NameObject("/Subtype")] = NameObject("/XObject"), NameObject("/Form")
    form[NameObject("/BBox")] = ArrayObject([FloatObject(each) for each in (0, 0, *size)])
    form[NameObject("/Resources")] = drawn["/Resources"].clone(writer)
    return writer._add_object(form.flate_encode())


def _lay_over(writer: PdfWriter, page: PageObject, form: PdfObject, corner: str) -> None:
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject

    resources = page.get("/Resources", DictionaryObject()).get_object()
    objects = resources.get("/XObject", DictionaryObject()).get_object()
    objects[NameObject(MARK)] = form
    resources[NameObject("/XObject")], page[NameObject("/Resources")] = objects, resources
    held = page.get("/Contents")
    streams = held.get_object() if held is not None else None
    own = (
        list(streams)
        if isinstance(streams, ArrayObject)
        else [page.raw_get("/Contents")]
        if streams is not None
        else []
    )
    before, after = StreamObject(), StreamObject()
    before.set_data(b"q\n")
    after.set_data(f"\nQ\nq 1 0 0 1 {corner} cm {MARK} Do Q\n".encode())
    page[NameObject("/Contents")] = ArrayObject([writer._add_object(before), *own, writer._add_object(after)])


def marked_picture(content: bytes, form: str, lines: Sequence[str]) -> bytes:
    """Tiles across the picture, light on dark and dark on light, and the lines in the file's own comment."""
    from PIL import Image, ImageOps

    from marketplace.core.confined.pictures import opened

    picture = ImageOps.exif_transpose(opened(content, wording.NO_PICTURE))
    text = "  ".join(lines)
    tile = _tile(lines, max(7, round(min(picture.size) / 28)))
    layer = Image.new("RGBA", picture.size)
    for left, top in _places(picture.size, tile.size):
        layer.paste(tile, (left, top))
    plain = Image.alpha_composite(picture.convert("RGBA"), layer)
    target = io.BytesIO()
    exif = picture.getexif()
    exif.clear()
    exif[0x010E] = text  # ImageDescription
    if form == "JPEG":
        plain.convert("RGB").save(target, form, quality=90, exif=exif)
    else:
        plain.save(target, form, exif=exif)
    return target.getvalue()


def _overlay(width: int, height: int, lines: Sequence[str]) -> bytes:
    target = io.BytesIO()
    sheet = _canvas(target, width, height)
    size = max(7.0, min(13.0, width / 42))
    step = size * (len(lines) + 5)
    sheet.saveState()
    sheet.setFillAlpha(OPACITY)
    sheet.setFont(FONT, size)
    sheet.translate(width / 2, height / 2)
    sheet.rotate(SLANT)
    reach = math.hypot(width, height) / 2
    wide = size * (max(map(len, lines)) * 0.5 + 6)
    for number, row in enumerate(_steps(-reach, reach, step)):
        for column in _steps(-reach - wide / 2 * (number % 2), reach + wide, wide):
            for place, line in enumerate(lines):
                sheet.drawCentredString(column, row - place * size * 1.3, line)
    sheet.restoreState()
    sheet.setFillAlpha(0.55)
    sheet.setFont(FONT, 6.5)
    sheet.drawCentredString(width / 2, 8, "  ".join(lines))
    sheet.showPage()
    sheet.save()
    return target.getvalue()


def _steps(begin: float, end: float, step: float) -> Iterator[float]:
    return (begin + place * step for place in range(math.ceil((end - begin) / step)))


def _canvas(target: io.BytesIO, width: float, height: float):  # type: ignore[no-untyped-def]
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    return Canvas(target, pagesize=(width, height))


def _tile(lines: Sequence[str], size: int) -> Image.Image:
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.load_default(size)
    text = "\n".join(lines)
    probe = ImageDraw.Draw(Image.new("RGBA", (1, 1)))
    left, top, right, bottom = probe.multiline_textbbox((0, 0), text, font=font)
    flat = Image.new("RGBA", (math.ceil(right - left) + size * 2, math.ceil(bottom - top) + size * 2))
    pen = ImageDraw.Draw(flat)
    pen.multiline_text(
        (size - left, size - top),
        text,
        font=font,
        fill=(20, 20, 20, 88),
        stroke_width=1,
        stroke_fill=(255, 255, 255, 88),
    )
    return flat.rotate(SLANT, expand=True)


def _places(whole: tuple[int, int], tile: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Where tiles go: from the corner, every second row moved by half a tile, to the far edges."""
    for row, top in enumerate(range(0, whole[1], max(tile[1], 1))):
        for left in range(-(tile[0] // 2) * (row % 2), whole[0], max(tile[0], 1)):
            yield left, top
