"""The page of channels."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from api.dependencies import Reader, TheHouse
from api.pages.paths.channels import PATH, ChannelsPage, render_channels
from api.questions import TheMapQuery
from api.routes.pages.cut_page import TheCutPage
from feedback_miner.errors import QueryError

router = APIRouter(prefix=PATH, include_in_schema=False)


@router.get("")
def show_channels(page: TheCutPage, asked: TheMapQuery, access: Reader, house: TheHouse) -> HTMLResponse:
    """What comes in by each, how it sounds, and how that goes with waiting.

    What cannot be answered is said where it was asked.
    """
    found, problem = None, None
    try:
        found = house.mining.channels.read(access.workspace, asked.question())
    except QueryError as error:
        problem = error.message
    return HTMLResponse(render_channels(ChannelsPage(page, found, problem)), 422 if problem else 200)
