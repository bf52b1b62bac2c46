"""The map's page, and the part of it that changes while somebody looks."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import APIRouter, Depends, Header, Request
from starlette.responses import HTMLResponse, Response

from api.dependencies import Reader, TheChrome
from api.map_pace import PacedMaps
from api.map_views import MapViews, Query, unchanged
from api.pages.map.map_page import render_map_page
from api.questions import TheMapQuery

router = APIRouter(include_in_schema=False)


async def _views(request: Request) -> MapViews:
    return cast(MapViews, request.app.state.map_views)


async def _maps(request: Request) -> PacedMaps:
    return cast(PacedMaps, request.app.state.paced_maps)


async def _query(request: Request) -> Query:
    return tuple(request.query_params.multi_items())


TheViews = Annotated[MapViews, Depends(_views)]
TheQuery = Annotated[Query, Depends(_query)]


@router.get("/")
def show_map(asked: TheMapQuery, query: TheQuery, chrome: TheChrome, views: TheViews) -> HTMLResponse:
    """The map of what the address asks for."""
    view = views.view(chrome.workspace.id, asked.question(), query)
    return HTMLResponse(render_map_page(view, chrome))


@router.get("/map-fragment")
async def show_fragment(
    asked: TheMapQuery,
    query: TheQuery,
    access: Reader,
    maps: Annotated[PacedMaps, Depends(_maps)],
    if_none_match: Annotated[str, Header(max_length=1000)] = "",
    accept_encoding: Annotated[str, Header(max_length=1000)] = "",
    x_exact: Annotated[str, Header(max_length=10)] = "",
) -> Response:
    """The same, without what is the reader's own: drawn once for all who look, and nothing where it is unchanged.

    It may be some seconds old, unless the header X-Exact is there.
    """
    draw = maps.drawn_now if x_exact else maps.drawn
    drawing = await draw(access, asked.question(), query)
    drawn = drawing.drawn
    headers = {
        "X-Pace": f"{drawing.pace:.1f}",
        "ETag": drawn.etag,
        "Vary": "Accept-Encoding, Authorization, Cookie",
        "X-Revision": str(drawn.revision),
    }
    if unchanged(drawn.etag, if_none_match.split(",")):
        return Response(status_code=304, headers=headers)
    if "gzip" in accept_encoding:
        return HTMLResponse(drawn.packed, headers=headers | {"Content-Encoding": "gzip"})
    return HTMLResponse(drawn.plain, headers=headers)
