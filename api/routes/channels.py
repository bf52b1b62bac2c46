"""Channels."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.dependencies import Reader, TheHouse
from api.openapi import problems
from api.questions import SEGMENT_PARAMETER, MapQuery
from api.schemas.channels import ChannelsOut
from api.tabular import Tabular, as_asked, tables

router = APIRouter(prefix="/v1/channels", tags=["Map"])


class ChannelsQuery(Tabular, MapQuery):
    """Of which map."""


@router.get(
    "",
    operation_id="listChannels",
    summary="Volume, sentiment and waiting by channel",
    responses=problems() | tables("channel,messages,share,comments.statements\nchat,320,0.31,402\n"),
    openapi_extra=SEGMENT_PARAMETER,
    response_model=ChannelsOut,
)
def list_channels(
    asked: Annotated[ChannelsQuery, Query()], access: Reader, house: TheHouse
) -> ChannelsOut | Response:
    """What comes in by each, how it sounds, how long it waits for a reply and for a solution, and how sentiment goes
    with waiting."""
    found = house.mining.channels.read(access.workspace, asked.question())
    return as_asked(ChannelsOut.from_domain(found), asked.format, "channels")
