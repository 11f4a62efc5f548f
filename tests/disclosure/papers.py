"""Small files of each kind that can carry a mark."""

import io
import zipfile
from functools import lru_cache

from PIL import Image
from reportlab.pdfgen.canvas import Canvas


@lru_cache
def tiny_pdf(text: str, width: int = 200, height: int = 280, pages: int = 1, turned: int = 0) -> bytes:
    target = io.BytesIO()
    sheet = Canvas(target, pagesize=(width, height), invariant=True)
    for _page in range(pages):
        sheet.setPageRotation(turned)
        sheet.drawString(20, 20, text)
        sheet.showPage()
    sheet.save()
    return target.getvalue()


@lru_cache
def tiny_picture(form: str, width: int = 220, height: int = 160, shade: int = 120) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (width, height), (shade, shade, shade)).save(target, form)
    return target.getvalue()


@lru_cache
def tiny_zip() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.txt", "a")
    return target.getvalue()
