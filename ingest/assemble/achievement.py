"""Build what an achievement says from the cells of its row."""

import re
from collections.abc import Mapping

from ingest.assemble import common
from ingest.assemble.claim import build_claim
from ingest.assemble.prose import PART, join, labelled_parts, leading_sentences, spread
from ingest.assemble.row import RowReader
from ingest.normalise import words
from ingest.normalise.cases import NOT_NAMED, case_year, read_cases, stated_savings, variants
from ingest.normalise.money import is_negotiable
from ingest.normalise.numbers import quantity
from ingest.normalise.parameters import parameter_of, pick, read_parameters
from ingest.normalise.patents import read_patents
from ingest.normalise.reading import Reading, warning
from ingest.normalise.text import is_empty, one_line
from ingest.records import Kind, Message
from marketplace.listings.content import AchievementContent, Case, IntellectualProperty, Parameter
from marketplace.taxonomy.terms import CarbonClass, IpKind, IpStatus, Level, PriceMode, Stage, TransferMode, TrlScale

TITLE, TEASER = 60, 300
PARTS = ("problem", "principle", "advantage", "timing")
LABELLED = frozenset((*PARTS, "summary", "scope", "advice", "parameters"))
UNFIT = re.compile(r"https?://|www\.|@|ZL ?\d|CN ?\d{7}|\d{11}|专利号|电话|联系人")
LEVELS = ("国际领先", "国际先进", "国内领先", "国内先进", "未评价")
STAGES = ("初期", "中期", "成熟应用")
IPC = re.compile(r"[A-HY]\d{2}[A-Z](?:\s*\d{1,4}(?:/\d{1,6})?)?")


def build_achievement(row: RowReader) -> AchievementContent:
    """Read every field; what is doubtful is noted in the row."""
    title = common.read_title(row, TITLE)
    parts, teaser = _prose(row)
    name, phone, mail = common.read_contact_fields(row)
    sector, technology = common.read_classes(row, title, " ".join(parts.values()))
    trl, stage, evidence = _maturity(row)
    carbon = row.take("carbon_class", words.read_carbon_class(row.text("carbon_class")))
    level = row.take("level", words.read_word("level", row.text("level"), LEVELS))
    modes = row.take("transfer_modes", words.read_modes("transfer_modes", row.text("transfer_modes"))) or ()
    price_mode, price = _price(row)
    content = AchievementContent(
        title=title,
        teaser=teaser,
        problem=parts.get("problem", ""),
        principle=parts.get("principle", ""),
        advantage=parts.get("advantage", ""),
        timing=parts.get("timing", ""),
        keywords=common.read_keywords(row),
        partners=row.items("partners"),
        inventors=row.items("inventors"),
        department=row.line("department", 120),
        contact_name=name,
        contact_phone=phone,
        contact_email=mail,
        registration_number=row.line("registration_number", 60),
        project_source=row.line("project_source"),
        stage=stage,
        level=Level(level) if level else Level.UNASSESSED,
        trl=trl[0] if trl else None,
        trl_scale=trl[1] if trl else TrlScale.NINE,
        trl_evidence=evidence,
        sector=sector,
        key_technology=technology,
        carbon_class=CarbonClass(carbon) if carbon else None,
        ipc=_codes(row, "ipc"),
        cpc_y02=_codes(row, "cpc_y02"),
        industries=common.read_industries(row),
        parameters=_parameters(row),
        comparator=row.line("comparator"),
        comparator_value=row.line("comparator_value"),
        comparator_cost=row.line("comparator_cost"),
        capex=row.money("capex"),
        opex=row.money("opex"),
        payback_years=row.years("payback_years"),
        scale=row.line("scale"),
        ip=_patents(row),
        transfer_modes=tuple(TransferMode(mode) for mode in modes),
        price_mode=price_mode,
        price=price,
        price_note=row.line("price_note"),
        claim=build_claim(row),
        cases=_cases(row),
        valid_until=row.date("valid_until"),
        extra={},
    )
    common.keep_the_rest(row)
    content.extra.update(row.extra)
    return content


def _prose(row: RowReader) -> tuple[dict[str, str], str]:
    """Sort the description into the four parts, each at most 500, and give the teaser."""
    for field in ("teaser", "summary", *PARTS):
        common.note_contact_details(row, field, severe=True)
    parts = {field: row.text(field) for field in PARTS}
    for label, text in labelled_parts(row.text("summary"), Kind.ACHIEVEMENT, LABELLED).items():
        if label in ("scope", "advice", "parameters"):
            row.keep({"scope": "适用范围", "advice": "应用建议", "parameters": "技术参数（简介）"}[label], text)
        else:
            target = "principle" if label in ("", "summary") else label
            parts[target] = join(parts[target], text)
    teaser = _teaser(row, parts)
    return _within_limits(row, parts), teaser


def _teaser(row: RowReader, parts: Mapping[str, str]) -> str:
    """The teaser as written, or else the whole sentences that the description starts with."""
    stated = " ".join(row.text("teaser").split("\n"))
    if not stated:
        source = row.text("summary") or parts["principle"] or parts["problem"] or parts["advantage"]
        return leading_sentences(source, TEASER, UNFIT)
    if len(stated) <= TEASER:
        return stated
    parts_text = leading_sentences(stated, TEASER, UNFIT) or stated[:TEASER]
    row.keep("一句话介绍（全文）", stated)
    reason = Message(
        "有 %(n)s 个字，超过 %(limit)s 个字，已在句末断开，全文留在附加内容里", n=len(stated), limit=TEASER
    )
    row.note("teaser", warning("overflow", reason, Message("导入后可在表单里调整")))
    return parts_text


