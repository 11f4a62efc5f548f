"""The beginning of a document's text becomes the question."""

import re
from collections.abc import Iterator
from typing import IO

from marketplace.core.documents import read_blocks, text_of
from marketplace.core.errors import InvalidInput
from marketplace.discovery.tidying import tidy
from search.text import is_blank

QUESTION_CHARACTERS = 2_000  # of a document become the question; an encoder reads no more
ENOUGH = 12_000  # raw characters after which reading stops


def _(text: str) -> str:
    """Mark a msgid; it is translated when it is shown."""
    return text


def read_document(stream: IO[bytes]) -> str:
    """The beginning of a document's text, as a question; InvalidInput says why it cannot be read."""
    text = "\n".join(_beginning(text_of(block) for block in read_blocks(stream.read())))
    if is_blank(text):
        raise InvalidInput(_("文件里没有可以读取的文字。请换一个文件，或把问题写在框里。"))
    return condense(text)


def condense(text: str) -> str:
    """The first part of a text, each line once: running heads and repeated cells say nothing new."""
    lines = dict.fromkeys(tidy(line, QUESTION_CHARACTERS) for line in text.splitlines())
    return tidy(" ".join(line for line in lines if not is_blank(line)), QUESTION_CHARACTERS)


def _beginning(parts: Iterator[str]) -> Iterator[str]:
    """Parts until there is enough."""
    held = 0
    for part in parts:
        part = re.sub(r"[ \t\u3000]+", " ", part[:ENOUGH])
        yield part
        held += len(part)
        if held >= ENOUGH:
            return
