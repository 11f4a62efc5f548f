"""Parameters offered out of a result's words: read with their ends and units, taken as rows, dropped for good."""

from collections.abc import Callable
from html import unescape

import pytest
from flask.testing import FlaskClient

from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.listings.content import Parameter
from marketplace.listings.models import AchievementVersion
from marketplace.listings.offers import VALUES
from marketplace.listings.rules import ListingState
from marketplace.matching.offering import read_parameters
from tests.factories import content, make_listing, make_organisation, make_person

SAID = "再生能耗 2.4~2.6 GJ/tCO2，捕集率不低于 90%，传热系数最高可达 1200 W/(m2·K)。"
SignIn = Callable[[str], FlaskClient]


def test_values_are_read_with_their_ends_and_the_words_that_say_them(app: object) -> None:
    read = [each.row for each in read_parameters(SAID)]
    texts = {"title": "", "teaser": "", "principle": SAID, "advantage": SAID, "timing": ""}
    offers = VALUES.offers_in(texts, taken=[read[1]])
    passage = VALUES.passages_of(texts, offers)[0]

    assert [(each.name, each.minimum, each.maximum, each.unit) for each in read] == [
        ("再生能耗", 2.4, 2.6, "GJ/tCO2"),
        ("捕集率", 90, None, "%"),
        ("传热系数", None, 1200, "W/(m2·K)"),
    ]
    assert [(each.field, each.row.name) for each in offers] == [
        ("principle", "再生能耗"),
        ("principle", "传热系数"),
    ]
    assert VALUES.offers_in(texts, read) == ()
    assert "".join(text for text, _numbers in passage.pieces) == SAID
    assert [numbers for _text, numbers in passage.pieces if numbers] == [(1,), (2,)]


@pytest.fixture
def draft(database: Database, sign_in: SignIn) -> tuple[FlaskClient, str]:
    with database.transaction() as session:
        home = make_organisation(session, "UNI-A")
        make_person(session, "owner@example.org", Role.UNIVERSITY, organisation=home)
        said = content(teaser="", principle=SAID, advantage="", timing="", parameters=())
        public_id = make_listing(session, owner=home, state=ListingState.DRAFT, said=said).public_id
    return sign_in("owner@example.org"), f"/my/results/{public_id}/edit"


def test_an_offer_becomes_a_row_to_change_and_nothing_is_stored_before_saving(
    draft: tuple[FlaskClient, str], database: Database
) -> None:
    client, here = draft
    opened = unescape(client.get(here).get_data(as_text=True))
    energy, rate = (VALUES.key_of(each.row) for each in read_parameters(SAID)[:2])
    form = {"title": "捕集", "principle": SAID, "offer": f"take:{energy}"}
    taken = unescape(client.post(here, data=form).get_data(as_text=True))
    dropped = unescape(client.post(here, data=form | {"offer": f"drop:{rate}"}).get_data(as_text=True))

    assert [f'value="take:{key}"' in opened for key in (energy, rate)] == [True, True]
    assert [f'value="take:{key}"' in taken for key in (energy, rate)] == [False, True]
    assert 'name="parameters-0-name" type="text" value="再生能耗"' in taken
    assert [f'value="take:{key}"' in dropped for key in (energy, rate)] == [True, False]
    assert f'name="dropped" value="{rate}"' in dropped
    with database.reading() as session:
        assert session.query(AchievementVersion).one().parameters == []


def test_a_value_that_a_row_states_otherwise_is_not_offered_again() -> None:
    row = Parameter(name="再生能耗", minimum=2.5, maximum=2.5, unit="GJ/tCO2")

    assert [each.row.name for each in VALUES.offers_in({"title": SAID}, [row])] == ["捕集率", "传热系数"]
