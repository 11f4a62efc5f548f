"""Calendar files (RFC 5545): what a phone takes into its calendar. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

LINE = 75  # octets; longer lines are folded
OFTEN = "PT15M"  # how often a calendar that is subscribed to asks again (RFC 7986)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One appointment; a higher `sequence` replaces what a calendar took before under the same `uid`."""

    uid: str
    begins: datetime
    ends: datetime
    summary: str
    location: str = ""
    description: str = ""
    sequence: int = 0
    cancelled: bool = False


def calendar_file(name: str, entries: Sequence[Entry], stamp: datetime) -> bytes:
    """The entries as a file; `stamp` is when it was made."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tansuo//Sessions//ZH", "METHOD:PUBLISH"]
    lines += [f"X-WR-CALNAME:{escaped(name)}", f"REFRESH-INTERVAL;VALUE=DURATION:{OFTEN}", f"X-PUBLISHED-TTL:{OFTEN}"]
    for entry in entries:
        lines += _entry(entry, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines).encode()


def _entry(entry: Entry, stamp: datetime) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{escaped(entry.uid)}",
        f"DTSTAMP:{_moment(stamp)}",
        f"DTSTART:{_moment(entry.begins)}",
        f"DTEND:{_moment(entry.ends)}",
        f"SUMMARY:{escaped(entry.summary)}",
        f"LOCATION:{escaped(entry.location)}",
        f"DESCRIPTION:{escaped(entry.description)}",
        f"SEQUENCE:{entry.sequence}",
        f"STATUS:{'CANCELLED' if entry.cancelled else 'CONFIRMED'}",
        "END:VEVENT",
    ]


def escaped(text: str) -> str:
    """Text as a value: commas, semicolons, backslashes and line ends written out."""
    plain = "".join(character for character in text if character in "\n\t" or ord(character) >= 32)
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> str:
    """No line is longer than 75 octets, and none is cut inside a character."""
    parts, current, size = [], "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > LINE:
            parts.append(current)
            current, size = " ", 1
        current += character
        size += octets
    return "\r\n".join([*parts, current])


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
