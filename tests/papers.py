"""Files as people send them, made small: documents, archives, pictures, and hostile ones."""

import io
import zipfile

from PIL import Image
from pypdf import PdfWriter

TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
GPS, ORIENTATION = 0x8825, 0x0112


def pdf(pages: int = 1, password: str = "") -> bytes:
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def packed(**entries: str | bytes) -> bytes:
    """A zip archive; __ in a name stands for a slash, _x_ for a dot."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/").replace("_x_", "."), content)
    return target.getvalue()


def office(part: str, content: str = "<document/>", **more: str | bytes) -> bytes:
    """A package of an office program with its main part."""
    target = io.BytesIO(packed(**more))
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr(part, content)
    return target.getvalue()


def picture(size: tuple[int, int] = (640, 400), kind: str = "PNG", mode: str = "RGB", **how: object) -> bytes:
    target = io.BytesIO()
    Image.new(mode, size, 128 if mode == "L" else None).save(target, kind, **how)  # type: ignore[arg-type]
    return target.getvalue()


def photograph(size: tuple[int, int] = (2000, 1000)) -> bytes:
    """A JPEG held sideways, which tells where it was taken."""
    photo = Image.new("RGB", size, "green")
    exif = photo.getexif()
    exif[ORIENTATION] = 6
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (30.0, 31.0, 12.0)
    target = io.BytesIO()
    photo.save(target, "JPEG", exif=exif)
    return target.getvalue()
