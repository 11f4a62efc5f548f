"""Damage valid files of every format and see what reading and planning make of them.

python -m tests.ingest.fuzzing --seconds 600 --seed 1 [--keep FOLDER]

Every file is read in a forked process under the limits of `ingest.readers.child`, then planned outside them as the worker does.
"""

import argparse
import json
import os
import random
import resource
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import ingest.readers.document
import ingest.readers.pdf  # noqa: F401 - loaded once, so that a child need not
from ingest.pipeline import plan
from ingest.readers import read_file
from ingest.readers.child import TOO_MUCH, confine
from ingest.records import FileNotRead, Kind
from tests.ingest.made import docx_file, ods_file, pdf_file, xls_file, xlsx_file, zip_file

READ, REFUSED, UNFORESEEN, PLAN_FELL = 0, 10, 11, 12
NAMES = {READ: "read", REFUSED: "refused", UNFORESEEN: "contained", TOO_MUCH: "too much", PLAN_FELL: "plan fell"}
ROWS = [
    ["所属学院", "成果名称", "成果简介", "价格（万元）", "有效期", "专利号"],
    ["化工学院", "甲装置", "回收烟气余热。", "12.5", "2027-12-31", "ZL201721099528.4"],
    ["", "乙装置", "1.降低损失。\n2.提高效率。", "面议", "", "CN201310586887"],
]
RECORD = {
    "title": "甲装置",
    "parameters": [{"name": "能耗", "min": 1, "max": 2.5, "unit": "GJ/t"}],
    "ip": ["ZL1"],
    "note": "😀",
}
TOKENS = (
    b"\0", b"\xff\xfe", b"PK\x03\x04", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"NaN", b"Infinity", b"1e999", b"9" * 400,
    b"-0", b"9999-12-31", b"=1+1", b"=HYPERLINK(\"http://x\")", "\u202e".encode(), "😀".encode(), b"\xed\xa0\x80", b'"', b"'", b",",
    b"[" * 200, b"{\"a\":" * 100, b"../../x", b"%PDF-1.4", b"\r", b"\n", b"<", b">", b"_x000D_", b"/Kids[2 0 R]", b"65535 f ",
)  # fmt: skip


def seeds() -> dict[str, bytes]:
    """A valid file of every format."""
    lines = "\n".join(",".join(f'"{cell}"' for cell in row) for row in ROWS)
    return {
        "a.csv": lines.encode(),
        "gb.csv": lines.encode("gb18030"),
        "big5.csv": "成果名稱,技術簡介\n餘熱回收裝置,回收煙氣餘熱\n".encode("big5"),
        "utf16.tsv": lines.replace('","', '"\t"').encode("utf-16"),
        "a.json": json.dumps([RECORD, RECORD], ensure_ascii=False).encode(),
        "a.jsonl": (json.dumps(RECORD) + "\n" + json.dumps(RECORD)).encode(),
        "a.xlsx": xlsx_file({"表": ROWS}, lambda book: book["表"].merge_cells("A2:A3")),
        "a.xls": xls_file(ROWS, [(1, 2, 0, 0)]),
        "a.ods": ods_file(ROWS, {(1, 0): (2, 1)}),
        "a.docx": docx_file(ROWS, paragraphs=["技术需求", "一、主要问题", "烟温高。"]),
        "a.pdf": pdf_file([row[:4] for row in ROWS]),
        "a.zip": zip_file({"甲.csv": lines.encode("gb18030"), "乙.xlsx": xlsx_file({"表": ROWS})}, gbk=True),
    }


def mutations(seed: int) -> Iterator[tuple[str, bytes]]:
    """Damaged files without end, the same for the same seed."""
    draw = random.Random(seed)
    files = seeds()
    names = sorted(files)
    while True:
        name = draw.choice(names)
        data = bytearray(files[name])
        if name.endswith((".xlsx", ".ods", ".docx", ".zip")) and draw.random() < 0.7:
            data = bytearray(_damaged_part(draw, bytes(data)))
        else:
            for _ in range(draw.randint(1, 12)):
                data = draw.choice(ACTS)(draw, data)
        yield (name if draw.random() < 0.9 else draw.choice(names)), bytes(data)


def _damaged_part(draw: random.Random, data: bytes) -> bytes:
    """A container that is whole again around one damaged part: damage to the outside is seen at once."""
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as container:
        parts = {name: container.read(name) for name in container.namelist()}
    victim = draw.choice(sorted(parts))
    damaged = bytearray(parts[victim])
    for _ in range(draw.randint(1, 8)):
        damaged = draw.choice(ACTS)(draw, damaged)
    return zip_file(parts | {victim: bytes(damaged)}, stored=("mimetype",))


