"""Check a row as a whole, after its fields were read one by one."""

from collections.abc import Sequence

from ingest.assemble.row import RowReader
from ingest.normalise.reading import error, warning
from ingest.records import Content, Message, PlannedRow
from marketplace.listings.content import AchievementContent

SHORT = 2  # characters of a title that names nothing


def check_row(row: RowReader, content: Content) -> None:
    """Note what is wrong although every single field reads well."""
    if content.title and (len(content.title) < SHORT or not any(character.isalpha() for character in content.title)):
        row.note("title", error("title_says_nothing", Message("不像名称"), Message("填写名称")))
    if isinstance(content, AchievementContent):
        _check_parameters(row, content)


def _check_parameters(row: RowReader, content: AchievementContent) -> None:
    names = [(parameter.name, parameter.conditions) for parameter in content.parameters if not parameter.evidence]
    repeated = sorted({name for name, conditions in names if names.count((name, conditions)) > 1})
    if repeated:
        reason = Message("“%(names)s”写了不止一次，条件却没有区别", names="、".join(repeated))
        row.note("parameters", warning("parameter_repeated", reason, Message("在括号里写明条件")))


def unique_keys(rows: Sequence[PlannedRow]) -> None:
    """Give rows of one file keys of their own: the second of two with the same key is counted on."""
    seen: dict[str, int] = {}
    for row in rows:
        base = row.source_key.partition("#~")[0]
        seen[base] = seen.get(base, 0) + 1
        row.source_key = base if seen[base] == 1 else f"{base}#~{seen[base]}"
