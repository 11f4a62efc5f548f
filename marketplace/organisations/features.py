"""How the feature joins the application."""

from flask import Flask
from flask_login import current_user

from marketplace.accounts.holdings import count_holdings, erase_with_account
from marketplace.accounts.models import Membership
from marketplace.core.actor import Role
from marketplace.organisations.records import owned
from marketplace.organisations.services.leaving import forget_person
from marketplace.organisations.tasks import tasks_of
from marketplace.organisations.views import blueprint
from marketplace.organisations.wording import add_machines, name_states, named
from marketplace.web.inbox import add_tasks
from marketplace.web.navigation import Place, add_place, announce


def install(app: Flask) -> None:
    """Register views, words and tasks."""
    name_states()
    add_machines()
    app.register_blueprint(blueprint)
    app.jinja_env.filters["organisation"] = named
    app.jinja_env.globals["my_places"] = my_places
    add_tasks("organisations", tasks_of)
    count_holdings("records", lambda session, number: len(owned(session, frozenset({number}))))
    erase_with_account("organisations", forget_person)
    add_place(
        Place(
            endpoint="organisations.my_mandates",
            label=announce("我的委托"),
            order=24,
            under="/my/mandates",
            visible=lambda actor: Role.BROKER in actor.roles or bool(actor.powers),
        )
    )


def my_places() -> list[Membership]:
    """The reader's memberships for the switch in the header, the organisation they act for first."""
    if not current_user.is_authenticated:
        return []
    chosen = current_user.actor.acting_for
    held: list[Membership] = list(current_user.person.memberships)
    return sorted(held, key=lambda place: (place.organisation_id != chosen, place.organisation.name))
