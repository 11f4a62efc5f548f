"""The bilingual list of the field, read once and branched by word."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from search.lexicon.forms import american

TERMS = Path(__file__).with_name("terms.tsv")


@dataclass(slots=True)
class Branch:
    """The terms that begin with the words walked so far; `chinese` is empty when those words alone are no term."""

    chinese: tuple[str, ...] = ()
    next: dict[str, "Branch"] = field(default_factory=dict)


@cache
def entries() -> Branch:
    """All terms by their words. A hyphen in a term says that it is also written as one word: off-gas, off gas, offgas."""
    root = Branch()
    for english, chinese in read_terms():
        for spelling in {english.replace("-", " "), english.replace("-", "")}:
            _plant(root, spelling.split(), chinese)
    return root


def read_terms() -> list[tuple[str, tuple[str, ...]]]:
    """The lines of the list: English term, Chinese terms, the best first."""
    lines = TERMS.read_text(encoding="utf-8").splitlines()
    return [(english, tuple(chinese.split("|"))) for english, chinese in (line.split("\t") for line in lines)]


def _plant(branch: Branch, words: list[str], chinese: tuple[str, ...]) -> None:
    for word in words:
        branch = branch.next.setdefault(american(word), Branch())
    branch.chinese = chinese
