"""The page of channels."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from api.dependencies import Reader, TheChrome, TheHouse
from api.pages.channels import PATH, ChannelsPage, render_channels
from api.questions import TheMapQuery

router = APIRouter(prefix=PATH, include_in_schema=False)


@router.get("")
def show_channels(
    request: Request, asked: TheMapQuery, access: Reader, chrome: TheChrome, house: TheHouse
) -> HTMLResponse:
    """What comes in by each, how it sounds, and how that goes with waiting."""
    mining, workspace = house.mining, access.workspace
    view = ChannelsPage(
        chrome=chrome,
        taxonomy=mining.maps.taxonomy(workspace),
        dimensions=mining.maps.dimensions(workspace),
        query=dict(request.query_params),
        saved=mining.segments.all(workspace),
        found=mining.channels.read(workspace, asked.question()),
    )
    return HTMLResponse(render_channels(view))
