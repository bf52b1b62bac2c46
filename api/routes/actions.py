"""What a team changed, and whether it helped."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from api.dependencies import Reader, TheHouse, Writer
from api.openapi import problems
from api.schemas.actions import ActionIn, ActionOut, ActionReportOut, ActionsOut
from api.tabular import Tabular, as_asked, tables

router = APIRouter(prefix="/v1", tags=["Map"])

_CSV = "id,title,date,touchpoint,effect.sentiment.value\nact_2f6a,Fewer steps,2026-05-18,ordering,0.21\n"
ActionId = Annotated[str, Path(pattern=r"^act_[0-9a-f]{1,32}$")]


class ActionsQuery(Tabular, BaseModel):
    """How many."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    limit: int = Field(20, ge=1, le=100, description="At most this many.")


@router.get(
    "/actions",
    operation_id="listActions",
    summary="What was changed, and whether it helped",
    responses=problems() | tables(_CSV),
    response_model=ActionsOut,
)
def list_actions(
    asked: Annotated[ActionsQuery, Query()], access: Reader, house: TheHouse
) -> ActionsOut | Response:
    """The newest first. Up to four weeks before and after each, at its place and at touchpoints that nobody touched:
    difference in differences, with a 95 % interval by customers, or in words why it cannot be told."""
    found = house.mining.actions.reports(access.workspace, limit=asked.limit)
    answer = ActionsOut(items=[ActionReportOut.of(report) for report in found])
    return as_asked(answer, asked.format, "actions")


@router.post(
    "/actions",
    status_code=201,
    operation_id="addAction",
    summary="Record what was changed",
    responses=problems(404),
)
def add_action(body: ActionIn, access: Writer, house: TheHouse) -> ActionOut:
    """The map marks it from now on."""
    return ActionOut.from_domain(house.mining.actions.add(access.workspace, body.to_domain()))


@router.get(
    "/actions/{action_id}",
    operation_id="getAction",
    summary="One action, and whether it helped",
    responses=problems(404),
)
def get_action(action_id: ActionId, access: Reader, house: TheHouse) -> ActionReportOut:
    """As in the list."""
    return ActionReportOut.of(house.mining.actions.report(access.workspace, action_id))


@router.put(
    "/actions/{action_id}",
    operation_id="changeAction",
    summary="Say otherwise what was changed",
    responses=problems(404),
)
def change_action(action_id: ActionId, body: ActionIn, access: Writer, house: TheHouse) -> ActionOut:
    """All of it anew."""
    return ActionOut.from_domain(house.mining.actions.change(access.workspace, body.to_domain(action_id)))


@router.delete(
    "/actions/{action_id}",
    status_code=204,
    operation_id="removeAction",
    summary="Remove an action",
    responses=problems(404),
)
def remove_action(action_id: ActionId, access: Writer, house: TheHouse) -> None:
    """The record of it; what was changed stays."""
    house.mining.actions.remove(access.workspace, action_id)
