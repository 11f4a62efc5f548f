"""Tell what a file is by what is in it, not by what it is called."""

from ingest.readers.structured import looks_like_json_lines
from ingest.records import FileNotRead

ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
PDF = b"%PDF-"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BINARIES = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"{\\rtf", "RTF"),
    (b"SQLite format 3", "SQLite"),
)
EXTENSIONS = {
    "xlsx": ("xlsx", "xlsm", "xlsb", "xltx"),
    "ods": ("ods", "fods"),
    "pdf": ("pdf",),
    "zip": ("zip",),
    "xls": ("xls", "et"),
    "docx": ("docx",),
    "csv": ("csv", "txt"),
    "tsv": ("tsv", "tab", "txt"),
    "json": ("json",),
    "jsonl": ("jsonl", "ndjson"),
}


def refuse_what_is_no_table(data: bytes) -> None:
    """Name the formats that we know and do not read."""
    for mark, name in BINARIES:
        if data.startswith(mark):
            raise FileNotRead(
                "not_a_table",
                "这是 %(format)s 文件，不能导入。请上传 xlsx、xls、ods、csv、tsv、json、jsonl、docx、pdf 或 zip 文件。",
                format=name,
            )
    head = data[:1000].lstrip().lower()
    if head.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml")):
        raise FileNotRead("web_page", "这是网页或 XML，不是真正的表格。请用 Excel 或 WPS 打开，另存为 xlsx，再上传。")


def ole_kind(data: bytes) -> str:
    """Tell old Excel from what is only wrapped in the same container."""
    if _utf16("EncryptedPackage") in data:
        raise FileNotRead("encrypted", "文件设有打开密码，读不了。请取消密码后再上传。")
    if _utf16("WordDocument") in data:
        raise FileNotRead("old_word", "这是旧版 Word（doc）文档。请另存为 docx，再上传。")
    if _utf16("PowerPoint Document") in data:
        raise FileNotRead(
            "not_a_table",
            "这是 %(format)s 文件，不能导入。请上传 xlsx、xls、ods、csv、tsv、json、jsonl、docx、pdf 或 zip 文件。",
            format="PPT",
        )
    return "xls"


def zip_kind(names: list[str], data: bytes) -> str:
    """Tell a workbook, a document or a parcel of files by the parts of the container."""
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    if "word/document.xml" in names:
        return "docx"
    if "content.xml" in names and b"opendocument.spreadsheet" in data[:200]:
        return "ods"
    if "content.xml" in names or any(name.startswith("ppt/") for name in names):
        name = "ODT" if "content.xml" in names else "PPT"
        raise FileNotRead(
            "not_a_table",
            "这是 %(format)s 文件，不能导入。请上传 xlsx、xls、ods、csv、tsv、json、jsonl、docx、pdf 或 zip 文件。",
            format=name,
        )
    return "zip"


def text_kind(text: str) -> str:
    """Tell JSON and JSON lines from separated text."""
    start = text.lstrip("\ufeff \t\r\n")
    if start.startswith("{"):
        return "jsonl" if looks_like_json_lines(start) else "json"
    return "json" if start.startswith("[") else "csv"


def extension_fits(filename: str, found: str) -> bool:
    """Tell whether a name promises what was found."""
    _, dot, extension = filename.rpartition(".")
    return not dot or extension.lower() in EXTENSIONS[found]


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")
