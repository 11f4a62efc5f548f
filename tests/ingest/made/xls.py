"""A small BIFF8 workbook in its compound file ([MS-XLS], [MS-CFB]), as old Excel saves it."""

import struct
from collections.abc import Sequence

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
Area = tuple[int, int, int, int]  # top, bottom, left, right


def xls_file(rows: Sequence[Sequence[object]], merges: Sequence[Area] = (), name: str = "Sheet1") -> bytes:
    """One sheet of texts and numbers."""
    return compound({"Workbook": _workbook(rows, merges, name)})


def compound(streams: dict[str, bytes]) -> bytes:
    """Streams in a compound file, each of at least 4096 bytes so that no short sectors are needed."""
    parts = {name: data.ljust(max(4096, -(-len(data) // SECTOR) * SECTOR), b"\0") for name, data in streams.items()}
    directory_at = sum(len(data) // SECTOR for data in parts.values())
    chains: list[int] = []
    entries = [_entry("Root Entry", 5, END, 0, child=1)]
    for place, (name, data) in enumerate(parts.items(), 1):
        start, count = len(chains), len(data) // SECTOR
        chains += [*range(start + 1, start + count), END]
        entries.append(_entry(name, 2, start, len(data), right=place + 1 if place < len(parts) else FREE))
    directory = b"".join(entries).ljust(-(-len(entries) // 4) * SECTOR, b"\0")
    count = len(directory) // SECTOR
    chains += [*range(directory_at + 1, directory_at + count), END]
    fat_sectors = -(-(len(chains) + 2) // (SECTOR // 4))
    fat_at = len(chains)
    chains += [FAT] * fat_sectors
    table = struct.pack(f"<{len(chains)}I", *chains).ljust(fat_sectors * SECTOR, b"\xff")
    head = struct.pack("<8s16x5H6xI", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0) + struct.pack(
        "<9I", fat_sectors, directory_at, 0, 4096, END, 0, END, 0, fat_at
    )
    head += b"".join(struct.pack("<I", fat_at + more) for more in range(1, fat_sectors))
    return head.ljust(SECTOR, b"\xff") + b"".join(parts.values()) + directory + table


def _entry(name: str, kind: int, start: int, size: int, *, child: int = FREE, right: int = FREE) -> bytes:
    said = name.encode("utf-16-le") + b"\0\0"
    return said.ljust(64, b"\0") + struct.pack(
        "<HBB3I16x4x8x8xIQ", len(said), kind, 1, FREE, right, child, start if kind == 2 else END, size
    )


def _workbook(rows: Sequence[Sequence[object]], merges: Sequence[Area], name: str) -> bytes:
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0x0600))
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, int | float):
                sheet += _record(0x0203, struct.pack("<HHHd", row, column, 0, cell))
            elif cell:
                text = str(cell)
                head = struct.pack("<HHHHB", row, column, 0, len(text), 1)
                sheet += _record(0x0204, head + text.encode("utf-16-le"))
    if merges:
        areas = b"".join(struct.pack("<4H", *area) for area in merges)
        sheet += _record(0x00E5, struct.pack("<H", len(merges)) + areas)
    sheet += _record(0x000A, b"")
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0x0600))
    title = name.encode("utf-16-le")
    bound = struct.pack("<HBB", 0, len(name), 1) + title
    at = len(start) + 4 + 4 + len(bound) + 4
    return start + _record(0x0085, struct.pack("<I", at) + bound) + _record(0x000A, b"") + sheet


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data
