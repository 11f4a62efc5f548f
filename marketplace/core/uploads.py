"""What an uploaded file truly is, judged by its content and never by its name."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, BinaryIO

from marketplace.core.errors import InvalidInput

if TYPE_CHECKING:
    from PIL import Image


def _(text: str) -> str:
    """Mark a msgid; it is translated when it is shown."""
    return text


PICTURES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
PDF = "application/pdf"
SUFFIXES = {PDF: ".pdf", "image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp"}
MOST_PIXELS = 40_000_000
MOST_BYTES = 10 * 1024 * 1024


def paper_type(stream: BinaryIO, field: str) -> str:
    """The media type of a scanned paper: a PDF that opens, or a picture. InvalidInput otherwise; rewinds the stream."""
    content = _content(stream, field)
    if content[:1024].lstrip()[:5] == b"%PDF-":
        return _pdf(content, field)
    with _opened(content, field, _("文件不是 PDF、PNG、JPEG 或 WebP。请上传扫描件的 PDF 或照片。")) as picture:
        return PICTURES[picture.format or ""]


def scaled_picture(stream: BinaryIO, field: str, longest: int) -> io.BytesIO:
    """The picture made to fit into a square, as a PNG without what cameras write into files."""
    content = _content(stream, field)
    with _opened(content, field, _("图片读不出来。请上传 PNG、JPEG 或 WebP 图片。")) as picture:
        plain = picture.convert("RGBA")
    plain.thumbnail((longest, longest))
    target = io.BytesIO()
    plain.save(target, "PNG", optimize=True)
    target.seek(0)
    return target


def _content(stream: BinaryIO, field: str) -> bytes:
    stream.seek(0)
    content = stream.read(MOST_BYTES + 1)
    stream.seek(0)
    if not content:
        raise _refused(field, _("文件是空的。请重新选择文件。"))
    if len(content) > MOST_BYTES:
        raise _refused(field, _("文件超过 10 MB。请压缩或降低扫描分辨率后再上传。"))
    return content


def _pdf(content: bytes, field: str) -> str:
    from pypdf import PdfReader  # readers are loaded with the first file that needs them
    from pypdf.errors import PyPdfError

    try:
        pages = len(PdfReader(io.BytesIO(content)).pages)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError):
        raise _refused(field, _("这个 PDF 打不开或设了密码。请重新导出不带密码的 PDF。")) from None
    if not pages:
        raise _refused(field, _("这个 PDF 没有页。请重新导出。"))
    return PDF


def _opened(content: bytes, field: str, sentence: str) -> Image.Image:
    """The picture, decoded in full; refuses those that would fill the memory."""
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=list(PICTURES))
            if picture.width * picture.height > MOST_PIXELS:
                raise _refused(field, _("图片超过 4000 万像素。请缩小后再上传。"))
            picture.load()
            return picture
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise _refused(field, sentence) from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _refused(field, _("图片超过 4000 万像素。请缩小后再上传。")) from None


def _refused(field: str, sentence: str) -> InvalidInput:
    return InvalidInput(sentence, {field: sentence})
