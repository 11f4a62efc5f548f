"""Two texts side by side, word by word: what only the old one has, what only the new one has. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

TOKEN = re.compile(r"[0-9][0-9.,]*|[A-Za-zÀ-ÿΑ-ω₀-₉₊₋]+|\s+|.", re.DOTALL)
LONGEST = 3000  # tokens: beyond, lines are compared instead, for the comparison is quadratic
Block = tuple[str, int, int, int, int]
Span = tuple[str, bool]  # text, and whether it differs


def side_by_side(before: str, after: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The old text and the new one as spans. Chinese is compared by characters, other scripts and figures by words."""
    old, new = _tokens(before), _tokens(after)
    if len(old) + len(new) > LONGEST:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    matched: list[Block] = list(SequenceMatcher(None, old, new, autojunk=False).get_opcodes())
    blocks = list(_without_crumbs(matched, old))
    return (
        _joined(("".join(old[i1:i2]), tag != "equal") for tag, i1, i2, _j1, _j2 in blocks),
        _joined(("".join(new[j1:j2]), tag != "equal") for tag, _i1, _i2, j1, j2 in blocks),
    )


def _tokens(text: str) -> list[str]:
    return TOKEN.findall(text)


def _without_crumbs(blocks: Sequence[Block], old: Sequence[str]) -> Iterator[Block]:
    """A single character that two changes have between them is part of the change: nobody reads such crumbs."""
    last = len(blocks) - 1
    for place, (tag, i1, i2, j1, j2) in enumerate(blocks):
        crumb = tag == "equal" and 0 < place < last and i2 - i1 == 1 and len(old[i1]) == 1
        yield ("replace" if crumb else tag), i1, i2, j1, j2


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Neighbours of a kind as one; blanks left out."""
    found: list[Span] = []
    for text, differs in spans:
        if not text:
            continue
        if found and found[-1][1] == differs:
            found[-1] = (found[-1][0] + text, differs)
        else:
            found.append((text, differs))
    return tuple(found)
