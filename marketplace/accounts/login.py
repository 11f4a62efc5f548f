"""Flask-Login over our people and the devices on which they are signed in."""

from flask import Flask, Response, g, request
from flask_login import LoginManager, UserMixin, login_user, logout_user

from marketplace.accounts import queries, services
from marketplace.accounts.devices import name_device
from marketplace.accounts.links import Seal
from marketplace.accounts.models import Person, SignIn
from marketplace.accounts.rules import SEEN_EVERY
from marketplace.core.actor import Actor, Scope
from marketplace.core.clock import now
from marketplace.web.state import session, settings, transaction

API = "/api/"


class Doorkeeper(LoginManager):  # type: ignore[misc]
    """Cookies open pages; for programs under /api/ a token in the Authorization header takes their place."""

    def _load_user(self) -> None:
        if request.path.startswith(API) and "Authorization" in request.headers:
            bearer = _bearer()
            g.token_refused = bearer is None
            self._update_request_context_with_user(bearer)
        else:
            super()._load_user()


manager = Doorkeeper()


class SignedIn(UserMixin):  # type: ignore[misc]
    """The person of this session. Their session key and the device's key are part of the id: either ends it."""

    def __init__(self, person: Person, device_key: str, scopes: frozenset[Scope] | None = None) -> None:
        self.person = person
        self.device_key = device_key
        self.actor: Actor = queries.actor_for(person, scopes)

    def get_id(self) -> str:
        return f"{self.person.id}:{self.person.session_key}:{self.device_key}"


@manager.user_loader  # type: ignore[untyped-decorator]
def load(identity: str) -> SignedIn | None:
    number, _, keys = identity.partition(":")
    session_key, _, device_key = keys.partition(":")
    found = queries.get_sign_in(session(), device_key) if device_key else None
    if found is None:
        return None
    device, person = found
    if str(person.id) != number or not person.active or person.session_key != session_key:
        return None
    if now() - device.seen_at > SEEN_EVERY:
        g.seen_device = device.id
    return SignedIn(person, device.key)


def _bearer() -> SignedIn | None:
    """The person for whom the token of this request acts; None for a token that holds no more or never did."""
    given = request.authorization
    if given is None or given.type != "bearer" or not given.token:
        return None
    found = queries.get_token(session(), services.hash_secret(given.token))
    if found is None:
        return None
    token, person = found
    if token.last_used_at is None or now() - token.last_used_at > SEEN_EVERY:
        g.used_token = token.id
    return SignedIn(person, "", frozenset(Scope(scope) for scope in token.scopes))


def enter(person: Person, device: SignIn, remember: bool = False) -> None:
    """Sign the person in on this device."""
    login_user(SignedIn(person, device.key), remember=remember)


def leave() -> None:
    logout_user()


def this_device() -> str:
    """What the browser of this request says it is."""
    return name_device(request.user_agent.string)


def seal() -> Seal:
    """What makes and reads the links in letters."""
    return Seal(settings().secret_key)


def remember_people(app: Flask) -> None:
    manager.init_app(app)
    manager.session_protection = "basic"
    app.after_request(_note_use)


def _note_use(response: Response) -> Response:
    """Once in a while, keep when the device or the token was last used."""
    device, token = g.pop("seen_device", None), g.pop("used_token", None)
    if device is not None or token is not None:
        with transaction() as writing:
            if device is not None:
                services.note_use(writing, device)
            if token is not None:
                services.note_token_use(writing, token)
    return response
