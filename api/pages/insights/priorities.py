"""The page of what to mend first: every factor, how easily it could be mended, what goes with the outcome."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from api.pages.addresses import address, of_the_map
from api.pages.cut_page import CutPage
from api.pages.environment import template
from api.pages.filters import Choice
from api.pages.insights.driver_rows import DriversPanel, outcome_name
from api.questions import comments_url
from feedback_miner.domain import StatementFilter
from feedback_miner.insights.outcomes import can_be_outcome
from feedback_miner.insights.priorities import USUAL_FEASIBILITY, Impact, Priority
from feedback_miner.journey import JourneyMap
from feedback_miner.mining.insights.priorities import Priorities

PATH = "/priorities"

#: from here on a digit more tells nothing
_LARGE = 10

#: how easily something could be mended
_FEASIBILITY = {5: "5, done in a day", 4: "4", 3: "3", 2: "2", 1: "1, hardly possible"}


@dataclass(frozen=True, slots=True)
class PrioritiesPage:
    """Everything that the page shows."""

    page: CutPage
    #: None where `problem` says why
    found: Priorities | None
    #: of the outcome that weights come from; where there is none, of those that were looked at
    drivers: Sequence[DriversPanel] = ()
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class PriorityRow:
    """A touchpoint of a stage."""

    one: Priority
    #: None where `why` says why there is none
    impact: Impact | None
    why: str
    #: of the row on the page
    key: str
    name: str
    comments_url: str
    #: where its feasibility is sent to; None where several stages are folded into one: each has its own
    rate_url: str | None
    choices: tuple[Choice, ...]


def render_priorities(view: PrioritiesPage) -> str:
    """The page at `/priorities`."""
    rows = list(_rows(view, view.found)) if view.found else []
    return template("priorities.html").render(
        view=view,
        chrome=view.page.chrome,
        form=view.page.filters(PATH, "outcome"),
        empty=view.page.empty,
        journey=view.found.journey if view.found else None,
        everything_url=_everything(view.found.journey) if view.found else None,
        costing=[row for row in rows if row.impact and row.impact.value > 0],
        others=[row for row in rows if not row.impact or not row.impact.value > 0],
        outcomes=_outcomes(view),
        weighed_by=outcome_name(view.found.outcome) if view.found and view.found.outcome else None,
        kept=of_the_map(view.page.query),
        usual=USUAL_FEASIBILITY,
        amount=_amount,
        alike_url=address(PATH, of_the_map(view.page.query), outcome="none"),
        full_url=address(PATH, view.page.query, lens=None),
        folded=any(row.rate_url is None for row in rows),
        csv_url=address("/v1/priorities", _asked(view.page.query), format="csv"),
    )


def _everything(journey: JourneyMap) -> str:
    """The address of all comments that the journey counts."""
    stages = tuple(key for stage in journey.stages for key in stage.stages)
    return comments_url(journey.cut, StatementFilter(stages=stages))


def _rows(view: PrioritiesPage, found: Priorities) -> Iterator[PriorityRow]:
    kept = _asked(view.page.query)
    for one in found.items:
        stage, touchpoint = one.stage, one.touchpoint
        path = f"{PATH}/{stage.stages[0]}/{touchpoint.key}"
        yield PriorityRow(
            one=one,
            impact=one.impact if isinstance(one.impact, Impact) else None,
            why=_why(one),
            key=f"{stage.key}-{touchpoint.key}",
            name=f"{stage.name}: {touchpoint.name}",
            comments_url=comments_url(
                found.journey.cut, StatementFilter(stages=stage.stages, touchpoint=touchpoint.key)
            ),
            rate_url=address(path, kept) if len(stage.stages) == 1 else None,
            choices=(
                Choice("none", "not rated", one.feasibility is None),
                *(Choice(str(value), name, value == one.feasibility) for value, name in _FEASIBILITY.items()),
            ),
        )


def _why(one: Priority) -> str:
    """Why it has no weight in the list."""
    if isinstance(one.impact, str):
        return one.impact[:1].upper() + one.impact[1:]
    return "Not below the mean of the journey"


def _amount(number: float) -> str:
    """An impact or a priority: two digits after the point where it is small."""
    return f"{number:,.1f}" if number >= _LARGE else f"{number:.2f}"


def _outcomes(view: PrioritiesPage) -> Sequence[Choice]:
    """What weights can be taken from: what customers were asked, and segments that say yes or no, or a number."""
    asked = view.page.query.get("outcome", "")
    known = {"": "First score that tells something", "nps": "NPS", "csat": "CSAT", "rating": "Rating"}
    for name, values in view.page.dimensions.items():
        if name.startswith("segment.") and can_be_outcome(values):
            known[name] = outcome_name(name).capitalize()
    known |= {"none": "Nothing: all weigh alike"}
    known.setdefault(asked, outcome_name(asked))
    return [Choice(value, label, value == asked) for value, label in known.items()]


def _asked(query: Mapping[str, str]) -> dict[str, str]:
    return {name: said for name, said in query.items() if said}
