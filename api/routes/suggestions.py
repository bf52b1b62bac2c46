"""What teams commonly do about pain."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Response

from api.dependencies import Reader, TheHouse, Writer
from api.openapi import problems
from api.questions import SEGMENT_PARAMETER
from api.schemas.suggestions import PLAYBOOK_EXAMPLE, PlaybookOut, SuggestionsOut
from api.tabular import as_asked, tables
from api.theme_questions import TheSuggestionsQuery
from feedback_miner.taxonomy import Playbook

router = APIRouter(prefix="/v1", tags=["Map"])

_CSV = "pain,remedy,fits\nUnclear total price,Show all costs before the basket.,true\n"
_CHANGES = Body(examples=[PLAYBOOK_EXAMPLE])


@router.get(
    "/suggestions",
    operation_id="listSuggestions",
    summary="What teams commonly do about it",
    responses=problems(404) | tables(_CSV),
    openapi_extra=SEGMENT_PARAMETER,
    response_model=SuggestionsOut,
)
def list_suggestions(
    asked: TheSuggestionsQuery, access: Reader, house: TheHouse
) -> SuggestionsOut | Response:
    """For a theme, or for what hurts at a stage, at a touchpoint, or anywhere; with what speaks for each."""
    found = house.mining.suggestions.list(access.workspace, asked.question(), asked.sought())
    return as_asked(SuggestionsOut.from_domain(found), asked.format, "suggestions")


@router.get("/playbook", operation_id="getPlaybook", summary="The playbook", responses=problems())
def get_playbook(access: Reader, house: TheHouse) -> PlaybookOut:
    """What suggestions come from: the shipped playbook with the workspace's own changes."""
    return PlaybookOut.from_domain(house.mining.playbooks.read(access.workspace))


@router.put("/playbook", operation_id="changePlaybook", summary="Change the playbook", responses=problems())
def change_playbook(changes: Annotated[Playbook, _CHANGES], access: Writer, house: TheHouse) -> PlaybookOut:
    """What is said here of a stage or a touchpoint takes the place of what is shipped; of all others that stands.
    An empty one brings the shipped playbook back."""
    return PlaybookOut.from_domain(house.mining.playbooks.change(access.workspace, changes))
