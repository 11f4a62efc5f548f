"""Both languages are complete: every Chinese msgid has an English text, and no template speaks without a msgid."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from marketplace.web.language import FOLDER, merged_catalogue
from tests.conftest import ROOT

CHINESE = re.compile(r"[\u4e00-\u9fff]")
COMMENT = re.compile(r"{#.*?#}", re.DOTALL)
CALL = re.compile(r"_\(\s*(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")", re.DOTALL)
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "announce": None, "ngettext": (1, 2)}
# sentences of the domain are msgids too: they are translated where they are shown
SENTENCES = dict.fromkeys(("NotFound", "Forbidden", "Conflict", "InvalidInput", "JobFailed"))
JINJA = {"extensions": "jinja2.ext.do", "silent": "false"}  # a template that cannot be parsed stops the test
SPOKEN_BOTH_WAYS = {"中文", "碳索", "English"}


def _source_files() -> list[Path]:
    return sorted(path for folder in ("marketplace", "ingest") for path in (ROOT / folder).rglob("*.py"))


def _templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html")) + sorted((ROOT / "templates").rglob("*.txt"))


def _msgids() -> Iterator[tuple[str, Path]]:
    for path in _source_files():
        for _line, message, _comments, _context in extract_from_file("python", path, keywords=KEYWORDS | SENTENCES):
            for text in message if isinstance(message, tuple) else (message,):
                if text:
                    yield text, path
    for path in _templates():
        for _line, message, _comments, _context in extract_from_file(
            "jinja2.ext:babel_extract", path, keywords=KEYWORDS, options=JINJA
        ):
            for text in message if isinstance(message, tuple) else (message,):
                if text:
                    yield text, path


def test_every_chinese_msgid_has_an_english_text() -> None:
    english = merged_catalogue("en")
    missing = sorted(
        {
            f"{path.relative_to(ROOT)}: {text}"
            for text, path in _msgids()
            if CHINESE.search(text) and not (english.get(text) and english.get(text).string)
        }
    )

    assert missing == []


def test_a_msgid_has_one_english_text_wherever_it_stands() -> None:
    texts: dict[str, set[str]] = {}
    for path in sorted((FOLDER / "en").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file):
                texts.setdefault(str(message.id), set()).add(_text(message.string))

    assert {msgid: found for msgid, found in texts.items() if msgid and len(found) > 1} == {}


def test_no_english_text_speaks_chinese() -> None:
    spoken = [message.id for message in merged_catalogue("en") if message.id and CHINESE.search(_text(message.string))]

    assert [text for text in spoken if text not in SPOKEN_BOTH_WAYS] == []


def test_placeholders_are_the_same_in_both_languages() -> None:
    names = re.compile(r"%\((\w+)\)")
    different = [
        message.id
        for message in merged_catalogue("en")
        if message.id
        and isinstance(message.id, str)
        and set(names.findall(message.id)) != set(names.findall(_text(message.string)))
    ]

    assert different == []


@pytest.mark.parametrize("path", _templates(), ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_template_says_nothing_outside_a_msgid(path: Path) -> None:
    """Chinese text stands in a template only inside _('...'); the gallery of components shows invented samples."""
    text = CALL.sub("", COMMENT.sub("", path.read_text("utf8")))
    bare = [line.strip() for line in text.splitlines() if CHINESE.search(line.replace("碳索", ""))]

    assert bare == [] or path.name == "gallery.html"


def _text(value: object) -> str:
    return " ".join(value) if isinstance(value, tuple | list) else str(value or "")