def _flip(draw: random.Random, data: bytearray) -> bytearray:
    if data:
        data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
    return data


def _cut(draw: random.Random, data: bytearray) -> bytearray:
    return data[: draw.randrange(len(data) + 1)]


def _drop(draw: random.Random, data: bytearray) -> bytearray:
    start = draw.randrange(len(data) + 1)
    return data[:start] + data[start + draw.randint(1, 64) :]


def _repeat(draw: random.Random, data: bytearray) -> bytearray:
    start = draw.randrange(len(data) + 1)
    piece = data[start : start + draw.randint(1, 256)]
    return data[:start] + piece * draw.choice((2, 2, 8, 200)) + data[start:]


def _insert(draw: random.Random, data: bytearray) -> bytearray:
    start = draw.randrange(len(data) + 1)
    return data[:start] + draw.choice(TOKENS) + data[start:]


def _overwrite(draw: random.Random, data: bytearray) -> bytearray:
    start, token = draw.randrange(len(data) + 1), draw.choice(TOKENS)
    return data[:start] + token + data[start + len(token) :]


ACTS: tuple[Callable[[random.Random, bytearray], bytearray], ...] = (
    _flip,
    _flip,
    _cut,
    _drop,
    _repeat,
    _insert,
    _overwrite,
)


@dataclass(slots=True)
class Report:
    """What became of the damaged files."""

    outcomes: Counter[str] = field(default_factory=Counter)
    formats: Counter[str] = field(default_factory=Counter)
    falls: Counter[str] = field(default_factory=Counter)
    most_memory: float = 0.0  # MB
    longest: float = 0.0  # seconds of processor time

    @property
    def tried(self) -> int:
        return sum(self.outcomes.values())


def fuzz(files: Iterator[tuple[str, bytes]], until: Callable[[int], bool], keep: Path | None = None) -> Report:
    """Try files until told to stop; those at which planning fell are kept."""
    report = Report()
    for number, (name, data) in enumerate(files):
        if until(number):
            return report
        code, said, usage = _try(name, data)
        outcome = NAMES.get(code, f"signal {-code}")
        report.outcomes[outcome] += 1
        report.formats[name] += 1
        report.most_memory = max(report.most_memory, usage.ru_maxrss / 1024)
        report.longest = max(report.longest, usage.ru_utime + usage.ru_stime)
        if said:
            report.falls[f"{outcome}: {said}"] += 1
        if keep and code not in (READ, REFUSED):
            (keep / f"{number}-{outcome.replace(' ', '-')}-{name}").write_bytes(data)
    return report


def _try(name: str, data: bytes) -> tuple[int, str, "resource.struct_rusage"]:
    readable, writable = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(readable)
        code, said = _in_child(name, data)
        os.write(writable, said.encode()[:4000])
        os._exit(code)
    os.close(writable)
    with os.fdopen(readable, "rb") as pipe:
        said = pipe.read().decode(errors="replace")
    _pid, status, usage = os.wait4(child, 0)
    return (-os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)), said, usage


def _in_child(name: str, data: bytes) -> tuple[int, str]:
    confine()
    signal.alarm(120)
    try:
        sheets = read_file(data, name)
    except FileNotRead as refused:
        return (REFUSED, "") if str(refused).endswith("。") else (PLAN_FELL, f"no sentence: {refused}")
    except (MemoryError, RecursionError):
        return TOO_MUCH, ""
    except BaseException as error:  # noqa: BLE001 - what a reader did not foresee is what we look for
        return UNFORESEEN, _where(error)
    try:
        for kind in Kind:
            plan(sheets, kind)
    except BaseException as error:  # noqa: BLE001
        return PLAN_FELL, _where(error)
    return READ, ""


def _where(error: BaseException) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(last.filename).name}:{last.lineno}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    end = time.monotonic() + asked.seconds
    report = fuzz(mutations(asked.seed), lambda _number: time.monotonic() > end, asked.keep)
    print(f"{report.tried} files: {dict(report.outcomes)}")
    print(
        f"at most {report.most_memory:.0f} MB and {report.longest:.1f} s of processor time; by name {dict(report.formats)}"
    )
    for fall, count in report.falls.most_common(40):
        print(f"{count:6} {fall}")
    return 1 if report.outcomes["plan fell"] else 0


if __name__ == "__main__":
    sys.exit(main())
