"""Who gets in where: every route with its address, its method and the policy that answers.

A new route needs a row in DOORS of its room, under its endpoint, with one `Door` for each method:

    "listings.mine": [Door("/my/results", MEMBERS)],                    # a policy: asked with each reader
    "admin.reindex": [Door("/admin/search/reindex", ADMINS, "POST")],
    "accounts.export": [Door("/account/data/{export}.zip", only(OWNER))],  # or the readers who get in, by name
    "listings.recall": [Door("/my/results/{id}/recall", rule("result", sees=.., may=.., states=..), "POST")],

The last is a rule on a record: `{id}` becomes each record of that kind in `house.py`, one in every state, and the answer
is read from the policies: who may not know of it gets 404, who may not do this 403, in other states 409. Other braces
are names of `House.names`. `test_policies.py` walks each row as every reader of `house.READERS`;
`python -m tests.web.access` writes the same rows into docs/access.md.
"""

from tests.web.answers import Door
from tests.web.doors import (
    administration,
    contracts,
    curation,
    deals,
    disclosure,
    discovery,
    events,
    following,
    house,
    imports,
    listings,
    matching,
    needs,
    organisations,
    people,
    reports,
)
from tests.web.doors.rules import NAMED, PUBLIC

__all__ = ["DOORS", "NAMED", "PUBLIC"]

ROOMS = (
    house,
    people,
    discovery,
    listings,
    needs,
    imports,
    curation,
    matching,
    following,
    disclosure,
    events,
    contracts,
    deals,
    reports,
    organisations,
    administration,
)
DOORS: dict[str, list[Door]] = {endpoint: rows for room in ROOMS for endpoint, rows in room.DOORS.items()}

if len(DOORS) != sum(len(room.DOORS) for room in ROOMS):
    raise AssertionError("an endpoint has rows in two rooms")
