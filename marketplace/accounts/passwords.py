"""Passwords with argon2, and which passwords are too easily guessed."""

import secrets
import unicodedata
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from marketplace.core.errors import InvalidInput

MINIMUM = 12
MAXIMUM = 128
GUESSES = 8  # powers of ten an attacker needs; zxcvbn calls this "safely unguessable" against an online attack
JUDGED = 64  # characters that are judged: the time of the judgement grows with the square of the length
NO_PASSWORD = "!"  # a hash that no password fits

hasher = PasswordHasher()


def _(text: str) -> str:
    """Mark a msgid."""
    return text


def hash_password(password: str) -> str:
    return hasher.hash(_normal(password))


def password_fits(password: str, stored: str | None) -> bool:
    """Compare in the same time whether or not the person exists (`stored` None: nobody)."""
    try:
        return hasher.verify(stored or _nobody(hasher), _normal(password)) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def hash_is_outdated(stored: str) -> bool:
    """Was it made with other parameters than are used now?"""
    return hasher.check_needs_rehash(stored)


def refuse_weak(password: str, *personal: str) -> None:
    """Refuse what is too short, too long or easily guessed; `personal` are words that everybody knows of the person."""
    wrong = weakness(password, *personal)
    if wrong:
        raise InvalidInput("请换一个密码。", {"password": wrong})


def weakness(password: str, *personal: str) -> str:
    """Why a password is refused, a msgid; blank when it holds. Length and lists, no rules on kinds of characters."""
    password = _normal(password)
    if len(password) < MINIMUM:
        return _("密码至少 12 个字符。可以用几个不相干的词连成一句。")
    if len(password) > MAXIMUM:
        return _("密码最多 128 个字符。")
    if _guesses(password[:JUDGED], personal) < GUESSES:
        return _("这个密码太容易被猜到：它常见、有规律，或含有您的姓名和邮箱。请换一个。")
    return ""


def _guesses(password: str, personal: tuple[str, ...]) -> float:
    """How many guesses it takes, as a power of ten."""
    from zxcvbn import zxcvbn  # a megabyte of word lists: only where somebody chooses a password

    words = {part for text in personal for part in (text, *text.replace("@", " ").replace(".", " ").split()) if part}
    return float(zxcvbn(password, user_inputs=sorted({"tansuo", "碳索", *words}))["guesses_log10"])


def _normal(password: str) -> str:
    """The same characters however a keyboard writes them."""
    return unicodedata.normalize("NFKC", password)


@lru_cache
def _nobody(_hasher: PasswordHasher) -> str:
    return _hasher.hash(secrets.token_urlsafe(16))
