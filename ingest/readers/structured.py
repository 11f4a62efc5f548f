"""Read JSON and JSON lines: a list of records, also inside a wrapper, each record kept as it is nested."""

import json
import math
from collections.abc import Iterator

from ingest import limits
from ingest.readers.workbook import number_text
from ingest.records import FileNotRead, Message, SourceRow, Table

Record = dict[str, object]
ONE_RECORD_HINTS = 2  # a lone object counts as a record when it has this many plain values


def read_json(text: str) -> tuple[Table, list[Message]]:
    """Find the list of records in a JSON document."""
    try:
        document = json.loads(text, parse_constant=lambda name: None)
    except json.JSONDecodeError as error:
        raise FileNotRead(
            "bad_json",
            "JSON 在第 %(line)s 行第 %(column)s 个字处不合语法，文件可能不完整。请重新导出后再上传。",
            line=error.lineno,
            column=error.colno,
        ) from error
    except RecursionError as error:
        raise _too_deep() from error
    except ValueError as error:
        raise FileNotRead("bad_json_number", "JSON 里有一个数太长，没有读取。请检查数值后再上传。") from error
    path, records = _find_records(document, "", 0)
    if records is None:
        raise FileNotRead("no_records", 'JSON 里没有找到记录的列表。请用 [{…}, {…}] 或 {"items": [{…}]} 的形式。')
    notes = [Message("记录取自 JSON 的“%(path)s”。", path=path)] if path else []
    return _table([(number, record) for number, record in enumerate(records, 1)]), notes


def read_json_lines(text: str) -> tuple[Table, list[Message]]:
    """Read one record a line; blank lines are passed over, a broken line is named."""
    records = []
    for number, line in _lines(text):
        try:
            record = json.loads(line, parse_constant=lambda name: None)
        except json.JSONDecodeError as error:
            raise FileNotRead(
                "bad_json_line",
                "第 %(line)s 行不是完整的 JSON 记录（第 %(column)s 个字处）。请改好这一行再上传。",
                line=number,
                column=error.colno,
            ) from error
        except RecursionError as error:
            raise _too_deep() from error
        except ValueError as error:
            raise FileNotRead("bad_json_number", "JSON 里有一个数太长，没有读取。请检查数值后再上传。") from error
        if not isinstance(record, dict):
            raise FileNotRead(
                "bad_json_line_kind", "第 %(line)s 行不是 {…} 形式的记录。请改好这一行再上传。", line=number
            )
        records.append((number, record))
    return _table(records), []


def looks_like_json_lines(text: str) -> bool:
    """Tell whether the first filled line is an object of its own and the second starts another."""
    lines = [line for (_, line), _count in zip(_lines(text), range(2), strict=False)]
    try:
        return len(lines) == 2 and lines[1].startswith("{") and isinstance(json.loads(lines[0]), dict)
    except (ValueError, RecursionError):
        return False


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, line.strip()


def _find_records(value: object, path: str, depth: int) -> tuple[str, list[Record] | None]:
    if isinstance(value, list):
        records = [item for item in value if isinstance(item, dict)]
        return path, records if len(records) == len(value) else None
    if not isinstance(value, dict) or depth > limits.JSON_DEPTH:
        return path, None
    plain = [item for item in value.values() if isinstance(item, str | int | float)]
    if len(plain) >= ONE_RECORD_HINTS and _has_title(value):
        return path, [value]
    best_path, best = path, None
    for key, item in value.items():
        found_path, found = _find_records(item, f"{path}.{key}" if path else str(key), depth + 1)
        if found is not None and (best is None or len(found) > len(best)):
            best_path, best = found_path, found
    return best_path, best


def _has_title(record: Record) -> bool:
    return any(any(word in str(key).lower() for word in ("title", "name", "名称", "题目", "标题")) for key in record)


def _table(records: list[tuple[int, Record]]) -> Table:
    if len(records) > limits.ROWS:
        raise FileNotRead("too_many_rows", "表格超过 %(n)s 行。请分成几个文件再上传。", n=limits.ROWS)
    if not records:
        raise FileNotRead("no_rows", "文件里没有一行数据。")
    records = [(number, _flat(record)) for number, record in records]
    headings = tuple(dict.fromkeys(str(key) for _, record in records for key in record))
    rows = tuple(SourceRow(n, tuple(_cell(record.get(key), n) for key in headings)) for n, record in records)
    return Table("", headings, ("",) * len(headings), rows)


def _flat(record: Record, path: str = "", depth: int = 0) -> Record:
    """Spell objects inside a record as `outer.inner`; lists stay as they are."""
    flat: Record = {}
    for key, value in record.items():
        if isinstance(value, dict) and depth < limits.JSON_DEPTH:
            flat.update(_flat(value, f"{path}{key}.", depth + 1))
        else:
            flat[f"{path}{key}"] = value
    return flat


def _cell(value: object, row: int) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return number_text(value) if math.isfinite(value) else ""
    if isinstance(value, str) and len(value) > limits.CELL_CHARACTERS:
        raise FileNotRead(
            "cell_too_long_json",
            "第 %(row)s 条记录有一项超过 %(n)s 个字，没有读取。请缩短内容后再上传。",
            row=row,
            n=limits.CELL_CHARACTERS,
        )
    if isinstance(value, list) and all(isinstance(item, str | int | float) for item in value):
        return "；".join(str(item) for item in value)
    return value


def _too_deep() -> FileNotRead:
    return FileNotRead("json_too_deep", "JSON 嵌套过深，没有读取。请改成 [{…}, {…}] 的形式。")
