"""The first page, and the short pages that say how figures are counted and how accessible the pages are."""

from dataclasses import dataclass

from flask import render_template, url_for
from flask_babel import get_locale

from marketplace.discovery.cards import need_card, result_card
from marketplace.discovery.figures import Figures, figures
from marketplace.discovery.question import Question, address
from marketplace.discovery.views import blueprint as blueprint
from marketplace.discovery.wording import _
from marketplace.listings import queries as listings
from marketplace.needs import queries as needs
from marketplace.taxonomy.labels import sector_label
from marketplace.taxonomy.terms import CarbonClass
from marketplace.web.access import allow, anyone, open_to
from marketplace.web.formats import number
from marketplace.web.state import actor, session

LATEST = 4
MANY = 100_000  # tCO2e a year
EXAMPLES = 4
EXAMPLE_CHARACTERS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Where somebody of a role starts."""

    role: str
    text: str
    act: str
    url: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A sector and its counts by carbon class."""

    sector: str
    label: str
    url: str
    counts: list[int]


@blueprint.get("/")
@allow(anyone)
def home() -> str:
    """A large question box, and below it what there is."""
    counted = figures(session())
    waiting = needs.waiting_for_answer(session(), actor(), LATEST)
    wanted = waiting or needs.open_needs(session(), actor(), needs.NeedFilter()).items[:LATEST]
    return render_template(
        "discovery/home.html",
        figures=counted,
        rows=_rows(counted),
        reduction=_reduction(counted.conservative),
        classes=list(CarbonClass),
        cell=_cell,
        latest=[result_card(version) for version in listings.latest_published(session(), actor(), LATEST)],
        waiting=bool(waiting),
        wanted=[need_card(need) for need in wanted],
        examples=_examples(),
        ways=_ways(),
    )


@blueprint.get("/about/figures")
@allow(anyone)
def figures_explained() -> str:
    """数据口径."""
    return render_template("discovery/figures.html", figures=figures(session()))


@blueprint.get("/about/guide")
@allow(anyone)
def guide() -> str:
    """使用说明."""
    return render_template("discovery/guide.html")


@blueprint.get("/about/accessibility")
@allow(anyone)
def accessibility() -> str:
    """无障碍."""
    return render_template("discovery/accessibility.html")


def _reduction(conservative: float) -> tuple[str, str]:
    """The sum and its unit, in the ten thousands of Chinese figures where it is large."""
    locale = get_locale()
    if locale and locale.language == "zh" and conservative >= MANY:
        return number(conservative / 10_000, 1), "万 tCO₂e/a"
    return number(round(conservative)), "tCO₂e/a"


def _rows(counted: Figures) -> list[Row]:
    """The matrix of sectors and carbon classes."""
    return [
        Row(
            sector=sector,
            label=sector_label(sector),
            url=address(Question().with_facet("sector", sector)),
            counts=counted.row(sector),
        )
        for sector in counted.sectors
    ]


def _cell(row: Row, carbon_class: CarbonClass) -> str:
    """The search for a cell of the matrix."""
    return address(Question().with_facet("sector", row.sector).with_facet("carbon_class", carbon_class.value))


def _examples() -> list[tuple[str, str]]:
    """Questions as others put them: the titles of open needs, short ones."""
    open_needs = needs.open_needs(session(), actor(), needs.NeedFilter()).items
    titles = [need.title for need in open_needs if len(need.title) <= EXAMPLE_CHARACTERS]
    return [(title, address(Question(text=title))) for title in titles[-EXAMPLES:]]


def _ways() -> list[Way]:
    """The ways in whose pages exist in this installation."""
    offered = (
        ("needs.create", _("企业"), _("说清一个难题，48 小时内得到答复。先看到谁能解、差在哪，再决定要不要露面。"), _("提出需求"), _("不想公开单位名？可匿名")),
        ("imports.index", _("高校院所"), _("把现有的成果台账直接传上来。读到什么、哪里有误，一屏看完。"), _("导入成果表"), _("Excel、CSV，不必改表头")),
        ("listings.new", _("成果完成人"), _("只有一项成果？填一张表，存好草稿，随时送审。"), _("登记成果"), _("审核通过后公开")),
    )  # fmt: skip
    return [
        Way(role=role, text=text, act=act, url=url_for(endpoint), note=note)
        for endpoint, role, text, act, note in offered
        if open_to(actor(), endpoint)
    ]
