"""Tokens by which programs act for a person."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from marketplace.accounts import letters, queries
from marketplace.accounts.models import ApiToken
from marketplace.accounts.rules import TOKEN_DAYS, TOKENS_AT_MOST, AccountAction
from marketplace.core.actor import Actor, Scope
from marketplace.core.audit import record_act
from marketplace.core.clock import now
from marketplace.core.errors import Conflict, InvalidInput, NotFound

PREFIX = "tansuo_"  # so that those who look for lost secrets know one when they see it


@dataclass(frozen=True, slots=True, kw_only=True)
class NewToken:
    name: str
    scopes: frozenset[Scope]
    days: int


def create_token(session: Session, actor: Actor, command: NewToken) -> tuple[ApiToken, str]:
    """The token and its secret; the secret is never to be had again."""
    person = queries.get_own(session, actor)
    if not command.scopes:
        raise InvalidInput("请至少选一项令牌权限。", {"scopes": "请至少选一项令牌权限。"})
    if command.days not in TOKEN_DAYS:
        raise InvalidInput("请选择有效期。", {"days": "请选择有效期。"})
    alive = [token for token in queries.tokens_of(session, actor) if is_alive(token)]
    if len(alive) >= TOKENS_AT_MOST:
        raise Conflict("令牌太多了。请先作废不用的令牌。")
    secret = PREFIX + secrets.token_urlsafe(32)
    made_at = now()
    token = ApiToken(
        person_id=person.id,
        name=command.name,
        hint=secret[: len(PREFIX) + 4],
        secret_hash=hash_secret(secret),
        scopes=sorted(scope.value for scope in command.scopes),
        created_at=made_at,
        expires_at=made_at + timedelta(days=command.days),
    )
    session.add(token)
    session.flush()
    record_act(session, actor, AccountAction.CREATE_TOKEN, person, token=token.id, scopes=token.scopes)
    letters.tell_token_created(session, person, token)
    return token, secret


def revoke_token(session: Session, actor: Actor, number: int) -> None:
    """The token opens nothing from now on; revoking twice changes nothing."""
    token = session.get(ApiToken, number)
    if token is None or token.person_id != actor.person_id:
        raise NotFound("没有这个令牌。")
    if token.revoked_at is None:
        token.revoked_at = now()
        person = queries.get_own(session, actor)
        record_act(session, actor, AccountAction.REVOKE_TOKEN, person, token=token.id)
        letters.tell_token_revoked(session, person, token)


def note_token_use(session: Session, number: int) -> None:
    session.execute(update(ApiToken).where(ApiToken.id == number).values(last_used_at=now()))


def is_alive(token: ApiToken) -> bool:
    return token.revoked_at is None and token.expires_at > now()


def hash_secret(secret: str) -> str:
    """The secret is long and random: a plain hash keeps it, and finds it again."""
    return hashlib.sha256(secret.encode()).hexdigest()
