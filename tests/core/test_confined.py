"""What strangers' files are, told by their content in a process of its own; pictures made small and bare."""

import io
import re
from collections.abc import Callable

import pytest
from PIL import Image

from marketplace.core import confined
from marketplace.core.confined import wording
from marketplace.core.errors import InvalidInput
from tests.papers import GPS, office, packed, pdf, photograph, picture

ENTITY = '<!DOCTYPE d [<!ENTITY a "aaaa">]><d>&a;</d>'


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (pdf(), ".pdf"),
        (office("word/document.xml"), ".docx"),
        (office("xl/workbook.xml"), ".xlsx"),
        (office("ppt/presentation.xml"), ".pptx"),
        (packed(readme_x_txt="hello"), ".zip"),
        (picture(), ".png"),
        (picture(kind="JPEG"), ".jpg"),
        (picture(kind="WEBP"), ".webp"),
    ],
)
def test_a_file_is_what_its_content_says(content: bytes, suffix: str) -> None:
    assert confined.inspect(io.BytesIO(content)).suffix == suffix


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", wording.EMPTY),
    "program": (lambda: b"MZ\x90\x00" + bytes(400), wording.UNKNOWN),
    "page with script": (lambda: b"<html><script>alert(1)</script></html>", wording.UNKNOWN),
    "drawing with script": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", wording.UNKNOWN),
    "moving picture": (lambda: b"GIF89a" + bytes(100), wording.UNKNOWN),
    "old word": (lambda: bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), wording.OLD_OFFICE),
    "half a pdf": (lambda: b"%PDF-1.7\n" + bytes(50), wording.BROKEN),
    "locked pdf": (lambda: pdf(password="secret"), wording.LOCKED),
    "half a zip": (lambda: packed(a_x_txt="hello" * 100)[:60], wording.BROKEN),
    "word without parts": (lambda: packed(word__document_x_xml="<d/>"), wording.BROKEN),
    "word with macros": (lambda: office("word/document.xml", word__vbaProject_x_bin=b"x"), wording.MACROS),
    "word with entities": (lambda: office("word/document.xml", ENTITY), wording.ENTITIES),
    "word that is no xml": (lambda: office("word/document.xml", "not xml"), wording.BROKEN),
    "bomb": (lambda: packed(zeros=bytes(80 * 1024 * 1024)), wording.BOMB),
    "climbing": (lambda: packed(**{"..__..__etc__passwd": "x"}), wording.NESTED),
    "png cut off": (lambda: picture((800, 800))[:200], wording.BROKEN),
    "many pixels": (lambda: picture((9000, 9000), mode="L"), wording.TOO_MANY_PIXELS),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_not_taken_is_told_in_one_sentence(name: str) -> None:
    make, sentence = HOSTILE[name]

    with pytest.raises(InvalidInput, match=re.escape(sentence)):
        confined.inspect(io.BytesIO(make()))


def test_a_picture_is_turned_scaled_and_told_nothing_of_its_place() -> None:
    rendered = confined.render(io.BytesIO(photograph()))

    assert [(each.width, each.height, each.media_type) for each in rendered] == [
        (480, 960, "image/webp"),
        (960, 1920, "image/webp"),
        (1000, 2000, "image/webp"),
        (960, 1920, "image/jpeg"),
    ]
    for each in rendered:
        opened = Image.open(io.BytesIO(each.content))
        assert (opened.size, dict(opened.getexif()), opened.getexif().get_ifd(GPS)) == (
            (each.width, each.height),
            {},
            {},
        )
        assert not {"exif", "icc_profile", "xmp", "comment"} & set(opened.info)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (picture((200, 100)), wording.TOO_SMALL),
        (picture((9000, 9000), mode="L"), wording.TOO_MANY_PIXELS),
        (pdf(), wording.NO_PICTURE),
        (b"", wording.EMPTY),
    ],
)
def test_a_picture_that_cannot_be_used_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(InvalidInput, match=re.escape(sentence)):
        confined.render(io.BytesIO(content))


def test_a_picture_that_lets_light_through_stands_on_white() -> None:
    rendered = confined.render(io.BytesIO(picture((400, 400), mode="RGBA")))

    assert Image.open(io.BytesIO(rendered[-1].content)).convert("RGB").getpixel((5, 5)) == (255, 255, 255)
