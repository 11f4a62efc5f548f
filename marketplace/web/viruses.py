"""What a request brings as a file is looked through for viruses before anything keeps it."""

from typing import IO

from marketplace.core.errors import InvalidInput
from marketplace.core.scanning import Scanner, Verdict, open_scanner
from marketplace.web.state import settings


def _(text: str) -> str:
    """Mark a msgid; it is translated when it is shown."""
    return text


FOUND = _("文件里查出病毒（%(name)s），没有收下。请先清除，再上传。")
AWAY = _("现在查不了病毒，文件没有收下。请过几分钟再传一次。")


def refuse_viruses(content: IO[bytes], field: str, scanner: Scanner | None = None) -> None:
    """InvalidInput for a virus, and while a scanner that is set up does not answer; the stream is rewound.

    Files of a result wait in quarantine instead; a paper belongs to an act that is done at once or not at all.
    """
    content.seek(0)
    scan = (scanner or open_scanner(settings().clamd)).scan(content)
    content.seek(0)
    if scan.verdict is Verdict.INFECTED:
        raise InvalidInput(FOUND, {field: FOUND}, name=scan.found)
    if scan.verdict is Verdict.HELD:
        raise InvalidInput(AWAY, {field: AWAY})
