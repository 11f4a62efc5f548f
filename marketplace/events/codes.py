"""QR codes, as pictures that stand in a page."""

from functools import lru_cache

import segno


@lru_cache(maxsize=1024)
def qr_of(address: str) -> str:
    """The address as a picture of its own, readable from paper and from a cracked screen."""
    return str(segno.make(address, error="m", micro=False).svg_data_uri(scale=4, border=4))
