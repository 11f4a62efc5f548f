"""Links in letters: signed, for one purpose, for a time, and dead as soon as what they were made for has happened."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from itsdangerous import BadData, TimestampSigner, URLSafeTimedSerializer

from marketplace.accounts.models import Person, Registration
from marketplace.accounts.rules import NEW_ADDRESS_LIFE, REGISTRATION_LIFE, RESET_LIFE
from marketplace.core.clock import now
from marketplace.core.errors import NotFound


class Purpose(StrEnum):
    """What a link is for; a link for one purpose opens no other."""

    REGISTRATION = "registration"
    RESET = "reset"
    NEW_ADDRESS = "new-address"


LIVES: dict[Purpose, timedelta] = {
    Purpose.REGISTRATION: REGISTRATION_LIFE,
    Purpose.RESET: RESET_LIFE,
    Purpose.NEW_ADDRESS: NEW_ADDRESS_LIFE,
}


class _ClockedSigner(TimestampSigner):
    """Reads our clock, so that tests may hold it."""

    def get_timestamp(self) -> int:
        return int(now().timestamp())

    def timestamp_to_datetime(self, ts: int) -> datetime:
        return datetime.fromtimestamp(ts, UTC)


@dataclass(frozen=True, slots=True)
class Seal:
    """Makes and reads the tokens of links with the installation's secret."""

    secret: str

    def token(self, purpose: Purpose, subject: int, stamp: str) -> str:
        return str(self._serializer(purpose).dumps([subject, stamp]))

    def subject(self, purpose: Purpose, token: str) -> tuple[int, str]:
        """(id, stamp) of a token that is genuine and not too old; NotFound otherwise."""
        try:
            subject, stamp = self._serializer(purpose).loads(token, max_age=int(LIVES[purpose].total_seconds()))
        except BadData:
            raise dead() from None
        return int(subject), str(stamp)

    def _serializer(self, purpose: Purpose) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self.secret, salt=f"tansuo.{purpose.value}", signer=_ClockedSigner)


def dead() -> NotFound:
    return NotFound("这个链接已过期，或已经用过。")


def stamp_of_registration(registration: Registration) -> str:
    return _digest(registration.email, registration.password_hash)


def stamp_of_password(person: Person) -> str:
    """Changes with the password, the address and every sign-out everywhere: a used link is dead."""
    return _digest(person.email, person.password_hash, person.session_key)


def stamp_of_address(person: Person) -> str:
    return _digest(person.email, person.pending_email or "", person.session_key)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]
