"""The signed address in a reminder: it names the letter, and nobody can make one up. Signing in is still asked."""

from itsdangerous import BadSignature, URLSafeSerializer

from marketplace.core.errors import NotFound

SALT = "listings.confirm"


def signed(secret: str, letter: str) -> str:
    return str(URLSafeSerializer(secret, salt=SALT).dumps(letter))


def letter_of(secret: str, token: str) -> str:
    """The key of the letter; NotFound when the address was altered."""
    try:
        return str(URLSafeSerializer(secret, salt=SALT).loads(token))
    except BadSignature as error:
        raise NotFound("这个确认链接不完整或已损坏。请从邮件里重新打开，或到“我的成果”里确认。") from error
