"""Containers are counted out: what is too much is refused with its limit, what is broken is one of the known faults."""

import io
import zipfile
from typing import NoReturn

import pytest

from marketplace.core.containers import DENSE_FROM, HEAD, MEGABYTE, UNREADABLE, count_out


class Refused(Exception):
    """With the limit in bytes."""


def refuse(limit: int) -> NoReturn:
    raise Refused(limit)


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in parts.items():
            container.writestr(name, content)
    return out.getvalue()


def test_every_part_is_shown_by_its_name_and_beginning() -> None:
    data = packed({"a.xml": b"<a/>", "b.bin": b"x" * (HEAD + 1), "empty": b""})
    seen: dict[str, int] = {}

    with zipfile.ZipFile(io.BytesIO(data)) as container:
        count_out(container, len(data), refuse, lambda name, head: seen.__setitem__(name, len(head)))

    assert seen == {"a.xml": 4, "b.bin": HEAD}


def test_a_container_far_denser_than_documents_are_is_refused_with_the_limit() -> None:
    data = packed({"zeros": bytes(DENSE_FROM + MEGABYTE)})

    with zipfile.ZipFile(io.BytesIO(data)) as container, pytest.raises(Refused) as refused:
        count_out(container, len(data), refuse)

    assert refused.value.args == (DENSE_FROM,)


def test_a_part_whose_content_was_changed_is_a_known_fault() -> None:
    data = packed({"a": bytes(range(256)) * 40})
    broken = data[:60] + bytes([data[60] ^ 0xFF]) + data[61:]

    with zipfile.ZipFile(io.BytesIO(broken)) as container, pytest.raises(UNREADABLE):
        count_out(container, len(broken), refuse)
