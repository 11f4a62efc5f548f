"""Build what a need says from the cells of its row."""

import re
from collections.abc import Mapping

from ingest.assemble import common
from ingest.assemble.prose import PART, join, labelled_parts, spread
from ingest.assemble.row import RowReader
from ingest.normalise import regions, words
from ingest.normalise.carbon import read_tonnes
from ingest.normalise.numbers import quantity
from ingest.normalise.parameters import pick
from ingest.normalise.reading import warning
from ingest.normalise.text import one_line
from ingest.records import Kind, Message
from marketplace.needs.content import Constraint, NeedContent
from marketplace.taxonomy.terms import HandlingTrack, Operator, Priority, SolutionMode

TITLE = 100
PARTS = ("problem", "indicators", "goal")
LABELLED = frozenset((*PARTS, "goal_indicators", "already_tried", "site_limits", "description"))
FIGURE = re.compile(
    r"[≥≤<>＞＜≧≦%％]|不低于|不高于|不超过|不小于|以上|以下|达到?\s*\d|\d\s*[a-zA-Z/℃]|\d+\s*[项篇件套个种台]"
)
OVERFLOW = {"problem": ("problem", "goal", "indicators"), "indicators": ("indicators",), "goal": ("goal",)}


def build_need(row: RowReader) -> NeedContent:
    """Read every field; what is doubtful is noted in the row."""
    title = common.read_title(row, TITLE)
    parts = _prose(row)
    name, phone, mail = common.read_contact_fields(row)
    sector, technology = common.read_classes(row, title, " ".join(parts.values()))
    modes = row.take("solution_modes", words.read_modes("solution_modes", row.text("solution_modes"))) or ()
    content = NeedContent(
        title=title,
        problem=parts.get("problem", ""),
        indicators=parts.get("indicators", ""),
        goal=parts.get("goal", ""),
        keywords=common.read_keywords(row),
        region=row.take("region", regions.read_region(row.text("region"))) or "" if row.has("region") else "",
        contact_name=name,
        contact_phone=phone,
        contact_email=mail,
        sector=sector,
        key_technology=technology,
        industries=common.read_industries(row),
        constraints=_constraints(row.raw("constraints")),
        capacity=row.line("capacity"),
        energy_use=row.number("energy_use"),
        emissions=_tonnes(row, "emissions"),
        target_reduction=_tonnes(row, "target_reduction"),
        already_tried=join(row.text("already_tried"), parts.get("already_tried", "")),
        minimum_trl=_trl(row),
        site_limits=join(row.text("site_limits"), parts.get("site_limits", "")),
        budget=row.money("budget"),
        deadline=row.date("deadline"),
        solution_modes=tuple(SolutionMode(mode) for mode in modes),
        anonymous=words.find_word("anonymous", row.text("anonymous")) == "yes",
        track=HandlingTrack(words.find_word("track", row.text("track")) or HandlingTrack.DIRECT),
        extra={},
    )
    common.keep_the_rest(row)
    content.extra.update(row.extra)
    return content


def _prose(row: RowReader) -> dict[str, str]:
    """Sort the description and the columns of goals into problem, indicators and goal, each at most 500."""
    parts: dict[str, str] = {}
    for field in ("description", "goal_indicators", *PARTS):
        common.note_contact_details(row, field, severe=False)
    for field in PARTS:
        parts[field] = row.text(field)
    for label, text in labelled_parts(row.text("description"), Kind.NEED, LABELLED).items():
        target = _target(label, text)
        parts[target] = join(parts.get(target, ""), text)
    both = row.text("goal_indicators")
    if both and not any(both in text or text == both for text in parts.values()):
        target = _target("goal_indicators", both)
        parts[target] = join(parts.get(target, ""), both)
    return _within_limits(row, parts)


def _target(label: str, text: str) -> str:
    if label in ("", "description"):
        return "problem"
    if label == "goal_indicators":
        return "indicators" if FIGURE.search(text) else "goal"
    return label


def _within_limits(row: RowReader, parts: dict[str, str]) -> dict[str, str]:
    for field in PARTS:
        text = parts.get(field, "")
        if len(text) <= PART:
            continue
        column = next((name for name in (field, "description", "goal_indicators") if row.has(name)), field)
        others = {name: value for name, value in parts.items() if name != field}
        found = spread(text, OVERFLOW[field], others)
        parts = found.parts
        row.keep(f"{row_label(field)}（续）", found.rest)
        row.note(
            column,
            warning(
                "overflow",
                Message(
                    "有 %(n)s 个字，超过 %(limit)s 个字，已在句末断开，后文接在下一部分或附加内容里",
                    n=len(text),
                    limit=PART,
                ),
                Message("导入后可在表单里调整"),
            ),
        )
    return parts


def row_label(field: str) -> str:
    return {"problem": "主要问题", "indicators": "关键指标", "goal": "预期目标"}[field]


def _tonnes(row: RowReader, field: str) -> float | None:
    return row.take(field, read_tonnes(row.text(field), row.unit(field))) if row.has(field) else None


def _trl(row: RowReader) -> int | None:
    text = row.text("minimum_trl")
    if not text:
        return None
    word = words.level_of_word(text)
    reading = None if word else row.take("minimum_trl", words.read_trl(text.removesuffix("以上").removesuffix("及")))
    return word or (reading[0] if reading and reading[0] <= 9 else None)


def _constraints(value: object) -> tuple[Constraint, ...]:
    """Take constraints over from objects; those in prose are read and confirmed later, with the text beside them."""
    if not isinstance(value, list):
        return ()
    return tuple(found for item in value if isinstance(item, Mapping) and (found := _constraint(item)))


def _constraint(item: Mapping[str, object]) -> Constraint | None:
    name = one_line(pick(item, ("parameter", "name", "参数", "指标")))
    first, second = quantity(pick(item, ("value", "数值"))), quantity(pick(item, ("value2",)))
    sign = pick(item, ("op", "operator", "比较")) or "="
    operator = next((known for known in Operator if known.value == sign.replace("≤", "<=").replace("≥", ">=")), None)
    if not name or first is None or operator is None:
        return None
    value = first.minimum if first.minimum is not None else first.maximum
    if value is None:
        return None
    priority = Priority.WANT if pick(item, ("priority",)) == "want" else Priority.MUST
    unit = one_line(pick(item, ("unit", "单位"))) or first.unit
    value2 = second.minimum if second else None
    return Constraint(parameter=name, operator=operator, value=value, value2=value2, unit=unit, priority=priority)
