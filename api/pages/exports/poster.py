"""The map as one drawing that needs nothing else: for a wall or a slide, and what a PNG is made of."""

from __future__ import annotations

import re

from api.pages.environment import template
from api.pages.exports.palette import Theme, palette
from api.pages.exports.poster_lanes import INSET, LABELS, PADDING
from api.pages.exports.poster_layout import GAP, MARGIN, WIDTH, lay_out
from api.pages.map.curve_drawing import HEIGHT
from api.pages.map.map_page import MapPage

#: what cleaning lets through and XML does not
_NO_XML = re.compile("[\ufffe\uffff]")

_WHITE, _BLACK = "#fff", "#10151c"
#: faces of these tones have white eyes on a light page, all others dark ones
_DARK_TONES = ("tm3", "tm2", "t2", "t3")
_PALE_TONES = ("tm1", "t0", "t1")


def render_poster(view: MapPage, theme: Theme) -> str:
    """SVG. Colours and sizes are attributes, so that every program draws it alike."""
    pen = _WHITE if theme == "light" else _BLACK
    colours = {
        **palette(theme),
        "white": _WHITE,
        **{f"on-{tone}": pen for tone in _DARK_TONES},
        **{f"on-{tone}": _BLACK for tone in _PALE_TONES},
    }
    drawing = template("poster.svg").render(
        poster=lay_out(view),
        colours=colours,
        taxonomy=view.taxonomy,
        width=WIDTH,
        margin=MARGIN,
        labels=LABELS,
        gap=GAP,
        padding=PADDING,
        inset=INSET,
        curve_height=HEIGHT,
    )
    return _NO_XML.sub("", drawing).lstrip()
