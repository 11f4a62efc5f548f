"""The doors of search and of the first page."""

from tests.web.answers import Door
from tests.web.doors.rules import EVERYBODY

DOORS: dict[str, list[Door]] = {
    "discovery.home": [Door("/", EVERYBODY)],
    "feeds.feed": [Door("/feeds/results.atom", EVERYBODY), Door("/feeds/needs.atom", EVERYBODY)],
    "discovery.guide": [Door("/about/guide", EVERYBODY)],
    "discovery.accessibility": [Door("/about/accessibility", EVERYBODY)],
    "discovery.figures_explained": [Door("/about/figures", EVERYBODY)],
    "discovery.search": [Door("/search?q=x", EVERYBODY)],
    "discovery.ask": [Door("/search", EVERYBODY, "POST")],
    "discovery.suggestions": [Door("/search/suggest?q=x", EVERYBODY)],
    "discovery.similar": [Door("/results/{shown}/similar", EVERYBODY)],
    "api.describe": [Door("/api/v1/openapi.json", EVERYBODY)],
    "api.search": [Door("/api/v1/search?q=x", EVERYBODY)],
}
