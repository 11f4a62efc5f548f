"""The virus scanner by clamd's INSTREAM protocol, asked on a real socket: what it answers, and when it does not."""

import io
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from typing import IO

import pytest

from marketplace.core.errors import InvalidInput
from marketplace.core.scanning import Clamd, NoScanner, Scan, Scanner, Verdict, open_scanner, read_answer
from marketplace.web.viruses import AWAY, FOUND, refuse_viruses
from tests.conftest import ROOT

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Infected:
    """Finds something in everything."""

    def scan(self, content: IO[bytes]) -> Scan:
        content.read()
        return Scan(verdict=Verdict.INFECTED, found="Eicar")


def answered(line: socket.socket) -> None:
    """What clamd does: read chunks to the empty one, and answer."""
    stream = line.makefile("rb")
    assert stream.read(10) == b"zINSTREAM\0"
    held = b""
    while size := struct.unpack("!I", stream.read(4))[0]:
        held += stream.read(size)
    line.sendall(b"stream: Eicar-Test-Signature FOUND\0" if EICAR in held else b"stream: OK\0")


@pytest.fixture
def daemon() -> Iterator[Callable[[Callable[[socket.socket], None]], str]]:
    """Start a listener that treats one caller in a given way; its address."""
    listeners: list[socket.socket] = []

    def start(treat: Callable[[socket.socket], None]) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)

        def serve() -> None:
            line, _address = listener.accept()
            with line:
                treat(line)

        threading.Thread(target=serve, daemon=True).start()
        return f"tcp://127.0.0.1:{listener.getsockname()[1]}"

    yield start
    for listener in listeners:
        listener.close()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"a report" * 40_000, Scan(verdict=Verdict.CLEAN)),
        (b"x" * 70_000 + EICAR, Scan(verdict=Verdict.INFECTED, found="Eicar-Test-Signature")),
    ],
)
def test_a_file_goes_through_in_chunks_and_comes_back_judged(daemon, content: bytes, told: Scan) -> None:  # type: ignore[no-untyped-def]
    assert Clamd(daemon(answered), seconds=5).scan(io.BytesIO(content)) == told


def test_a_scanner_that_hangs_up_or_is_not_there_holds_the_file(daemon) -> None:  # type: ignore[no-untyped-def]
    hangs_up = Clamd(daemon(lambda line: None), seconds=5)
    assert hangs_up.scan(io.BytesIO(b"x")) == Scan(verdict=Verdict.HELD)
    assert Clamd("unix:///no/such/socket").scan(io.BytesIO(b"x")) == Scan(verdict=Verdict.HELD)


@pytest.mark.parametrize("answer", ["", "INSTREAM size limit exceeded. ERROR", "stream: UNKNOWN", "FOUND"])
def test_an_answer_that_is_none_holds_the_file(answer: str) -> None:
    assert read_answer(answer) == Scan(verdict=Verdict.HELD)


def test_without_an_address_nothing_is_scanned() -> None:
    assert isinstance(open_scanner(""), NoScanner)
    assert open_scanner("").scan(io.BytesIO(EICAR)) == Scan(verdict=Verdict.UNCHECKED)
    assert open_scanner("tcp://127.0.0.1:3310") == Clamd("tcp://127.0.0.1:3310")


@pytest.mark.parametrize(
    ("scanner", "sentence"),
    [(Infected(), FOUND), (Clamd("tcp://127.0.0.1:9", seconds=1), AWAY)],
)
def test_a_paper_with_a_virus_or_without_a_scan_is_not_taken(scanner: Scanner, sentence: str) -> None:
    paper = io.BytesIO(b"%PDF-1.7")

    with pytest.raises(InvalidInput) as refused:
        refuse_viruses(paper, "paper", scanner)

    assert (refused.value.fields, paper.tell()) == ({"paper": sentence}, 0)


def test_every_place_that_keeps_an_upload_asks_the_scanner() -> None:
    """A file that puts into the store what a request brought also looks through it; logos are drawn anew instead."""
    views = [path for folder in ("marketplace", "ingest") for path in (ROOT / folder).rglob("views/**/*.py")]
    keeping = {
        path for path in views if "files().put(" in path.read_text() and "scaled_picture" not in path.read_text()
    }

    assert {path.name for path in keeping if "refuse_viruses(" not in path.read_text()} == set()
    assert len(keeping) == 5
