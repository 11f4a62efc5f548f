"""The address under which a phone asks for a party's calendar: signed, without an end, for the whole party."""

from itsdangerous import BadData, URLSafeSerializer

SALT = "tansuo.session-calendar"


def feed_token(secret: str, registration_id: int) -> str:
    return str(URLSafeSerializer(secret, salt=SALT).dumps(registration_id))


def read_feed_token(secret: str, said: str) -> int | None:
    """The registration, or None of what was not signed here."""
    try:
        number = URLSafeSerializer(secret, salt=SALT).loads(said)
    except BadData:
        return None
    return number if isinstance(number, int) else None
