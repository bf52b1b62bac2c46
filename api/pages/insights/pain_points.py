"""The page of what customers say again and again: what hurts, what delights, what found no group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.pages.addresses import address, of_the_map
from api.pages.cut_page import CutPage
from api.pages.environment import template
from api.pages.filters import Choice
from api.pages.insights.theme_rows import ThemeRow, place_name, theme_row
from api.questions import comments_url
from feedback_miner.domain import Cut, StatementFilter, Tone
from feedback_miner.mining.insights.theme_reading import Sort, ThemeList, Wanted

PATH = "/pain-points"

#: height of the drawing of a theme's weeks
_HEIGHT = 20
#: those that are listed of a side where no more are asked for
LISTED = 15
MOST = 1_000

_TITLES = {Tone.PAIN: "Pain points", Tone.DELIGHT: "Moments of delight"}


@dataclass(frozen=True, slots=True)
class PainPointsPage:
    """Everything that the page shows."""

    page: CutPage
    wanted: Wanted
    #: themes of a side that are listed
    limit: int
    #: None where `problem` says why
    found: ThemeList | None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """The table of what hurts, or of what delights."""

    key: str
    title: str
    rows: tuple[ThemeRow, ...]
    #: with those that are not listed
    total: int


@dataclass(frozen=True, slots=True)
class Heading:
    """A column; what it is sorted by is an address."""

    name: str
    #: None where nothing can be sorted by it
    url: str | None
    chosen: bool
    number: bool


#: columns in their order, with what they are sorted by
_COLUMNS: tuple[tuple[str, Sort | None, bool], ...] = (
    ("In their words", None, False),
    ("Comments", Sort.COMMENTS, True),
    ("Customers", Sort.CUSTOMERS, True),
    ("Severity", Sort.SEVERITY, False),
    ("Sentiment", None, True),
    ("12 weeks", None, False),
    ("Change of share", Sort.CHANGE, True),
    ("First said", Sort.FIRST_SEEN, True),
)

#: what is said of the first pain point of the list
_SAYS = {
    Sort.COMMENTS: "is what hurts most often",
    Sort.CUSTOMERS: "hurts more customers than anything else",
    Sort.SEVERITY: "hurts hardest",
    Sort.CHANGE: "has grown most",
    Sort.FIRST_SEEN: "is the newest pain point",
}


def render_pain_points(view: PainPointsPage) -> str:
    """The page at `/pain-points`."""
    found = view.found
    return template("pain_points.html").render(
        view=view,
        chrome=view.page.chrome,
        form=view.page.filters(PATH, "sort", "stage", "touchpoint"),
        empty=view.page.empty,
        found=found,
        sides=[_side(view, found, tone) for tone in Tone] if found else [],
        says=_SAYS[view.wanted.sort],
        headings=_headings(view),
        stages=_stages(view),
        kept=_but(view.page.query, "stage", "touchpoint", "limit"),
        narrowed=_narrowed(view),
        everything_url=address(PATH, _but(view.page.query, "stage", "touchpoint")),
        more_url=address(PATH, view.page.query, limit=MOST),
        comments_url=comments_url(found.cut) if found else "",
        ungrouped_url=comments_url(found.cut, StatementFilter(theme=0)) if found else "",
        csv_url=_csv(view.page.query, found.cut) if found else "",
    )


def _side(view: PainPointsPage, found: ThemeList, tone: Tone) -> Side:
    mine = [one for one in found.themes if one.theme.tone is tone]
    rows = tuple(
        theme_row(one, found.cut, found.compared, view.page.taxonomy, view.page.query, height=_HEIGHT)
        for one in mine[: view.limit]
    )
    return Side(tone.value, _TITLES[tone], rows, len(mine))


def _headings(view: PainPointsPage) -> Sequence[Heading]:
    return [
        Heading(
            name,
            address(PATH, view.page.query, sort=None if sort is Sort.COMMENTS else sort.value)
            if sort
            else None,
            sort is view.wanted.sort,
            number,
        )
        for name, sort, number in _COLUMNS
    ]


def _stages(view: PainPointsPage) -> Sequence[Choice]:
    """What the list can be narrowed to."""
    lenses = {lens.key for lens in view.page.taxonomy.lenses}
    lens = view.page.query.get("lens") or "full"
    shown = view.page.taxonomy.lens(lens) if lens in lenses else ()
    return [Choice(stage.key, stage.name, stage.key == view.wanted.stage) for stage in shown]


def _narrowed(view: PainPointsPage) -> str:
    """The place that the list is narrowed to, in words."""
    stage = next((one.label for one in _stages(view) if one.chosen), "")
    return ": ".join(filter(None, [stage, place_name("", view.wanted.touchpoint or "", view.page.taxonomy)]))


def _but(query: Mapping[str, str], *names: str) -> dict[str, str]:
    return {name: value for name, value in query.items() if value and name not in names}


def _csv(query: Mapping[str, str], cut: Cut) -> str:
    """The days as they are shown, so that the file does not change under the reader."""
    days = {"from": cut.first_day.isoformat(), "to": cut.last_day.isoformat()}
    told = {name: query[name] for name in ("stage", "touchpoint", "sort") if query.get(name)}
    return address("/v1/themes", of_the_map(query) | days | told, format="csv", limit=200, period=None)
