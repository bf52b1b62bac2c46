"""The map's page as text. No storage, no clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from api.pages.addresses import address, of_the_map
from api.pages.chrome import Chrome
from api.pages.environment import day_of, template
from api.pages.filters import FilterForm, filter_form
from api.pages.map.curve_drawing import draw_curve
from api.pages.map.lanes import LEAST, behind, most_said, stage_lanes
from api.pages.map.marks import actions_by_stage
from api.pages.quotes import best_quotes, one_a_message
from feedback_miner.domain import StatementView, Workspace
from feedback_miner.domain.team.actions import Action
from feedback_miner.domain.team.personas import Persona
from feedback_miner.journey import JourneyMap, compared_words, headline, pain_points
from feedback_miner.mining.insights.theme_reading import ThemeList
from feedback_miner.taxonomy import Taxonomy

#: of "Just in"
_LATEST = 4
#: touchpoints that are named as what hurts most
_WORST = 2


@dataclass(frozen=True)
class MapPage:
    """Everything that the map's page shows, but for what is the reader's own."""

    map: JourneyMap
    taxonomy: Taxonomy
    workspace: Workspace
    #: "channel", "source" and "segment.NAME" → value → items
    dimensions: Mapping[str, Mapping[str, int]]
    #: the parameters of the address, for the form
    query: Mapping[str, str]
    #: stage of the lens → its strongest negative statements, more than are shown
    quotes: Mapping[str, Sequence[StatementView]]
    #: stage of the lens → its strongest positive statements, more than are shown
    delights: Mapping[str, Sequence[StatementView]]
    #: newest first, more than are shown
    latest: Sequence[StatementView]
    #: items that wait for a model
    waiting: int
    #: aware
    now: datetime
    #: None where the cut has too many statements to be looked at one by one
    themes: ThemeList | None = None
    #: what the team changed in these days, the oldest first
    actions: Sequence[Action] = ()
    #: segments that have a name
    saved: Sequence[Persona] = ()


def render_map_page(view: MapPage, chrome: Chrome) -> str:
    """The page at `/`: whole, and good to look at without a script."""
    return _rendered(view, chrome, "layout.html")


def render_map_fragment(view: MapPage, chrome: Chrome) -> str:
    """What changes of the page while somebody looks at it. Shown to many: a chrome without a token."""
    return _rendered(view, chrome, "fragment.html")


def _rendered(view: MapPage, chrome: Chrome, layout: str) -> str:
    zone = ZoneInfo(view.workspace.time_zone)
    form = filter_form(view.dimensions, view.query, view.taxonomy, saved=view.saved)
    worst = pain_points(view.map, _WORST)
    return template("map.html").render(
        layout=layout,
        chrome=chrome,
        view=view,
        journey=view.map,
        taxonomy=view.taxonomy,
        form=form,
        about=about(view.workspace, form),
        worst=worst,
        said=most_said(view.map, view.themes, worst[0], view.query) if worst else None,
        stages={stage.key: stage for stage in view.map.stages},
        pains=best_quotes(view.quotes, "pain", view.taxonomy),
        delights=best_quotes(view.delights, "delight", view.taxonomy),
        latest=one_a_message(view.latest, _LATEST),
        curve=draw_curve(view.map, actions_by_stage(view.map, view.actions, view.themes)),
        lanes=stage_lanes(view.map, view.themes, view.query),
        behind=behind(view.map.cut),
        behind_before=behind(view.map.compared) if view.map.compared else None,
        pain_points_url=address("/pain-points", of_the_map(view.query)),
        least=LEAST,
        headline=headline(view.map).parts,
        compared=compared_words(view.map) if view.map.compared else None,
        day_of=lambda moment: day_of(moment.astimezone(zone), view.now.astimezone(zone)),
        empty=not any(view.dimensions.values()),
    )


def about(workspace: Workspace, form: FilterForm) -> str:
    """Whose comments these are: "Northwind Cloud · chat · Germany". A workspace without a name of its own has none."""
    named = [workspace.name] if workspace.name != workspace.id else []
    return " · ".join([*named, *(form.only or ("All customers",))])
