"""Clean text without changing what it says."""

import re
import unicodedata

INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060\ufeff\ufffe\uffff\ud800-\udfff]"
)
SPACES = re.compile(r"[ \t\u00a0\u3000]+")
LINES = re.compile(r" ?\n[ \n]*")
EXCEL_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
EMPTY = frozenset(
    ("", "/", "//", "\\", "-", "--", "—", "——", "－", "无", "暂无", "没有", "无。", "空", "n/a", "na", "none", "null", "nil", "nan", "待定", "不详", "未知", "略", "同上略", "…", "*")
)  # fmt: skip
LONGEST_EMPTY = 20  # with spaces around it
EMPTY_STARTS = frozenset(character for text in EMPTY if text for character in (text[0], text[0].upper()))
SEPARATORS = re.compile(r"[、，,；;\n|／/]+")
QUOTES = re.compile(r"[\"“”‘’]")


def clean(text: str) -> str:
    """Drop what nobody sees, settle line ends and spaces; Chinese punctuation stays full width."""
    if text.isprintable() and "  " not in text and "_x" not in text:  # the common case, told in C
        return text.strip()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "_x" in text:
        text = EXCEL_ESCAPE.sub(_unescape, text)
    text = SPACES.sub(" ", INVISIBLE.sub("", text))
    return LINES.sub("\n", text).strip() if "\n" in text else text.strip()


def _unescape(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return "\n" if code in (10, 13) else chr(code) if code >= 32 and not 0xD800 <= code <= 0xDFFF else ""


def half_width(text: str) -> str:
    """Give values their plain form for reading: full-width digits, letters and signs become ASCII."""
    if text.isascii() and text.isprintable():
        return text.strip()
    normal = unicodedata.normalize("NFKC", text)
    plain = clean(normal).strip()
    if len(plain) == len(normal):
        return plain
    while not unicodedata.is_normalized("NFKC", plain):  # what was taken out may let its neighbours join
        plain = clean(unicodedata.normalize("NFKC", plain)).strip()
    return plain


def is_empty(text: str) -> bool:
    """Tell whether a cell says nothing: blank, a slash, 无, 暂无, N/A."""
    if not text or len(text) >= LONGEST_EMPTY:
        return not text
    if text[0].isalnum() and text[0] not in EMPTY_STARTS:
        return False
    return clean(text).lower() in EMPTY


def one_line(text: str) -> str:
    """Put a title or a name on one line, without stray quotes and commas at its ends."""
    line = clean(text)
    if "\n" in line:
        line = SPACES.sub(" ", line.replace("\n", " ")).strip()
    return _bare(line)


def _bare(line: str) -> str:
    bare = line.strip(" '`,，;；、*|\t")
    for quote in ('"', "“”", "‘’") if QUOTES.search(bare) else ():
        if sum(bare.count(mark) for mark in quote) == 1:
            bare = bare.strip(quote + " ,，;；")
    return bare


def split_list(text: str) -> tuple[str, ...]:
    """Split names or keywords at Chinese and Latin separators; at spaces only when there is nothing else."""
    cleaned = clean(text)
    read = one_line if "_x" in cleaned else _bare  # parts of a clean text are clean
    parts = [read(part.strip()) for part in SEPARATORS.split(cleaned)]
    parts = [part for part in parts if part and not is_empty(part)]
    if len(parts) == 1 and " " in parts[0] and not re.search(r"[A-Za-z]", parts[0]):
        parts = parts[0].split()
    return tuple(dict.fromkeys(parts))
