"""What is followed in the house of tests/web: a saved search of one person, one that was deleted, and the link of a letter."""

from sqlalchemy.orm import Session

from marketplace.core.actor import Actor
from marketplace.discovery.question import Question
from marketplace.following import services
from marketplace.following.links import Reach, StopLink, token


def plant_watches(session: Session, owner: Actor, name: str, secret: str) -> dict[str, str]:
    """Their names by which doors know them."""
    search = services.NewSearch(name=name, question=Question(text="余热"))
    kept, dropped = (services.save_search(session, owner, search).public_id for _each in range(2))
    services.delete_watch(session, owner, dropped)
    link = StopLink(Reach.ALL, owner.person_id or 0)
    return {"watch": kept, "dropped_watch": dropped, "stop": token(secret, link)}
