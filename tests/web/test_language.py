"""Both languages are complete: every Chinese msgid has an English text, and no template speaks without a msgid."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po
from flask import Flask
from flask_babel import gettext, lazy_gettext

from ingest.wording import say as say_packed
from marketplace.web.language import FOLDER, merged_catalogue, say, spoken, written
from tests.conftest import ROOT

CHINESE = re.compile(r"[\u4e00-\u9fff]")
COMMENT = re.compile(r"{#.*?#}", re.DOTALL)
CALL = re.compile(r"_\(\s*(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")", re.DOTALL)
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "announce": None, "ngettext": (1, 2)}
# sentences of the domain are msgids too: they are translated where they are shown
SENTENCES = dict.fromkeys(("NotFound", "Forbidden", "Conflict", "InvalidInput", "JobFailed"))
JINJA = {"extensions": "jinja2.ext.do", "silent": "false"}  # a template that cannot be parsed stops the test
COUNTED = re.compile(r"%\((\w+)\)[sd] ((?:[a-z]+ )?[a-z]+s)\b")
ALWAYS_MANY = {"limit", "most", "minimum", "maximum"}
VERBS = {"is", "are", "was", "has", "took", "never", "asks", "invites", "offers", "runs", "fills", "waits"}
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
                texts.setdefault(_msgid(message), set()).add(_text(message.string))

    assert {msgid: found for msgid, found in texts.items() if msgid and len(found) > 1} == {}


def test_no_english_text_speaks_chinese() -> None:
    spoken = [message.id for message in merged_catalogue("en") if message.id and CHINESE.search(_text(message.string))]

    assert [text for text in spoken if text not in SPOKEN_BOTH_WAYS] == []


def test_placeholders_are_the_same_in_both_languages() -> None:
    names = re.compile(r"%\((\w+)\)")
    different = [
        message.id
        for message in merged_catalogue("en")
        for text in _forms(message)
        if message.id and set(names.findall(_msgid(message))) != set(names.findall(text))
    ]

    assert different == []


def test_a_count_before_a_noun_has_its_plural() -> None:
    """“1 results” is not English: such a text takes msgid_plural, msgstr[0] and msgstr[1], and calls its count `n`."""
    bare = [
        message.string
        for message in merged_catalogue("en")
        if isinstance(message.string, str)
        for name, words in COUNTED.findall(message.string.replace("<b>", "").replace("</b>", ""))
        if name not in ALWAYS_MANY
        and VERBS.isdisjoint(words.split())
        and "more than %(" not in message.string  # more than a limit
    ]
    uncounted = [
        message.id
        for message in merged_catalogue("en")
        if not isinstance(message.id, str) and "%(n)s" not in message.id[0]
    ]

    assert bare == []
    assert uncounted == []


@pytest.mark.parametrize(
    ("n", "said"), [(1, "1 result"), ("1", "1 result"), (0, "0 results"), ("1,204", "1,204 results")]
)
def test_a_count_chooses_its_form_wherever_it_is_said(app: Flask, n: object, said: str) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        app.preprocess_request()
        everywhere = {
            str(say("%(n)s 项成果", n=n)),
            spoken("%(n)s 项成果", n=n),
            gettext("%(n)s 项成果", n=n),
            str(lazy_gettext("%(n)s 项成果", n=n)),
            say_packed({"msgid": "%(n)s 项成果", "params": {"n": n}}),
            written("en", "%(n)s 项成果", n=n),
        }

    assert everywhere == {said}


@pytest.mark.parametrize("path", _templates(), ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_template_says_nothing_outside_a_msgid(path: Path) -> None:
    """Chinese text stands in a template only inside _('...'); the gallery of components shows invented samples."""
    text = CALL.sub("", COMMENT.sub("", path.read_text("utf8")))
    bare = [line.strip() for line in text.splitlines() if CHINESE.search(line.replace("碳索", ""))]

    assert bare == [] or path.name == "gallery.html"


def _forms(message: Message) -> Sequence[str]:
    return [message.string] if isinstance(message.string, str) else message.string


def _msgid(message: Message) -> str:
    return str(message.id if isinstance(message.id, str) else message.id[0])


def _text(value: object) -> str:
    return " ".join(value) if isinstance(value, tuple | list) else str(value or "")
