"""Letters that somebody turned off do not come; those about the account always do."""

import pytest
from sqlalchemy.orm import Session

from marketplace.accounts import services
from marketplace.accounts.notices import those_who_want
from marketplace.accounts.queries import actor_for
from marketplace.accounts.rules import Topic
from marketplace.core.actor import Role
from marketplace.listings.letters import tell_curators, tell_owner_published
from marketplace.listings.rules import ListingState
from marketplace.needs import letters as needs
from tests.accounts.letters import letters
from tests.factories import make_listing, make_need, make_organisation, make_person


@pytest.mark.parametrize("topic", list(Topic))
def test_a_topic_turned_off_is_without_this_reader(session: Session, topic: Topic) -> None:
    zhou, wu = make_person(session, "zhou@example.org"), make_person(session, "wu@example.org")
    services.save_notices(session, actor_for(zhou), frozenset(Topic) - {topic})

    assert those_who_want([zhou, wu], topic) == [wu]
    assert [those_who_want([zhou, wu], other) for other in Topic if other is not topic] == [[zhou, wu]] * (
        len(Topic) - 1
    )


def test_letters_about_records_keep_to_it(session: Session) -> None:
    ours = make_organisation(session, "UNI-A")
    owner = make_person(session, "owner@example.org", Role.UNIVERSITY, organisation=ours)
    curator = make_person(session, "curator@example.org", Role.CURATOR)
    version, need = make_listing(session, owner=ours, state=ListingState.SUBMITTED), make_need(session, ours)

    def written() -> list[str]:
        before = len(letters(session))
        tell_curators(session, version)
        tell_owner_published(session, version)
        needs.tell_curators(session, need)
        needs.tell_owner_published(session, need)
        return [recipient.split("@")[0] for recipient, _subject in letters(session)[before:]]

    every = written()
    services.save_notices(session, actor_for(owner), frozenset(Topic) - {Topic.RESULTS})
    services.save_notices(session, actor_for(curator), frozenset(Topic) - {Topic.CURATION})

    assert every == ["curator", "owner", "curator", "owner"]
    assert written() == ["owner"]
