"""Find out how a text file is encoded: UTF-8, GB18030, Big5 or UTF-16, with or without a mark."""

import codecs
import re
from unicodedata import category

from ingest.records import FileNotRead

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
MARGIN = 0.1  # by which traditional characters must make more sense
SAMPLE = 200_000


def decode(data: bytes) -> tuple[str, str]:
    """Turn bytes into text and name the encoding; raise `FileNotRead` for what is not text."""
    for mark, name in MARKS:
        if data.startswith(mark):
            return _strict(data, name), name.removesuffix("-sig")
    for name in _candidates(data):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if _reads_like_text(text):
            return _traditional(data, text) if name == "gb18030" else (text, name)
    from charset_normalizer import from_bytes  # only for files that are neither UTF-8 nor GB18030 nor UTF-16

    best = from_bytes(data[:SAMPLE]).best()
    if best is not None and best.encoding and not _has_zeros(data):
        try:
            text = data.decode(best.encoding)
        except (UnicodeDecodeError, LookupError):
            text = ""
        if text and _reads_like_text(text):
            return text, best.encoding
    raise FileNotRead(
        "not_text",
        "文件既不是表格或文档，也不是能读懂的文本。请上传 xlsx、xls、ods、csv、tsv、json、jsonl、docx、pdf 或 zip 文件。",
    )


def _traditional(data: bytes, text: str) -> tuple[str, str]:
    """Big5 nearly always reads as GB18030 too, but as characters that nobody uses."""
    try:
        other = data.decode("cp950")
    except UnicodeDecodeError:
        return text, "gb18030"
    as_simplified = _share(text[:SAMPLE], "gb2312", range(0xB0, 0xD8))
    as_traditional = _share(other[:SAMPLE], "cp950", range(0xA4, 0xC7))
    return (other, "big5") if as_traditional > as_simplified + MARGIN else (text, "gb18030")


def _share(text: str, encoding: str, common: range) -> float:
    """Of the Chinese characters, the share that stands in the rows of common ones of an encoding."""
    written = HAN.findall(text)
    codes = (character.encode(encoding, "ignore") for character in written)
    return sum(1 for code in codes if code and code[0] in common) / (len(written) or 1)


def _strict(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise FileNotRead(
            "bad_encoding",
            "文件按 %(encoding)s 编码读到第 %(position)s 个字节处中断，可能不完整。请重新导出后再上传。",
            encoding=name,
            position=error.start,
        ) from error


def _candidates(data: bytes) -> tuple[str, ...]:
    if not _has_zeros(data):
        return ("utf-8", "gb18030")
    even, odd = data[:SAMPLE:2].count(0), data[1:SAMPLE:2].count(0)
    return ("utf-16-le", "utf-16-be") if odd >= even else ("utf-16-be", "utf-16-le")


def _has_zeros(data: bytes) -> bool:
    return b"\0" in data


def _reads_like_text(text: str) -> bool:
    sample = text[:SAMPLE]
    odd = len(CONTROL.findall(sample)) + sum(1 for c in sample if "\ue000" <= c <= "\uf8ff" or c == "\ufffd")
    strange = sum(
        1
        for c in sample
        if c.isprintable() is False and c not in "\r\n\t\f\u3000\xa0\u2028\u2003\u2002" and category(c) != "Cf"
    )
    return odd * 200 <= len(sample) and strange * 20 <= len(sample)
