"""The page of where customers go as text: from stage to stage, to silence, to praise, away. No storage, no clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.lists import list_url
from api.pages.addresses import address, of_the_map
from api.pages.cut_page import CutPage
from api.pages.environment import template
from api.pages.paths.flow_drawing import draw_flow
from feedback_miner.insights.paths import DropOut, Ending, Journeys, Path, Transition
from feedback_miner.mining.insights.answered import Answered

PATH = "/flow"
COMMENTS_PATH = "/flow/comments"

#: transitions in the table at once; the rest is behind "All"
LISTED = 15
_ENDINGS: Mapping[Ending, tuple[str, str]] = {
    Ending.LEAVING: (
        "Ways that end in leaving",
        "The last stages before a customer complained of staying: cancelling, renewal, going elsewhere.",
    ),
    Ending.PRAISE: (
        "Ways that end in praise",
        "The last stages before a customer recommended you, or was very happy with anything.",
    ),
}


@dataclass(frozen=True, slots=True)
class FlowPage:
    """Everything that the page shows."""

    page: CutPage
    #: None where `problem` says why
    found: Answered[Journeys] | None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Leading:
    """What was found, its name, and the page of its comments."""

    name: str
    url: str
    found: Transition | DropOut | Path


def render_flow(view: FlowPage) -> str:
    """The page at `/flow`."""
    kept = of_the_map(view.page.query)
    return template("flow.html").render(
        view=view,
        chrome=view.page.chrome,
        form=view.page.filters(PATH, "silent_days"),
        empty=view.page.empty,
        kept=kept,
        csv_url=address("/v1/journeys", kept, format="csv"),
        **(_shown(view.found) if view.found else {}),
    )


def _shown(answered: Answered[Journeys]) -> dict[str, object]:
    """What the template shows of an answer."""
    journeys = answered.found
    stages = answered.taxonomy.lens(answered.lens)
    ways = sorted(journeys.transitions, key=lambda one: -one.arriving.statements)
    urls = {(one.from_stage, one.to_stage): _transition_url(answered, one) for one in ways}
    return {
        "cut": answered.cut,
        "journeys": journeys,
        "drawing": draw_flow(stages, ways),
        "urls": urls,
        "names": {stage.key: stage.name for stage in stages},
        "transitions": [
            Leading(
                _arrows(answered, (one.from_stage, one.to_stage)), urls[one.from_stage, one.to_stage], one
            )
            for one in ways
        ],
        "listed": LISTED,
        "drop_outs": [
            Leading(answered.stage_name(one.stage), _drop_out_url(answered, one), one)
            for one in journeys.drop_outs
        ],
        "endings": [_ending(answered, ending) for ending in _ENDINGS],
        "duration": duration,
    }


def duration(seconds: float) -> str:
    """About how long: "40 min", "5 h", "3 days"."""
    minutes = seconds / 60
    if minutes < 90:
        return f"{round(minutes)} min"
    if minutes < 36 * 60:
        return f"{round(minutes / 60)} h"
    days = round(minutes / 1440)
    return f"{days:,} days"


def _ending(answered: Answered[Journeys], ending: Ending) -> tuple[str, str, str, list[Leading]]:
    """Key, title, what it means, and the paths."""
    paths = [path for path in answered.found.paths if path.ending is ending]
    shown = [Leading(_arrows(answered, path.stages), _path_url(answered, path), path) for path in paths]
    return (ending.value, *_ENDINGS[ending], shown)


def _arrows(answered: Answered[Journeys], stages: Sequence[str]) -> str:
    return " → ".join(answered.stage_name(stage) for stage in stages)


def _transition_url(answered: Answered[Journeys], one: Transition) -> str:
    return _url(answered, ("from_stage", one.from_stage), ("to_stage", one.to_stage))


def _drop_out_url(answered: Answered[Journeys], one: DropOut) -> str:
    return _url(answered, ("dropped_at", one.stage), ("silent_days", answered.found.silent_days))


def _path_url(answered: Answered[Journeys], one: Path) -> str:
    return _url(answered, ("ending", one.ending.value), *(("path", stage) for stage in one.stages))


def _url(answered: Answered[Journeys], *more: tuple[str, object]) -> str:
    return list_url(COMMENTS_PATH, answered.cut, answered.lens, more)
