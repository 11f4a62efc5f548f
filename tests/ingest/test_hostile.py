"""Files made to do harm, or broken beyond use: each ends in one clear sentence, in bounded memory, and nothing is written."""

import codecs
import io
import json
import re
import resource
import struct
import zipfile
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ingest import features, limits
from ingest.models import ImportRun
from ingest.pipeline import plan
from ingest.readers.guarded import read_guarded
from ingest.records import FileNotRead, Kind
from marketplace.config import Settings
from marketplace.core.actor import Role
from marketplace.core.db import Database
from tests.factories import make_organisation, make_person
from tests.ingest.fuzzing import fuzz, mutations
from tests.ingest.made import docx_file, ods_file, pdf_file, xls_file, xlsx_file, zip_file
from tests.ingest.made.xls import compound
from tests.ingest.test_pages import number_of, upload

Maker = Callable[[], bytes]
HEAD = "成果名称,成果简介\n"
ROWS = [["成果名称", "成果简介"], ["甲装置", "回收余热。"]]
LAUGHS = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
MEGABYTE = 1024 * 1024
GIGABYTE_KB = 1024 * 1024


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A container with one part changed, added where it was not."""
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        parts = {each: container.read(each) for each in container.namelist()}
    return zip_file(parts | {name: change(parts.get(name, b""))}, stored=("mimetype",))


def doctype(kind: str) -> Callable[[bytes], bytes]:
    return lambda xml: re.sub(rb"^(<\?xml[^>]*\?>)?", lambda found: found[0] + kind.encode(), xml, count=1)


def encrypted_zip() -> bytes:
    data = bytearray(zip_file({"a.csv": HEAD.encode()}))
    data[6] |= 1
    data[data.rfind(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def nested_zip(depth: int) -> bytes:
    data = zip_file({"a.csv": HEAD.encode()})
    for level in range(depth):
        data = zip_file({f"{level}.zip": data})
    return data


def sheet_xml(rows: str) -> Callable[[bytes], bytes]:
    return lambda xml: re.sub(rb"<sheetData.*</sheetData>", f"<sheetData>{rows}</sheetData>".encode(), xml, flags=re.S)


def xlsx(rows: object = None) -> bytes:
    return xlsx_file({"表": rows or ROWS})  # type: ignore[dict-item]


def far_cell() -> bytes:
    cell = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    return with_part(xlsx(), "xl/worksheets/sheet1.xml", sheet_xml(cell))


def repeated_ods(rows: int) -> bytes:
    return with_part(
        ods_file(ROWS),
        "content.xml",
        lambda xml: xml.replace(b"<table:table-row>", b'<table:table-row table:number-rows-repeated="%d">' % rows),
    )


def page_loop() -> bytes:
    return pdf_file(ROWS).replace(b"/Kids[4 0 R]", b"/Kids[2 0 R]")


REFUSED: dict[str, tuple[str, Maker, str]] = {
    "empty": ("a.csv", lambda: b"", "empty"),
    "too large": ("a.csv", lambda: b"a" * (limits.FILE_BYTES + 1), "too_large"),
    "200,000 rows": ("a.csv", lambda: (HEAD + "甲装置,乙\n" * 200_000).encode(), "too_many_rows"),
    "200,000 rows of json": ("a.jsonl", lambda: b'{"title": "abc"}\n' * 200_000, "too_many_rows"),
    "10,000 columns": ("a.csv", lambda: (",".join(["成果名称", *map(str, range(10_000))]) + "\n").encode(), "too_many_columns"),
    "10,000 columns of a workbook": ("a.xlsx", lambda: xlsx([["成果名称", *map(str, range(10_000))]]), "too_many_columns_sheet"),
    "a cell of 50 MB": ("a.csv", lambda: (HEAD + '甲,"' + "x" * 50 * MEGABYTE + '"').encode(), "cell_too_long"),
    "a cell of 1 MB": ("a.json", lambda: json.dumps([{"title": "x" * MEGABYTE}]).encode(), "cell_too_long_json"),
    "a quote never closed": ("a.csv", lambda: (HEAD + '"甲\n' + "乙,丙\n" * 40_000).encode(), "cell_too_long"),
    "zip bomb": ("a.xlsx", lambda: zip_file({"xl/workbook.xml": b"<a/>", "xl/a.xml": b" " * 100 * MEGABYTE}), "too_large_unpacked"),
    "zip bomb of a parcel": ("a.zip", lambda: zip_file({"a.csv": b"a" * 100 * MEGABYTE}), "too_large_unpacked"),
    "nested zips": ("a.zip", lambda: nested_zip(8), "nothing_in_parcel"),
    "zip in a zip": ("a.zip", lambda: nested_zip(1), "nothing_in_parcel"),
    "empty zip": ("a.zip", lambda: zip_file({}), "empty_parcel"),
    "51 files": ("a.zip", lambda: zip_file({f"{n}.csv": HEAD.encode() for n in range(51)}), "too_many_files"),
    "names that climb": ("a.zip", lambda: zip_file({"../../etc/cron.d/x.csv": HEAD.encode()}), "unsafe_names"),
    "an absolute name": ("a.zip", lambda: zip_file({"/etc/x.csv": HEAD.encode()}), "unsafe_names"),
    "a name of another drive": ("a.zip", lambda: zip_file({"C:\\x.csv": HEAD.encode()}), "unsafe_names"),
    "names that climb backwards": ("a.zip", lambda: zip_file({"..\\..\\x.csv": HEAD.encode()}), "unsafe_names"),
    "encrypted zip": ("a.zip", encrypted_zip, "encrypted"),
    "encrypted workbook": ("a.xlsx", lambda: compound({"EncryptedPackage": b"x" * 5000}), "encrypted"),
    "truncated zip": ("a.zip", lambda: zip_file({"a.csv": HEAD.encode()})[:-30], "truncated"),
    "truncated workbook": ("a.xlsx", lambda: xlsx()[:2000], "truncated"),
    "truncated document": ("a.docx", lambda: docx_file(ROWS)[:9000], "truncated"),
    "truncated ods": ("a.ods", lambda: ods_file(ROWS)[:500], "truncated"),
    "truncated old workbook": ("a.xls", lambda: xls_file(ROWS)[:1000], "*"),
    "truncated pdf": ("a.pdf", lambda: pdf_file(ROWS)[:300], "*"),
    "truncated json": ("a.json", lambda: b'[{"title": "a"', "bad_json"),
    "truncated utf-16": ("a.csv", lambda: HEAD.encode("utf-16")[:-1], "bad_encoding"),
    "entities of a workbook": ("a.xlsx", lambda: with_part(xlsx(), "xl/worksheets/sheet1.xml", doctype(LAUGHS)), "entities"),
    "entities of a document": ("a.docx", lambda: with_part(docx_file(ROWS), "word/document.xml", doctype(LAUGHS)), "entities"),
    "entities of an ods": ("a.ods", lambda: ods_file(ROWS, head=LAUGHS), "entities"),
    "an entity from outside": ("a.docx", lambda: with_part(docx_file(ROWS), "word/document.xml", doctype(OUTSIDE)), "entities"),
    "entities in other letters": (
        "a.docx",
        lambda: with_part(docx_file(ROWS), "word/document.xml", lambda _: ('<?xml version="1.0" encoding="utf-16"?>' + LAUGHS + "<a>&c;</a>").encode("utf-16")),
        "entities",
    ),
    "broken xml": ("a.docx", lambda: with_part(docx_file(ROWS), "word/document.xml", lambda xml: xml[:-40]), "bad_document"),
    "deep xml": (
        "a.docx",
        lambda: with_part(docx_file(ROWS), "word/document.xml", lambda _: b"<a>" * 100_000 + b"</a>" * 100_000),
        "*",
    ),
    "a cell at the end of the sheet": ("a.xlsx", far_cell, "*"),
    "a row a million times": ("a.ods", lambda: repeated_ods(1_048_576), "*"),
    "a row a thousand million times": ("a.ods", lambda: repeated_ods(1_000_000_000), "*"),
    "only formulas": ("a.xlsx", lambda: xlsx([["=A2", "=B2"], ["=A1", "=B1"]]), "*"),
    "only a header": ("a.xlsx", lambda: xlsx([["成果名称", "成果简介"]]), "no_rows"),
    "nothing in the cells": ("a.xlsx", lambda: xlsx([["", ""], ["", ""]]), "*"),
    "an old Word document": ("a.doc", lambda: compound({"WordDocument": b"x" * 5000}), "old_word"),
    "old slides": ("a.ppt", lambda: compound({"PowerPoint Document": b"x" * 5000}), "not_a_table"),
    "a compound file that holds nothing": ("a.xls", lambda: compound({"Nothing": b"x" * 5000}), "*"),
    "an old workbook of noise": ("a.xls", lambda: compound({"Workbook": bytes(range(256)) * 40}), "*"),
    "a sector that leads to itself": ("a.xls", lambda: xls_file(ROWS)[:-512] + struct.pack("<I", 0) * 128, "*"),
    "a record longer than its stream": ("a.xls", lambda: xls_file(ROWS).replace(b"\x09\x08\x10\x00", b"\x09\x08\xff\xff", 1), "*"),
    "a pdf without text": ("a.pdf", lambda: pdf_file([]), "no_text"),
    "a pdf with a script": ("a.pdf", lambda: pdf_file([], extra="/OpenAction<</S/JavaScript/JS(app.alert(1))>>"), "no_text"),
    "a pdf that is only its head": ("a.pdf", lambda: b"%PDF-1.7\n", "bad_pdf"),
    "a pdf of noise": ("a.pdf", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 100, "bad_pdf"),
    "a pdf of 300 pages": ("a.pdf", lambda: pdf_file(*([["x"]] for _ in range(300))), "too_many_pages"),
    "a pdf with a secret": (
        "a.pdf",
        lambda: pdf_file(ROWS).replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt<</Filter/Standard/V 1/R 2/O(%s)/U(%s)/P -4>>/ID[(a)(a)]" % (b"o" * 32, b"u" * 32)),
        "encrypted",
    ),
    "deep json": ("a.json", lambda: b"[" * 200_000, "json_too_deep"),
    "deep objects": ("a.json", lambda: b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "json_too_deep"),
    "a number of 5,000 digits": ("a.json", lambda: b'[{"title": "a", "price": ' + b"9" * 5000 + b"}]", "bad_json_number"),
    "a list of numbers": ("a.json", lambda: b"[1, 2, 3]", "no_records"),
    "broken lines": ("a.jsonl", lambda: b'{"title": "a"}\n{"title": \n', "bad_json_line"),
    "NULs": ("a.csv", lambda: b"\0" * 10_000, "*"),
    "NULs among letters": ("a.csv", lambda: f"{HEAD}甲\0装置,简\0介\n".encode(), "*"),
    "noise": ("a.csv", lambda: bytes(range(256)) * 400, "*"),
    "a picture called csv": ("a.csv", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "not_a_table"),
    "a program called xlsx": ("a.xlsx", lambda: b"MZ" + bytes(range(256)) * 40, "*"),
    "a web page called xls": ("a.xls", lambda: b"<html><script>alert(1)</script><table></table></html>", "web_page"),
    "an archive of another kind": ("a.zip", lambda: b"Rar!\x1a\x07\x00", "not_a_table"),
    "a mark and nothing after it": ("a.csv", lambda: codecs.BOM_UTF16_LE + b"\x00", "bad_encoding"),
    "another program's text document": ("a.odt", lambda: zip_file({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}), "not_a_table"),
}  # fmt: skip

TAKEN: dict[str, tuple[str, Maker]] = {
    "macros": ("a.xlsm", lambda: with_part(xlsx(), "xl/vbaProject.bin", lambda _: b"x" * 100)),
    "external links": ("a.xlsx", lambda: with_part(xlsx(), "xl/externalLinks/externalLink1.xml", lambda _: b"<a/>")),
    "not a number": ("a.json", lambda: b'[{"title": "abc", "price": NaN, "capex": Infinity, "opex": -1e999}]'),
    "year 9999 and year 0": ("a.csv", lambda: "成果名称,有效期\n甲装置,9999-12-31\n乙装置,0000-00-00\n丙装置,99999999\n".encode()),
    "half characters": ("a.json", lambda: b'[{"title": "\\ud800abc\\udfff", "summary": "\\ud83d"}]'),
    "writing turned round": ("a.csv", lambda: f"{HEAD}\u202e甲装置\u202c,\u2066简介\u2069\n".encode()),
    "emoji": ("a.csv", lambda: f"{HEAD}😀装置👩‍👩‍👧,简介🏴󠁧󠁢󠁥󠁮󠁧󠁿\n".encode()),
    "formulas of another program": ("a.csv", lambda: f'{HEAD}"=cmd|\' /C calc\'!A0","@SUM(1)"\n'.encode()),
    "a pdf whose pages are its pages": ("a.pdf", page_loop),
    "a hundred thousand spaces": ("a.csv", lambda: f"{HEAD}甲装置,{' ' * 90_000}x\n".encode()),
    "brackets without end": ("a.csv", lambda: f"{HEAD}甲装置,{'（' * 5_000}\n".encode()),
    "numbers without end": ("a.csv", lambda: f"成果名称,价格（万元）,技术参数\n甲装置,{'9' * 5_000},{'1~' * 2_000}\n".encode()),
    "marks that stack": ("a.csv", lambda: f"{HEAD}甲{'́' * 5_000}装置,简介\n".encode()),
    "a zip with its files inside out": ("a.zip", lambda: zip_file({"a/./b//c.csv": f"{HEAD}甲装置,乙\n".encode()})),
}  # fmt: skip


def test_there_are_at_least_sixty_of_them() -> None:
    assert len(REFUSED) + len(TAKEN) >= 60


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_ends_in_one_sentence(name: str) -> None:
    filename, make, code = REFUSED[name]

    with pytest.raises(FileNotRead) as found:
        read_guarded(make(), filename)

    sentence = str(found.value)
    assert sentence.endswith("。")
    assert "%(" not in sentence
    assert "\n" not in sentence
    assert code in ("*", found.value.code)
    most, own = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF))
    assert most < GIGABYTE_KB or most <= own  # a child counts what its parent held when it was made


@pytest.mark.parametrize("name", TAKEN)
@pytest.mark.parametrize("kind", Kind)
def test_an_odd_file_is_read_and_judged(name: str, kind: Kind) -> None:
    filename, make = TAKEN[name]

    planned = plan(read_guarded(make(), filename), kind)

    assert len(planned.rows) >= 1
    for row in planned.rows:
        json.dumps([str(problem) for problem in row.problems], ensure_ascii=False).encode()
        row.content.title.encode()


def test_of_no_hostile_file_a_row_is_written(
    app: Flask, database: Database, settings: Settings, sign_in: Callable[[str], FlaskClient]
) -> None:
    features.install(app)
    with database.transaction() as session:
        university = make_organisation(session, "UNI-A")
        make_person(session, "teacher@example.org", Role.UNIVERSITY, organisation=university)
    teacher = sign_in("teacher@example.org")

    refused = [(filename, make) for filename, make, _code in REFUSED.values()]
    assert len(refused) >= 60
    for filename, make in refused:
        answer = upload(teacher, make(), filename)
        assert answer.status_code in (413, 422), filename
        assert answer.get_data(as_text=True).count('class="error"') <= 1
        assert "Traceback" not in answer.get_data(as_text=True)

    assert number_of(database, ImportRun) == 0
    assert [path for path in settings.files_dir.rglob("*") if path.is_file()] == []
    with database.reading() as session:
        assert session.scalars(select(ImportRun.id)).all() == []


def test_damaged_files_of_every_format_never_fell_the_plan() -> None:
    report = fuzz(mutations(seed=7), lambda number: number >= 60)

    assert report.tried == 60
    assert report.outcomes["plan fell"] == 0
    assert report.most_memory < 1024
