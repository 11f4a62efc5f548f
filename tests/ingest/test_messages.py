"""Every sentence of the pipeline has its English, with the same values in it."""

import ast
import re

from ingest.fields import FIELDS
from marketplace.web.language import merged_catalogue
from tests.ingest.conftest import ROOT

VALUES = re.compile(r"%\((\w+)\)s")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def sentences() -> set[str]:
    """The literals given to Message and FileNotRead, and the labels of fields."""
    found = {field.label for fields in FIELDS.values() for field in fields.values()}
    for path in (ROOT / "ingest").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("Message", "FileNotRead")
            ):
                found |= {
                    constant.value
                    for argument in node.args
                    for constant in ast.walk(argument)
                    if isinstance(constant, ast.Constant) and isinstance(constant.value, str)
                }
    return {text for text in found if CHINESE.search(text)}


def test_every_sentence_has_its_english_with_the_same_values() -> None:
    english = merged_catalogue("en")

    found = {text: english.get(text) for text in sentences()}
    missing = {text for text, message in found.items() if not (message and message.string)}
    differing = {
        text
        for text, message in found.items()
        if message
        for form in ([message.string] if isinstance(message.string, str) else message.string)
        if set(VALUES.findall(text)) != set(VALUES.findall(form))
    }

    assert (missing, differing) == (set(), set())
