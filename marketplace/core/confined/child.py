"""The process that opens one stranger's file for another; `asking` starts it, the file comes by its standard input."""

import json
import os
import resource
import sys
from collections.abc import Callable
from typing import Any

from marketplace.core.confined.kinds import media_type
from marketplace.core.confined.marks import marked
from marketplace.core.confined.pictures import renditions
from marketplace.core.errors import InvalidInput

MEGABYTE = 1024 * 1024
MEMORY = 1024 * MEGABYTE  # address space
SECONDS = 30  # of processor time
OUTPUT = 60 * MEGABYTE
MOST_READ = 256 * MEGABYTE
TOO_MUCH = 3  # the exit code when memory or depth ran out
Answer = tuple[dict[str, Any], list[bytes]]


def confine() -> None:
    """Take from this process what opening a file never needs."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, OUTPUT),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(what)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (allowed, allowed))


def inspect(content: bytes) -> Answer:
    return {"media_type": media_type(content)}, []


def render(content: bytes) -> Answer:
    made = renditions(content)
    told = [
        {"width": each.width, "height": each.height, "media_type": each.media_type, "size": len(each.content)}
        for each in made
    ]
    return {"renditions": told}, [each.content for each in made]


def mark(content: bytes) -> Answer:
    """The first line is JSON: the media type and the lines; the file follows."""
    head, _break, file = content.partition(b"\n")
    told = json.loads(head)
    made = marked(file, told["media_type"], told["lines"])
    return {"size": len(made)}, [made]


ERRANDS: dict[str, Callable[[bytes], Answer]] = {"inspect": inspect, "render": render, "mark": mark}


def answer(content: bytes, errand: str) -> None:
    """A line of JSON and then the bytes it tells of; or the sentence that says why not."""
    out = sys.stdout.buffer
    try:
        told, parts = ERRANDS[errand](content)
    except InvalidInput as refused:
        told, parts = {"refused": refused.message}, []
    except (MemoryError, RecursionError):
        os._exit(TOO_MUCH)
    out.write(json.dumps(told).encode() + b"\n")
    out.writelines(parts)
    out.flush()


if __name__ == "__main__":
    confine()
    answer(sys.stdin.buffer.read(MOST_READ), sys.argv[1])
    os._exit(0)  # nothing of the file is worth tearing down
