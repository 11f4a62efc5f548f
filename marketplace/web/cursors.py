"""Cursors by which programs page: opaque, good for the list that gave them."""

import binascii
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from flask import request

from marketplace.core.errors import InvalidInput
from marketplace.core.paging import Page

CURSOR = re.compile(r"[1-9]\d{0,4}")
PARAMETER = {"name": "cursor", "in": "query", "required": False, "schema": {"type": "string"}}


def asked_page() -> int:
    """The number of the page that this request asks for."""
    given = request.args.get("cursor", "")
    if not given:
        return 1
    try:
        number = urlsafe_b64decode(given.encode() + b"==").decode()
    except (binascii.Error, UnicodeError):
        number = ""
    if not CURSOR.fullmatch(number):
        raise InvalidInput("cursor 无效。请从第一页重新取。")
    return int(number)


def next_cursor(page: Page[Any]) -> str | None:
    return urlsafe_b64encode(str(page.number + 1).encode()).decode().rstrip("=") if page.has_next else None
