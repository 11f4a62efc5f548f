"""What the pipeline hands from step to step: sheets, tables, messages, problems, rows and plans."""

from dataclasses import dataclass, field
from enum import StrEnum

from marketplace.listings.content import AchievementContent
from marketplace.needs.content import NeedContent

Content = AchievementContent | NeedContent


class Kind(StrEnum):
    """What the rows of a file are."""

    ACHIEVEMENT = "achievement"
    NEED = "need"


class Severity(StrEnum):
    """An error keeps the row aside; a warning imports it and says so."""

    ERROR = "error"
    WARNING = "warning"


class Confidence(StrEnum):
    """How sure a column's field is."""

    SURE = "sure"
    CONFIRM = "confirm"
    SKIPPED = "skipped"


class Message:
    """A sentence in Chinese with its values kept apart, so that the web layer can translate it."""

    __slots__ = ("msgid", "params")

    def __init__(self, msgid: str, **params: object) -> None:
        self.msgid = msgid
        self.params: dict[str, object] = params

    def __str__(self) -> str:
        return self.msgid % self.params if self.params else self.msgid.replace("%%", "%")

    def __repr__(self) -> str:
        return f"Message({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and (self.msgid, self.params) == (other.msgid, other.params)

    def __hash__(self) -> int:
        return hash((self.msgid, tuple(sorted((k, str(v)) for k, v in self.params.items()))))


class FileNotRead(Exception):
    """A file that gives no rows, and the one sentence that says why and what to do."""

    def __init__(self, code: str, msgid: str, **params: object) -> None:
        self.code = code
        self.message = Message(msgid, **params)
        super().__init__(str(self.message))


def too_much() -> FileNotRead:
    """What would take more memory or time than a file is worth."""
    return FileNotRead("too_much", "文件的内容太多或太复杂，没有读完。请删去不需要的内容，或分成几个文件再上传。")


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell whose formula has no stored result; it is never evaluated."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged area, rows and columns counted from 0, ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Grid:
    """A sheet as found: cells as text (or `Formula`), the row of the first line as the spreadsheet shows it."""

    name: str
    rows: list[list[object]]
    first_row: int = 1
    merges: tuple[Merge, ...] = ()
    numbers: tuple[int, ...] | None = None  # the row of every line, where lines are not consecutive

    def number(self, index: int) -> int:
        return self.numbers[index] if self.numbers else self.first_row + index


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One record as found: `number` as the file's own program shows it, `part` where one row held several records."""

    number: int
    cells: tuple[object, ...]
    part: int = 0

    def key(self, table: int) -> str:
        """The key of the record in its file, such as 0:17 or 0:17.2."""
        return f"{table}:{self.number}.{self.part}" if self.part else f"{table}:{self.number}"


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet with its header found. `letters` are empty strings where columns have none (JSON)."""

    name: str
    headings: tuple[str, ...]
    letters: tuple[str, ...]
    rows: tuple[SourceRow, ...]
    header_row: int | None = None


@dataclass(frozen=True, slots=True)
class Sheets:
    """A file that was read."""

    filename: str
    format: str  # xlsx, xls, ods, csv, tsv, json, jsonl, docx, pdf, zip
    tables: tuple[Table, ...]
    notes: tuple[Message, ...] = ()
    digest: str = ""  # sha256 of the file

    @property
    def row_count(self) -> int:
        return sum(len(table.rows) for table in self.tables)


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a normaliser found wrong with a value, before it is tied to a cell."""

    code: str
    reason: Message
    remedy: Message
    severity: Severity = Severity.ERROR
    fix: str | None = None  # a text which, read instead, has no doubt


@dataclass(frozen=True, slots=True)
class Problem:
    """A doubt tied to its cell."""

    row_key: str
    sheet: str
    row: int
    column: str  # the letter, or the heading where there are no letters
    heading: str
    field: str
    value: str
    code: str
    reason: Message
    remedy: Message
    severity: Severity
    fix: str | None = None

    def __str__(self) -> str:
        return str(
            Message(
                "第 %(row)s 行“%(heading)s”（%(value)s）：%(reason)s。%(remedy)s。",
                row=self.row,
                heading=self.heading,
                value=self.value or "空",
                reason=self.reason,
                remedy=self.remedy,
            )
        )


@dataclass(frozen=True, slots=True)
class Proposal:
    """A value that a keyword rule suggests and nobody stated; never set without a yes."""

    field: str
    value: str
    because: Message


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What one column became. `column` is unique in a file: the heading, with a count where it is repeated."""

    column: str
    heading: str
    letter: str
    examples: tuple[str, ...]
    field: str | None
    confidence: Confidence
    reason: Message


@dataclass(slots=True)
class PlannedRow:
    """A row checked: its content, problems and suggestions. `values` are the cells by field, as found."""

    key: str  # table index and row number, such as 0:17, with the part where a row held several: 0:17.2
    sheet: str
    number: int
    source_key: str
    values: dict[str, object]
    content: Content
    problems: tuple[Problem, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    owner_name: str = ""  # the organisation that the row names, if any
    cells: tuple[object, ...] = ()  # the row as found, for the sheet of rows kept aside

    @property
    def importable(self) -> bool:
        return all(problem.severity is not Severity.ERROR for problem in self.problems)


@dataclass(slots=True)
class Plan:
    """What importing a file would do, before any record is compared or written."""

    kind: Kind
    sheets: Sheets
    mapping: tuple[ColumnMapping, ...]
    rows: list[PlannedRow]
    notes: tuple[Message, ...]
    fingerprint: str  # of the headings: the key under which a confirmed mapping is remembered
    fixes: dict[str, str] = field(default_factory=dict)  # "row key|field" -> value

    @property
    def problems(self) -> list[Problem]:
        return [problem for row in self.rows for problem in row.problems]
