"""Search as JSON."""

import re

from flask import Flask
from flask.testing import FlaskClient

from marketplace.discovery.schemas import FoundPage
from tests.discovery.conftest import CAPTURE


def problem(client: FlaskClient, query: str) -> tuple[int, str, str]:
    response = client.get(f"/api/v1/search?{query}")
    return response.status_code, response.mimetype, response.get_json()["title"]


def test_a_result_is_told_whole(client: FlaskClient, three: list[str]) -> None:
    found = FoundPage.model_validate(client.get("/api/v1/search?q=烟气捕集&carbon_class=low").get_json())

    item = found.items[0]
    assert (found.total, found.next, found.facets["carbon_class"]["low"]) == (1, None, 1)
    assert (item.id, item.title, item.trl, item.grade) == (three[0], CAPTURE.title, 7, "E0")
    assert (item.carbon_class, item.modes) == ("low", ["ordinary_licence", "joint_development"])
    assert round(item.conservative or 0) == 57861
    assert item.url.endswith(f"/results/{three[0]}")


def test_cursors_walk_through_everything_once(client: FlaskClient, three: list[str]) -> None:
    seen, cursor = [], ""
    for _page in range(3):
        page = client.get(f"/api/v1/search?size=1&cursor={cursor}").get_json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next"]

    assert (sorted(seen), cursor) == (three, None)


def test_mistakes_are_problems(client: FlaskClient, three: list[str]) -> None:
    kind = "application/problem+json"

    assert problem(client, "sector=nonsense") == (422, kind, "没有看懂“nonsense”，已忽略。")
    assert problem(client, "colour=green") == (422, kind, "没有“colour”这个参数。")
    assert problem(client, "cursor=!!") == (422, kind, "cursor 无效。请从第一页重新取。")
    assert problem(client, "cursor=OTk5LjA") == (422, kind, "cursor 无效。请从第一页重新取。")


def test_the_description_names_every_route(app: Flask, client: FlaskClient) -> None:
    described = client.get("/api/v1/openapi.json").get_json()

    rules = [str(rule) for rule in app.url_map.iter_rules() if str(rule).startswith("/api/")]
    routes = {re.sub("<[^>]+>", "{id}", rule) for rule in rules}
    assert routes <= set(described["paths"])  # the import adds its own when it is installed
    names = [parameter["name"] for parameter in described["paths"]["/api/v1/search"]["get"]["parameters"]]
    assert names[:4] == ["q", "like", "kind", "carbon_class"]
    assert set(described["components"]["schemas"]) >= {"FoundItem", "FoundPage", "Me", "Place", "Problem"}
