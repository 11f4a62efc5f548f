"""The process that reads one file for another: bounded in memory, time and output. It is started by `guarded`."""

import os
import resource
import sys

from ingest import limits
from ingest.readers import read_file
from ingest.readers.handover import refusal_line, write_sheets
from ingest.records import FileNotRead

TOO_MUCH = 3  # the exit code when memory or depth ran out
OUTPUT_BYTES = 400 * limits.MEGABYTE


def confine() -> None:
    """Take from this process what reading a file never needs."""
    for what, most in (
        (resource.RLIMIT_AS, limits.READING_MEMORY),
        (resource.RLIMIT_CPU, limits.READING_SECONDS),
        (resource.RLIMIT_FSIZE, OUTPUT_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(what)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (allowed, allowed))


def answer(data: bytes, filename: str, *, only_look: bool) -> None:
    """Write what a file holds, or why it does not, to the standard output."""
    out = sys.stdout.buffer
    try:
        sheets = read_file(data, filename)
        if not only_look:
            write_sheets(sheets, out)
    except FileNotRead as refused:
        out.write(refusal_line(refused))
    except (MemoryError, RecursionError):
        os._exit(TOO_MUCH)
    out.flush()


if __name__ == "__main__":
    confine()
    answer(sys.stdin.buffer.read(limits.FILE_BYTES + 1), sys.argv[1], only_look=sys.argv[2] == "look")
    os._exit(0)  # nothing of the file is worth tearing down
