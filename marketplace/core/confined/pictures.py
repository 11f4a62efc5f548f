"""Pictures made smaller, upright, and without what cameras write into them. Runs in the confined process."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

from marketplace.core.confined import wording
from marketplace.core.errors import InvalidInput

if TYPE_CHECKING:
    from PIL import Image

PICTURES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
MOST_PIXELS = 40_000_000
SHORTEST = 320  # pixels of the longer side: less is a thumbnail
WIDTHS = (480, 960, 1600)
FALLBACK = 960  # for browsers that know no WebP
QUALITY = 82


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendition:
    """A picture at one width."""

    width: int
    height: int
    media_type: str
    content: bytes


def renditions(content: bytes) -> list[Rendition]:
    """The picture at the widths that pages use, never wider than it was; the last one is the JPEG to fall back on."""
    picture = _upright(opened(content, wording.NO_PICTURE))
    if max(picture.size) < SHORTEST:
        raise InvalidInput(wording.TOO_SMALL)
    widths = sorted({min(width, picture.width) for width in WIDTHS})
    scaled = [(width, _scaled(picture, width)) for width in widths]
    found = [_encoded(each, "WEBP", quality=QUALITY, method=4) for _width, each in scaled]
    plain = _scaled(picture, min(FALLBACK, picture.width))
    return [*found, _encoded(plain, "JPEG", quality=QUALITY, optimize=True, progressive=True)]


def opened(content: bytes, sentence: str) -> Image.Image:
    """The picture, decoded in full; refuses those that would fill the memory."""
    from PIL import Image, UnidentifiedImageError

    if not content:
        raise InvalidInput(wording.EMPTY)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=list(PICTURES))
            if picture.width * picture.height > MOST_PIXELS:
                raise InvalidInput(wording.TOO_MANY_PIXELS)
            picture.load()
            return picture
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise InvalidInput(sentence) from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise InvalidInput(wording.TOO_MANY_PIXELS) from None


def _upright(picture: Image.Image) -> Image.Image:
    """Turned as the camera was held, on white, in plain colours: only pixels are left."""
    from PIL import Image, ImageOps

    turned = ImageOps.exif_transpose(picture)
    if "A" in turned.getbands() or "transparency" in turned.info:
        layered = turned.convert("RGBA")
        paper = Image.new("RGB", layered.size, "white")
        paper.paste(layered, mask=layered.getchannel("A"))
        return paper
    return turned.convert("RGB")


def _scaled(picture: Image.Image, width: int) -> Image.Image:
    from PIL import Image

    if width == picture.width:
        return picture
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def _encoded(picture: Image.Image, kind: str, **how: int | bool) -> Rendition:
    from PIL import Image

    bare = Image.frombytes("RGB", picture.size, picture.tobytes())  # nothing of the file it came from
    target = io.BytesIO()
    bare.save(target, kind, **how)
    return Rendition(width=bare.width, height=bare.height, media_type=PICTURES[kind], content=target.getvalue())
