"""What an organisation's profile may hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from marketplace.core.errors import InvalidInput
from marketplace.taxonomy.catalogue import catalogue

if TYPE_CHECKING:
    from marketplace.organisations.services.founding import Profile

LONGEST = {
    "name": 120, "english": 160, "address": 200, "website": 200, "introduction": 2000, "contact_name": 80,
    "contact_phone": 40, "contact_email": 254,
}  # fmt: skip
WEBSITE = re.compile(r"https?://[^\s<>\"']+\.[^\s<>\"']+")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def _(text: str) -> str:
    """Mark a msgid; it is translated when it is shown."""
    return text


def refuse_out_of_bounds(command: Profile) -> None:
    """InvalidInput with a sentence for each field that cannot be kept."""
    wrong = {name: _("太长了，请缩短。") for name, most in LONGEST.items() if len(getattr(command, name)) > most}
    if len(command.name) < 2:
        wrong["name"] = _("请填写单位全称，与证照一致。")
    if command.region not in catalogue().regions:
        wrong["region"] = _("请选择单位所在地区。")
    if command.website and not WEBSITE.fullmatch(command.website):
        wrong["website"] = _("请填写完整网址，以 http:// 或 https:// 开头。")
    if command.contact_email and not EMAIL.fullmatch(command.contact_email):
        wrong["contact_email"] = _("请填写完整的邮箱地址，例如 office@example.org。")
    if wrong:
        raise InvalidInput("有内容不符合要求，请按提示修改。", wrong)


def email_is_whole(address: str) -> bool:
    return bool(EMAIL.fullmatch(address)) and len(address) <= 254
