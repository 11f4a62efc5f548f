"""Reply addresses: an answer to a letter about a deal is filed under the deal, for the person the letter was sent to."""

import hashlib
import hmac
import html
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import getaddresses, parseaddr

from marketplace.deals.rules import LONGEST

MARK = re.compile(r"\+(d-\d{4}-\d{4,})\.(\d+)\.([0-9a-f]{20})@", re.IGNORECASE)
TARGETS = ("to", "cc", "delivered-to", "x-original-to")
QUOTES = re.compile(
    r"^\s*(>|-{2,}\s*(original message|原始邮件|转发|回复)|on .{5,120} wrote:|在.{4,80}写道[：:]|发件人[：:]|from: )",
    re.IGNORECASE,
)
TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a letter says, without what it quotes: for which deal, by which person, from which address."""

    deal: str
    person_id: int
    sender: str
    text: str
    letter: str  # hash of its Message-ID
    left_out: tuple[str, ...] = ()  # names of files that were attached


def reply_address(secret: str, address: str, public_id: str, person_id: int) -> str:
    """post@example.org -> post+d-2026-0001.12.SEAL@example.org; "" where no address takes replies."""
    local, at, host = address.partition("@")
    return f"{local}+{public_id.lower()}.{person_id}.{_seal(secret, public_id, person_id)}@{host}" if at else ""


def read_letter(secret: str, raw: bytes) -> Letter | None:
    """The letter, if it is addressed to a deal with a genuine seal; None for every other."""
    message = message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)
    for _name, address in getaddresses([str(value) for name in TARGETS for value in message.get_all(name, [])]):
        marked = MARK.search(address)
        if marked is None:
            continue
        public_id, person_id = marked[1].upper(), int(marked[2])
        if hmac.compare_digest(marked[3].lower(), _seal(secret, public_id, person_id)):
            return Letter(
                deal=public_id,
                person_id=person_id,
                sender=parseaddr(str(message.get("from", "")))[1].lower(),
                text=_text_of(message),
                letter=hashlib.sha256(str(message.get("message-id", "")).strip().encode() or raw).hexdigest(),
                left_out=tuple(str(part.get_filename() or "?")[:80] for part in message.iter_attachments())[:10],
            )
    return None


def without_quotes(text: str) -> str:
    """What was written now: everything before the first quoted line."""
    kept: list[str] = []
    for line in text.replace("\r\n", "\n").replace("\x00", "").split("\n"):
        if QUOTES.match(line):
            break
        kept.append(line.rstrip())
    return "\n".join(kept).strip()[:LONGEST]


def _text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain", "html"))
    if body is None:
        return ""
    try:
        text = str(body.get_content())
    except (LookupError, UnicodeError, ValueError):  # a character set nobody knows
        text = bytes(body.get_payload(decode=True) or b"").decode("utf-8", "replace")
    if body.get_content_subtype() == "html":
        text = html.unescape(TAGS.sub("", text.replace("<br", "\n<br").replace("</p>", "</p>\n")))
    return without_quotes(text)


def _seal(secret: str, public_id: str, person_id: int) -> str:
    said = f"tansuo.deal-reply.{public_id.upper()}.{person_id}"
    return hmac.new(secret.encode(), said.encode(), hashlib.sha256).hexdigest()[:20]
