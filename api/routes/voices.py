"""Statements fit as testimonials, to be approved by a person."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from api.dependencies import Reader, RowId, TheHouse, Writer
from api.openapi import problems
from api.questions import SEGMENT_PARAMETER, MapQuery
from api.schemas.voices import VoiceIn, VoiceOut, VoicesOut
from api.tabular import Tabular, as_asked, tables
from feedback_miner.mining import VoiceState

router = APIRouter(prefix="/v1", tags=["Map"])

_CSV = "statement.id,statement.text,state\n1234,I would recommend it to anybody.,waiting\n"


class VoicesQuery(Tabular, MapQuery):
    """Of which cut; approved and declined ones are of all time."""

    state: VoiceState = VoiceState.WAITING
    limit: int = Field(20, ge=1, le=100, description="At most this many.")


@router.get(
    "/voices",
    operation_id="listVoices",
    summary="Statements fit as testimonials",
    responses=problems() | tables(_CSV),
    openapi_extra=SEGMENT_PARAMETER,
    response_model=VoicesOut,
)
def list_voices(
    asked: Annotated[VoicesQuery, Query()], access: Reader, house: TheHouse
) -> VoicesOut | Response:
    """Waiting ones: strongly positive, sure, of 8 to 40 words, without personal data, one a customer. Show a
    testimonial only where its customer agreed."""
    voices = house.mining.voices
    if asked.state is VoiceState.WAITING:
        found = voices.waiting(access.workspace, asked.question(), limit=asked.limit)
    else:
        found = voices.decided(access.workspace, asked.state)[: asked.limit]
    answer = VoicesOut(items=[VoiceOut.from_domain(voice) for voice in found])
    return as_asked(answer, asked.format, "voices")


@router.put(
    "/voices/{statement_id}",
    operation_id="decideVoice",
    summary="Approve or decline a testimonial",
    responses=problems(404),
)
def decide_voice(statement_id: RowId, body: VoiceIn, access: Writer, house: TheHouse) -> VoiceOut:
    """The last word counts. The decision holds the statement's id, never its words."""
    return VoiceOut.from_domain(house.mining.voices.decide(access, statement_id, approved=body.approved))
