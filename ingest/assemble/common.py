"""What achievements and needs have in common: title, contact, classes, what is kept as extra."""

import re

from ingest.assemble.row import READ, RowReader, flat_text
from ingest.fields import FIELDS
from ingest.normalise.people import contact_details, read_contact, read_email, read_phone
from ingest.normalise.reading import error, warning
from ingest.normalise.text import clean, half_width, is_empty, one_line
from ingest.proposals import find_class, find_industry, propose_class
from ingest.records import Message

MOST_KEYWORDS = 5
COUNTER = re.compile(r"^\d{1,4}$")


def read_title(row: RowReader, longest: int) -> str:
    """Read the title: the one thing that every row needs."""
    title = one_line(row.text("title"))
    if not title:
        if not any(problem.field == "title" for problem in row.problems):
            row.note("title", error("required", Message("这一格必填"), Message("填写名称")))
        return ""
    if len(title) <= longest:
        return title
    short = shorten_title(title, longest)
    row.keep("完整名称", title)
    row.note(
        "title",
        warning(
            "title_too_long",
            Message(
                "有 %(n)s 个字，超过 %(limit)s 个字，先记为“%(short)s”，全文留在附加内容里",
                n=len(title),
                limit=longest,
                short=short,
            ),
            Message("改写得短一些"),
            short,
        ),
    )
    return short


def shorten_title(title: str, longest: int) -> str:
    """Cut a title at its last natural border within the limit."""
    head = title[:longest]
    border = max(head.rfind(mark) for mark in "，,、；;：: （(—-和与及")
    return head[:border].strip(" ，,、；;：:（(—-") if border >= longest // 2 else head


def read_contact_fields(row: RowReader) -> tuple[str, str, str]:
    """Name, phone and mail, from their own columns or from one mixed cell."""
    mixed = read_contact(row.text("contact"))
    name_cell = row.text("contact_name")
    named = read_contact(name_cell) if contact_details(name_cell) else None
    name = (named.name if named else row.line("contact_name", 80)) or mixed.name
    phone = row.take("contact_phone", read_phone(row.text("contact_phone"))) if row.has("contact_phone") else None
    mail = row.take("contact_email", read_email(row.text("contact_email"))) if row.has("contact_email") else None
    phone = phone or (named.phone if named else "") or mixed.phone
    return name, phone[:40], mail or (named.email if named else "") or mixed.email


def read_keywords(row: RowReader) -> tuple[str, ...]:
    """At most five keywords; more are kept as extra."""
    words = row.items("keywords")
    if len(words) > MOST_KEYWORDS:
        row.keep("更多关键词", "、".join(words[MOST_KEYWORDS:]))
    return tuple(word[:40] for word in words[:MOST_KEYWORDS])


def read_classes(row: RowReader, title: str, text: str) -> tuple[str, str]:
    """Sector and key technology as the columns say; otherwise they are proposed, never set."""
    sector, technology = "", ""
    for field in ("key_technology", "sector"):
        stated = row.text(field)
        found = find_class(stated) if stated else None
        if found:
            sector, technology = sector or found.sector, technology or found.key_technology
        elif stated:
            row.keep(FIELDS[row.kind][field].label, stated)
    if not technology:
        proposal = propose_class(title, text, sector)
        if proposal and not sector:
            row.propose("sector", proposal.sector, proposal.because)
        if proposal and proposal.key_technology:
            row.propose("key_technology", proposal.key_technology, proposal.because)
    return sector, technology


def read_industries(row: RowReader) -> tuple[str, ...]:
    """Industries by code or name; unknown names are kept as extra."""
    found, unknown = [], []
    for item in row.items("industries"):
        code = find_industry(item)
        (found.append(code) if code else unknown.append(item))
    if unknown:
        row.keep("应用行业", "、".join(unknown))
    return tuple(dict.fromkeys(found))


def keep_the_rest(row: RowReader) -> None:
    """Keep columns that no field takes: known ones under their own name, others under their heading."""
    read = READ[row.kind]
    for field, cells in row.cells.items():
        if field in read or field == "row_number":
            continue
        known = FIELDS[row.kind].get(field)
        for column, cell in cells:
            text = clean(flat_text(cell))
            label = known.label if known else column.heading if column else field
            if text and not is_empty(text):
                row.keep(_label(label, column.heading if column else label, known is not None), text)


def _label(label: str, heading: str, known: bool) -> str:
    """A Chinese heading is kept as written; a code-like one takes the field's label."""
    return heading if not known or re.search(r"[\u4e00-\u9fff]", heading) else label


def note_contact_details(row: RowReader, field: str, *, severe: bool) -> None:
    """Prose that visitors read must not hold telephone numbers or mail addresses."""
    text = row.text(field)
    found = contact_details(text) if text else []
    if not found:
        return
    fix = text
    for detail in found:
        fix = fix.replace(detail, "")
    doubt = (error if severe else warning)(
        "contact_in_text",
        Message("简介里不能有联系方式（%(found)s）", found="、".join(found)),
        Message("删去联系方式"),
        fix,
    )
    row.note(field, doubt)


def owner_name(row: RowReader) -> str:
    return one_line(row.text("owner_name"))


def source_key(row: RowReader) -> str:
    """The key that the source gives a record; 1, 2, 3 count rows and identify nothing beyond their file."""
    key = half_width(row.line("source_key"))[:120]
    if COUNTER.match(key):
        row.keep("来源编号", key)
        return ""
    return key
