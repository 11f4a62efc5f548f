"""Letters that people do without: every letter about records names its topic, those about the account itself name none."""

from collections.abc import Iterable

from marketplace.accounts.models import Person
from marketplace.accounts.rules import Topic


def those_who_want(people: Iterable[Person], topic: Topic) -> list[Person]:
    """The people who did not turn letters on this topic off."""
    return [person for person in people if topic.value not in person.muted]
