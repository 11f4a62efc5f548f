"""Dublin Core records as a file of JSON lines under headings that the import knows. Pure."""

import json
from collections.abc import Iterable

from ingest.harvest.oai import Record

HEADINGS = {
    "title": "成果名称",
    "creator": "完成人",
    "contributor": "合作单位",
    "subject": "关键词",
    "description": "成果简介",
    "publisher": "发布单位",
    "date": "日期",
    "type": "文献类型",
    "identifier": "资料链接",
    "source": "来源",
    "relation": "相关资料",
    "coverage": "适用范围",
    "rights": "权利说明",
    "language": "语种",
    "format": "格式",
}
KEY, STAMP = "来源编号", "来源更新日期"
JOINED = {"description": "\n", "title": " "}


def as_lines(records: Iterable[Record]) -> bytes:
    """One object a record, always with the same keys, so that a confirmed mapping fits every harvest."""
    return b"\n".join(json.dumps(_row(record), ensure_ascii=False).encode("utf8", "replace") for record in records)


def _row(record: Record) -> dict[str, str]:
    row = {KEY: record.identifier[:120], STAMP: record.datestamp}
    for name, heading in HEADINGS.items():
        row[heading] = JOINED.get(name, "；").join(record.elements.get(name, ()))
    return row
