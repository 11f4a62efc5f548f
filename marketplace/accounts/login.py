"""Flask-Login over our people."""

from flask import Flask
from flask_login import LoginManager, UserMixin

from marketplace.accounts import queries
from marketplace.accounts.models import Person
from marketplace.core.actor import Actor
from marketplace.web.state import session

manager = LoginManager()


class SignedIn(UserMixin):  # type: ignore[misc]
    """The person of this session. The session key is part of the id: changing it signs out everywhere."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.actor: Actor = queries.actor_for(person)

    def get_id(self) -> str:
        return f"{self.person.id}:{self.person.session_key}"


@manager.user_loader  # type: ignore[untyped-decorator]
def load(identity: str) -> SignedIn | None:
    number, _, key = identity.partition(":")
    person = queries.get_person(session(), int(number)) if number.isdigit() else None
    return SignedIn(person) if person and person.active and person.session_key == key else None


def remember_people(app: Flask) -> None:
    manager.init_app(app)
    manager.session_protection = "basic"
