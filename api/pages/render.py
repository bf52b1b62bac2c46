"""Pages as text: the map, the sign-in page, and errors for people. No storage, no clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from importlib.resources import files
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from api.pages.curve_drawing import counted, draw_curve
from api.pages.filters import FilterForm, filter_form
from api.pages.quotes import best_quotes, one_a_message, with_chips
from api.pages.shapes import (
    TREND_HEIGHT,
    TREND_WIDTH,
    emotion_bar,
    mouth,
    step_class,
    strength,
    tone_class,
    top_emotions,
    trend_path,
)
from feedback_miner.domain import StatementView, Workspace
from feedback_miner.journey import (
    FEW,
    JourneyMap,
    compared_words,
    headline,
    pain_points,
    signed,
    tone_word,
)
from feedback_miner.taxonomy import Taxonomy

#: where the API serves api/pages/static
STATIC = "/static"

#: of "Just in"
_LATEST = 4
#: touchpoints that are named as what hurts most
_WORST = 2


@dataclass(frozen=True)
class MapPage:
    """Everything that the map's page shows."""

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


def render_map_page(view: MapPage) -> str:
    """The page at `/`: whole, and good to look at without a script."""
    zone = ZoneInfo(view.workspace.time_zone)
    form = filter_form(view.dimensions, view.query, view.taxonomy)
    return template("map.html").render(
        view=view,
        journey=view.map,
        taxonomy=view.taxonomy,
        form=form,
        about=_about(view.workspace, form),
        worst=pain_points(view.map, _WORST),
        stage_names={stage.key: stage.name for stage in view.map.stages},
        pains=best_quotes(view.quotes, "pain", view.taxonomy),
        delights=best_quotes(view.delights, "delight", view.taxonomy),
        latest=one_a_message(view.latest, _LATEST),
        curve=draw_curve(view.map),
        headline=headline(view.map).parts,
        compared=compared_words(view.map) if view.map.compared else None,
        day_of=lambda moment: _day_of(moment.astimezone(zone), view.now.astimezone(zone)),
        empty=not any(view.dimensions.values()),
    )


def render_sign_in(message: str | None) -> str:
    """The page that asks for a key; `message` says why it is asked again."""
    return template("sign_in.html").render(message=message)


def render_error(status: int, title: str, detail: str) -> str:
    """An error for people."""
    return template("error.html").render(status=status, title=title, detail=detail)


def _about(workspace: Workspace, form: FilterForm) -> str:
    """Whose comments these are: "Northwind Cloud · chat · Germany". A workspace without a name of its own has none."""
    named = [workspace.name] if workspace.name != workspace.id else []
    return " · ".join([*named, *(form.only or ("All customers",))])


def template(name: str) -> Template:
    """A page's template, with the filters that all of them know."""
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("api.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {
        "counted": counted,
        "day": _day,
        "percent": _percent,
        "signed": signed,
        "step_class": step_class,
        "tone_class": tone_class,
        "tone_word": tone_word,
        "trend_path": trend_path,
        "mouth": mouth,
        "strength": strength,
        "with_chips": with_chips,
    }
    environment.globals |= {
        "asset": _asset,
        "few": FEW,
        "emotion_bar": emotion_bar,
        "top_emotions": top_emotions,
        "trend_width": TREND_WIDTH,
        "trend_height": TREND_HEIGHT,
    }
    return environment


@cache
def _asset(name: str) -> str:
    """The address of a static file, which changes with its content."""
    content = (files("api.pages") / "static" / name).read_bytes()
    return f"{STATIC}/{name}?v={sha256(content).hexdigest()[:12]}"


def _day(day: date) -> str:
    """7 Nov 2026."""
    return f"{day.day} {day:%b %Y}"


def _day_of(day: date, today: date) -> str:
    """7 Nov; with the year where it is another one."""
    return f"{day.day} {day:%b}" if day.year == today.year else _day(day)


def _percent(share: float) -> str:
    """Whole per cent; what is there but rounds to nothing is "<1%"."""
    rounded = f"{share:.0%}"
    return "<1%" if rounded == "0%" and share > 0 else rounded
