"""Limits offered out of a need's words: taken, changed or dropped, with the words kept beside them."""

from collections.abc import Callable
from html import unescape

import pytest
from flask.testing import FlaskClient

from marketplace.accounts.models import OrganisationKind
from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.needs.content import Constraint
from marketplace.needs.mapping import fingerprint, from_snapshot, read_content, snapshot
from marketplace.needs.models import Need
from marketplace.needs.offers import LIMITS
from marketplace.needs.queries import get_need
from marketplace.needs.rules import NeedState
from marketplace.taxonomy.terms import Operator, Priority
from tests.factories import make_need, make_organisation, make_person, need_content

SAID = "再生能耗不高于 2.6 GJ/tCO2，最好捕集率 90% 以上。"
ENERGY = Constraint(
    parameter="再生能耗", operator=Operator.AT_MOST, value=2.6, unit="GJ/tCO2", quote="再生能耗不高于 2.6 GJ/tCO2"
)
SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def draft(database: Database, sign_in: SignIn) -> tuple[FlaskClient, str]:
    """A draft whose indicators set two limits, and its owner at the desk."""
    with database.transaction() as session:
        firm = make_organisation(session, "ENT-A", OrganisationKind.ENTERPRISE)
        make_person(session, "member@example.org", Role.ENTERPRISE, organisation=firm)
        need = make_need(session, firm, NeedState.DRAFT, title="碳捕集", indicators=SAID, goal="", constraints=())
        public_id = need.public_id
    return sign_in("member@example.org"), f"/my/needs/{public_id}/edit"


def _stored(database: Database) -> list[Constraint]:
    with database.reading() as session:
        return list(read_content(session.query(Need).one()).constraints)


def test_what_a_row_says_already_and_what_was_dropped_is_not_offered(app: object) -> None:
    texts = {"indicators": SAID}
    offers = LIMITS.offers_in(texts)

    assert [(each.number, each.row.parameter, each.row.priority) for each in offers] == [
        (1, "再生能耗", Priority.MUST),
        (2, "捕集率", Priority.WANT),
    ]
    assert [each.number for each in LIMITS.offers_in(texts, [ENERGY], [offers[1].key])] == []
    assert LIMITS.offers_in(texts, [Constraint(**{**_values(ENERGY), "value": 2.5})]) == LIMITS.offers_in(
        texts, [ENERGY]
    )


def _values(constraint: Constraint) -> dict[str, object]:
    return {name: getattr(constraint, name) for name in Constraint.__dataclass_fields__}


def test_the_words_of_an_offer_are_marked_with_its_number(app: object) -> None:
    offers = LIMITS.offers_in({"indicators": SAID})

    (passage,) = LIMITS.passages_of({"indicators": SAID}, offers)

    assert "".join(text for text, _numbers in passage.pieces) == SAID
    assert [text for text, numbers in passage.pieces if numbers == (1,)] == ["再生能耗不高于 2.6 GJ/tCO2"]


def test_an_offer_is_taken_as_a_row_and_kept_with_its_words(draft: tuple[FlaskClient, str], database: Database) -> None:
    client, address = draft
    page = unescape(client.get(address).get_data(as_text=True))
    typed = {"title": "碳捕集", "indicators": SAID, "solution_modes": ["service"], "track": "direct"}
    answered = unescape(
        client.post(address, data=typed | {"offer": f"take:{LIMITS.key_of(ENERGY)}"}).get_data(as_text=True)
    )

    assert f'value="take:{LIMITS.key_of(ENERGY)}"' in page
    assert f'value="take:{LIMITS.key_of(ENERGY)}"' not in answered
    assert 'name="constraints-0-quote" type="hidden" value="再生能耗不高于 2.6 GJ/tCO2"' in answered
    assert _stored(database) == []  # nothing is set before the person saves

    row = {"parameter": "再生能耗", "operator": "<=", "value": "2.5", "unit": "GJ/tCO2", "quote": ENERGY.quote}
    saved = client.post(
        address, data=typed | {f"constraints-0-{name}": value for name, value in row.items()} | {"act": "save"}
    )

    assert saved.status_code == 303
    assert _stored(database) == [Constraint(**_values(ENERGY) | {"value": 2.5})]  # type: ignore[arg-type]


def test_all_offers_are_taken_at_once_and_a_dropped_one_stays_away(draft: tuple[FlaskClient, str]) -> None:
    client, address = draft
    typed = {"title": "碳捕集", "indicators": SAID, "track": "direct"}

    everything = client.post(address, data=typed | {"offer": "take:all"}).get_data(as_text=True)
    dropped = client.post(address, data=typed | {"offer": f"drop:{LIMITS.key_of(ENERGY)}"}).get_data(as_text=True)

    assert everything.count('name="offer"') == 1  # only the button that reads
    assert f'value="take:{LIMITS.key_of(ENERGY)}"' not in dropped
    assert f'name="dropped" value="{LIMITS.key_of(ENERGY)}"' in dropped


def test_where_a_limit_was_read_is_no_news_for_an_import() -> None:
    bare = need_content(constraints=(Constraint(**{**_values(ENERGY), "quote": ""}),))  # type: ignore[arg-type]
    quoted = need_content(constraints=(ENERGY,))
    old = snapshot(bare)
    del old["constraints"][0]["quote"]

    assert fingerprint(bare) == fingerprint(quoted)
    assert from_snapshot(old) == bare


def test_a_confirmed_limit_keeps_the_conditions_of_its_words(database: Database) -> None:
    from marketplace.core.actor import SYSTEM
    from marketplace.matching.asking import asked_by

    said = "在 25 ℃ 下，CO2 吸附量不低于 3 mmol/g。"
    limit = Constraint(parameter="CO2吸附量", operator=Operator.AT_LEAST, value=3, unit="mmol/g", quote=said)
    with database.transaction() as session:
        firm = make_organisation(session, "ENT-A", OrganisationKind.ENTERPRISE)
        public_id = make_need(session, firm, indicators=said, goal="", constraints=(limit,)).public_id
    with database.reading() as session:
        (asked,) = asked_by(get_need(session, SYSTEM, public_id)).limits

    assert "25" in "".join(asked.conditions)
