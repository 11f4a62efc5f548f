"""What no template and no style sheet may contain."""

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*.html") if path.parent.name != "email")
SHEETS = sorted((ROOT / "static" / "css").glob("*.css"))
SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))

INLINE_SCRIPT = re.compile(r"<script(?![^>]*\b(?:src=|type=\"application/ld\+json\"))[^>]*>", re.IGNORECASE)
INLINE_STYLE = re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE)
HANDLER = re.compile(r"\son[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE)
RAW_COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|%23[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|oklab|lab|lch)\(", re.IGNORECASE)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_carries_no_inline_script_or_style(path: Path) -> None:
    text = path.read_text("utf8")

    found = [pattern.findall(text) for pattern in (INLINE_SCRIPT, INLINE_STYLE, HANDLER)]

    assert found == [[], [], []]


@pytest.mark.parametrize("path", [path for path in SHEETS if path.name != "tokens.css"], ids=name)
def test_a_style_sheet_takes_its_colours_from_the_tokens(path: Path) -> None:
    assert RAW_COLOUR.findall(path.read_text("utf8")) == []


def test_every_token_that_is_used_exists() -> None:
    defined = set(re.findall(r"(--[\w-]+)\s*:", (ROOT / "static" / "css" / "tokens.css").read_text("utf8")))
    used = {token for path in SHEETS for token in re.findall(r"var\((--[\w-]+)", path.read_text("utf8"))}

    assert used - defined == set()


def test_every_icon_that_is_named_exists() -> None:
    sprite = set(re.findall(r'id="([\w-]+)"', (ROOT / "static" / "icons.svg").read_text("utf8")))
    named = {
        f"i-{icon}"
        for path in TEMPLATES
        for icon in re.findall(r"\bicon\('([\w-]+)'|icon_name='([\w-]+)'", path.read_text("utf8"))
        for icon in icon
        if icon
    }

    assert named - sprite == set()


def test_every_behaviour_that_is_named_has_its_file() -> None:
    named = {
        behaviour
        for path in TEMPLATES
        for behaviours in re.findall(r"data-behaviour(?:=\"|': ')([\w -]+)", path.read_text("utf8"))
        for behaviour in behaviours.split()
    }
    registered = set(re.findall(r'"([\w-]+)",?', (ROOT / "static" / "js" / "app.js").read_text("utf8").split("]")[0]))

    assert named - registered == set()
    assert {f"{behaviour}.js" for behaviour in registered} - {path.name for path in SCRIPTS} == set()


@pytest.mark.parametrize("path", SHEETS + SCRIPTS, ids=name)
def test_a_source_file_stays_short(path: Path) -> None:
    assert len(path.read_text("utf8").splitlines()) < 400