def _within_limits(row: RowReader, parts: dict[str, str]) -> dict[str, str]:
    for index, field in enumerate(PARTS):
        length = len(parts[field])
        if length <= PART:
            continue
        found = spread(parts[field], PARTS[index:], {**parts, field: ""})
        parts = found.parts
        row.keep("成果简介（续）", found.rest)
        column = field if row.has(field) else "summary"
        reason = Message(
            "有 %(n)s 个字，超过 %(limit)s 个字，已在句末断开，后文接在下一部分或附加内容里", n=length, limit=PART
        )
        row.note(column, warning("overflow", reason, Message("导入后可在表单里调整")))
    return parts


def _maturity(row: RowReader) -> tuple[tuple[int, TrlScale] | None, Stage | None, str]:
    """TRL and stage from their columns; a word such as 中试 in the column of maturity stands for both."""
    evidence = row.text("trl_evidence")
    stage_word = row.take("stage", words.read_word("stage", row.text("stage"), STAGES))
    scale = TrlScale(words.find_word("trl_scale", row.text("trl_scale")) or TrlScale.NINE)
    trl = None
    for field in ("trl", "maturity"):
        text = row.text(field)
        word = words.find_word("stage", text) if text else None
        if trl is None and word and words.read_trl(text, scale).value is None:
            stage_word = stage_word or word
            level = words.level_of_word(text)
            trl = (level, TrlScale.NINE) if level else None
            evidence = evidence or (f"按表中“{one_line(text)[:40]}”推定" if level else "")
        elif trl is None and text:
            trl = row.take(field, words.read_trl(text, scale))
    level = words.level_of_word(row.text("stage"))
    if trl is None and level and not row.has("trl") and not row.has("maturity"):
        row.propose("trl", str(level), Message("成果阶段写的是“%(words)s”", words=one_line(row.text("stage"))))
    return trl, Stage(stage_word) if stage_word else None, evidence


def _codes(row: RowReader, field: str) -> tuple[str, ...]:
    text = row.text(field).upper()
    return tuple(dict.fromkeys(" ".join(code.split()) for code in IPC.findall(text)))


def _parameters(row: RowReader) -> tuple[Parameter, ...]:
    reading = read_parameters(row.raw("parameters"))
    found: list[Parameter] = [*(row.take("parameters", reading) or ())]
    if reading.doubts:
        row.keep("技术参数", row.text("parameters"))
    for field, name in (("energy_saving", "节能量"), ("co2_reduction", "二氧化碳减排量")):
        text = row.text(field)
        amount = quantity(text) if text else None
        if amount is not None and len(amount.unit) <= 40:
            unit = amount.unit or row.unit(field)
            found.append(parameter_of(name, type(amount)(amount.minimum, amount.maximum, unit, amount.approximate)))
        elif text:
            row.keep(name, text)
    found += stated_savings(row.raw("cases"))
    return tuple(_fitting(parameter) for parameter in found)


def _fitting(parameter: Parameter) -> Parameter:
    if len(parameter.name) <= 80 and len(parameter.unit) <= 40:
        return parameter
    return Parameter(
        name=parameter.name[:80],
        minimum=parameter.minimum,
        maximum=parameter.maximum,
        unit=parameter.unit[:40],
        conditions=parameter.conditions,
        evidence=parameter.evidence or parameter.name,
    )


def _patents(row: RowReader) -> tuple[IntellectualProperty, ...]:
    value = row.raw("ip")
    if not isinstance(value, list):
        return row.take("ip", read_patents(row.text("ip"))) or ()
    found: list[IntellectualProperty] = []
    for item in value:
        if not isinstance(item, Mapping):
            continue
        number = pick(item, ("number", "专利号", "号码"))
        read: Reading[tuple[IntellectualProperty, ...]] = read_patents(number, pick(item, ("status", "状态")))
        one = (row.take("ip", read) or (None,))[0]
        kind = words.find_word("ip_kind", pick(item, ("kind", "type", "类型")))
        status = words.find_word("ip_status", pick(item, ("status", "状态")))
        found.append(
            IntellectualProperty(
                kind=IpKind(kind) if kind else one.kind if one else IpKind.INVENTION,
                title=one_line(pick(item, ("title", "name", "名称"))),
                number=one.number if one else one_line(number)[:60],
                status=IpStatus(status) if status else one.status if one else IpStatus.PENDING,
                holder=one_line(pick(item, ("holder", "权利人"))),
            )
        )
    return tuple(found)


def _price(row: RowReader) -> tuple[PriceMode | None, float | None]:
    mode = row.take(
        "price_mode", words.read_word("price_mode", row.text("price_mode"), ("面议", "固定", "入门费+提成", "竞价"))
    )
    text = row.text("price")
    if is_negotiable(text):
        return PriceMode(mode) if mode else PriceMode.NEGOTIABLE, None
    price = row.money("price")
    if mode is None and price is not None:
        mode = PriceMode.FIXED.value
    if mode is None and is_negotiable(row.text("transfer_modes")):
        mode = PriceMode.NEGOTIABLE.value
    return PriceMode(mode) if mode else None, price


def _cases(row: RowReader) -> tuple[Case, ...]:
    value = row.raw("cases")
    for label, text in variants(value).items():
        row.keep(label, text)
    cases = read_cases(value)
    columns = {
        field: row.line(field) for field in ("case_user", "case_place", "case_year", "case_scale", "case_result")
    }
    if not any(columns.values()):
        return cases
    year = case_year(columns["case_year"])
    user = columns["case_user"] if not is_empty(columns["case_user"]) else NOT_NAMED
    own = Case(
        user=user or NOT_NAMED,
        place=columns["case_place"],
        year=year if year and 1950 <= year <= 2100 else None,
        scale=columns["case_scale"],
        measured_result=row.text("case_result"),
    )
    return (*cases, own)
