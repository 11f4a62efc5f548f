"""Looking for viruses in what strangers upload: the port, clamd behind it by its INSTREAM protocol, and none."""

import socket
import struct
from dataclasses import dataclass
from enum import StrEnum
from typing import IO, Protocol
from urllib.parse import urlsplit

CHUNK = 64 * 1024
SECONDS = 30  # for one file, with its queueing in clamd


class Verdict(StrEnum):
    """What is known of a file."""

    UNCHECKED = "unchecked"  # 未设检查
    CLEAN = "clean"  # 未发现病毒
    HELD = "held"  # 待检查
    INFECTED = "infected"  # 有病毒


SERVED = frozenset({Verdict.UNCHECKED, Verdict.CLEAN})  # anything else lies in quarantine


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """A verdict, and the name of what was found."""

    verdict: Verdict
    found: str = ""


class Scanner(Protocol):
    """Looks through a stream from where it stands; a scanner that cannot be asked holds the file back."""

    def scan(self, content: IO[bytes]) -> Scan: ...


class NoScanner:
    """The default: no scanner is set up, and the page of operations says so."""

    def scan(self, content: IO[bytes]) -> Scan:
        return Scan(verdict=Verdict.UNCHECKED)


@dataclass(frozen=True, slots=True)
class Clamd:
    """ClamAV's daemon at tcp://host:port or unix:///path/to/socket."""

    address: str
    seconds: float = SECONDS

    def scan(self, content: IO[bytes]) -> Scan:
        try:
            answer = self._ask(content)
        except OSError:
            return Scan(verdict=Verdict.HELD)
        return read_answer(answer)

    def _ask(self, content: IO[bytes]) -> str:
        with self._connect() as line:
            line.sendall(b"zINSTREAM\0")
            while chunk := content.read(CHUNK):
                line.sendall(struct.pack("!I", len(chunk)) + chunk)
            line.sendall(struct.pack("!I", 0))
            told = b""
            while b"\0" not in told and (more := line.recv(4096)):
                told += more
        return told.partition(b"\0")[0].decode("utf-8", "replace")

    def _connect(self) -> socket.socket:
        place = urlsplit(self.address)
        if place.scheme == "unix":
            line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            line.settimeout(self.seconds)
            line.connect(place.path)
            return line
        return socket.create_connection((place.hostname or "", place.port or 3310), self.seconds)


def read_answer(answer: str) -> Scan:
    """`stream: OK`, `stream: NAME FOUND`; anything else is no answer, and the file waits."""
    _stream, _colon, told = answer.partition(": ")
    if told == "OK":
        return Scan(verdict=Verdict.CLEAN)
    if told.endswith(" FOUND"):
        return Scan(verdict=Verdict.INFECTED, found=told.removesuffix(" FOUND")[:120])
    return Scan(verdict=Verdict.HELD)


def open_scanner(address: str) -> Scanner:
    return Clamd(address) if address else NoScanner()
