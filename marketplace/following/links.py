"""The links of a letter that stop it: signed, for one purpose, without an end, for stopping letters harms nobody."""

from dataclasses import dataclass
from enum import StrEnum

from itsdangerous import BadData, URLSafeSerializer

from marketplace.core.errors import NotFound

SALT = "tansuo.stop-letters"


class Reach(StrEnum):
    """What a link stops."""

    ALL = "all"  # every letter about what the person follows
    ONE = "one"  # what is said of one of them


@dataclass(frozen=True, slots=True)
class StopLink:
    """What a link stops, and whose: the id of a person or of a watch."""

    reach: Reach
    subject: int


def token(secret: str, link: StopLink) -> str:
    return str(URLSafeSerializer(secret, salt=SALT).dumps([link.reach.value, link.subject]))


def read_token(secret: str, said: str) -> StopLink:
    """What a genuine token stops; NotFound for any other."""
    try:
        reach, subject = URLSafeSerializer(secret, salt=SALT).loads(said)
    except BadData:
        raise NotFound("这个链接不完整，或不是碳索寄出的。请从信里完整复制。") from None
    return StopLink(Reach(reach), int(subject))
