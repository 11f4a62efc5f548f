"""The shapes of the JSON API."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from marketplace.discovery.question import DEFAULT_SIZE, MAX_SIZE


class Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FoundItem(Shape):
    """A record that was found, and why."""

    id: Annotated[str, Field(examples=["R-2026-0001"])]
    kind: Literal["achievement", "need"]
    url: str
    title: str
    teaser: str
    owner: str
    sector: str
    key_technology: str
    carbon_class: str | None = None
    trl: int | None = None
    trl_scale: str | None = None
    conservative: Annotated[float | None, Field(description="tCO2e a year, conservative value")] = None
    grade: str | None = None
    modes: list[str] = []
    price_mode: str | None = None
    price: Annotated[float | None, Field(description="10,000 CNY")] = None
    published: date | None = None
    terms: Annotated[list[str], Field(description="words of the question found in the record")] = []
    passage: Annotated[str | None, Field(description="the field closest in meaning to the question")] = None


class FoundPage(Shape):
    """A page of an answer. `next` is the cursor of the following page, null on the last."""

    total: int
    items: list[FoundItem]
    facets: dict[str, dict[str, int]]
    trl: Annotated[dict[str, int], Field(description="how many results at each level")]
    next: str | None = None


class Fault(Shape):
    """A field that does not hold: where, what was sent, and what to do about it."""

    field: Annotated[str, Field(examples=["parameters-0-minimum"])]
    value: Any = None
    remedy: str


class Problem(Shape):
    """RFC 9457."""

    type: str = "about:blank"
    title: str
    status: int
    errors: list[Fault] = []


class SearchParameters(Shape):
    """The parameters of a search; lists may be repeated."""

    q: Annotated[str, Field(description="a sentence, a paragraph or keywords, Chinese or English")] = ""
    like: Annotated[str, Field(description="public id: find records like it")] = ""
    kind: Literal["achievement", "need"] = "achievement"
    carbon_class: list[str] = []
    grade: list[str] = []
    technology: list[str] = []
    sector: list[str] = []
    stage: list[str] = []
    mode: list[str] = []
    region: Annotated[list[str], Field(description="GB/T 2260")] = []
    owner_kind: list[str] = []
    level: list[str] = []
    industry: Annotated[list[str], Field(description="GB/T 4754")] = []
    owner: Annotated[list[str], Field(description="code of the organisation")] = []
    track: list[str] = []
    trl_min: int | None = None
    trl_max: int | None = None
    reduction_min: Annotated[float | None, Field(description="tCO2e a year")] = None
    reduction_max: float | None = None
    sort: Literal["fit", "newest", "trl", "reduction"] = "fit"
    size: Annotated[int, Field(ge=1, le=MAX_SIZE)] = DEFAULT_SIZE
    cursor: Annotated[str, Field(description="`next` of the page before")] = ""
