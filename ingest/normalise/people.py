"""Read contacts: names, telephone numbers and mail addresses, also when one cell holds them all."""

import re
from dataclasses import dataclass

from ingest.normalise.reading import Reading, warning
from ingest.normalise.text import half_width, is_empty, one_line
from ingest.records import Message

EMAIL = re.compile(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+")
PHONE = re.compile(
    r"(?<![\d.])(?:(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}|(?:\(0\d{2,3}\)|0\d{2,3})[- ]?\d{7,8}(?:(?:-|转)\d{1,6})?|400[- ]?\d{3}[- ]?\d{4})(?![\d.])"
)
LABELS = re.compile(r"(?:联系人|电话|手机|邮箱|Tel|E-?mail|[:：,，;；、/()])+", re.IGNORECASE)
LONG_NUMBER = re.compile(r"\d{7}|\d{3,4}[- ]\d{4}")
LOCAL_PHONE = re.compile(r"^\d{7,8}(?:-\d{1,6})?$")


@dataclass(frozen=True, slots=True)
class Contact:
    """What one cell says of a contact."""

    name: str = ""
    phone: str = ""
    email: str = ""


def read_contact(text: str) -> Contact:
    """Take a mixed cell apart: `张三 027-87654321 zhang@example.org`."""
    if is_empty(text):
        return Contact()
    plain = half_width(text)
    emails = EMAIL.findall(plain)
    rest = EMAIL.sub(" ", plain)
    phones = PHONE.findall(rest)
    rest = PHONE.sub(" ", rest)
    name = one_line(LABELS.sub(" ", rest))
    return Contact(name[:80], "；".join(phones[:2]), emails[0] if emails else "")


def read_phone(text: str) -> Reading[str]:
    """Read one or more telephone numbers; a number in another form is kept, with a warning."""
    if is_empty(text):
        return Reading()
    plain = half_width(text)
    found = PHONE.findall(plain)
    if found:
        return Reading("；".join(dict.fromkeys(found)))
    if LOCAL_PHONE.match(plain):
        return Reading(plain)
    doubt = warning("phone", Message("不像电话号码，照原样记下"), Message("填写手机，或带区号的座机"))
    return Reading(one_line(plain)[:60], (doubt,))


def read_email(text: str) -> Reading[str]:
    """Read a mail address; anything else is left out, with a warning."""
    if is_empty(text):
        return Reading()
    found = EMAIL.search(half_width(text).replace(" ", ""))
    if found:
        return Reading(found[0])
    return Reading(
        None, (warning("email", Message("不是邮箱地址，没有记下"), Message("写成 name@example.org 的样子")),)
    )


def contact_details(text: str) -> list[str]:
    """Find telephone numbers and mail addresses inside prose, where they must not stand."""
    if "@" not in text and not LONG_NUMBER.search(text):
        return []
    return EMAIL.findall(text) + [match[0] for match in PHONE.finditer(text)]
