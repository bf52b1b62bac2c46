"""The workspace, its keys, its taxonomy."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Path

from api.dependencies import Admin, Reader, TheHouse
from api.openapi import problems
from api.schemas.workspace import KeyIn, KeyOut, KeysOut, NewKeyOut, TaxonomyOut, WorkspaceIn, WorkspaceOut
from feedback_miner.taxonomy import TaxonomyChanges

router = APIRouter(prefix="/v1", tags=["Workspace"])

_CHANGES = Body(examples=[{"stages": {"use": {"name": "Flying"}, "advocacy": {"hidden": True}}}])


@router.get("/workspace", operation_id="getWorkspace", summary="The workspace", responses=problems())
def get_workspace(access: Reader, house: TheHouse) -> WorkspaceOut:
    """Name, zone, revision."""
    return WorkspaceOut.from_domain(house.mining.maps.workspace(access.workspace))


@router.put(
    "/workspace", operation_id="changeWorkspace", summary="Change the time zone", responses=problems()
)
def change_workspace(body: WorkspaceIn, access: Admin, house: TheHouse) -> WorkspaceOut:
    """Days become days of another zone; everything is counted anew."""
    return WorkspaceOut.from_domain(house.mining.maps.set_time_zone(access.workspace, body.time_zone))


@router.get(
    "/taxonomy",
    operation_id="getTaxonomy",
    summary="Stages, touchpoints, emotions, lenses",
    responses=problems(),
)
def get_taxonomy(access: Reader, house: TheHouse) -> TaxonomyOut:
    """With the workspace's own names; hidden parts too."""
    return TaxonomyOut.from_domain(house.mining.maps.taxonomy(access.workspace))


@router.put("/taxonomy", operation_id="changeTaxonomy", summary="Rename and hide", responses=problems())
def change_taxonomy(
    changes: Annotated[TaxonomyChanges, _CHANGES], access: Admin, house: TheHouse
) -> TaxonomyOut:
    """Every difference from the default: what is not named here is as it was shipped. Additions are refused."""
    return TaxonomyOut.from_domain(house.mining.maps.change_taxonomy(access.workspace, changes))


@router.get("/keys", operation_id="listKeys", summary="Keys, newest first", responses=problems())
def list_keys(access: Admin, house: TheHouse) -> KeysOut:
    """Without their secrets, which are not stored."""
    return KeysOut(items=[KeyOut.from_domain(key) for key in house.mining.doors.keys(access.workspace)])


@router.post("/keys", status_code=201, operation_id="makeKey", summary="Make a key", responses=problems())
def make_key(body: KeyIn, access: Admin, house: TheHouse) -> NewKeyOut:
    """Its secret is shown this one time."""
    return NewKeyOut.from_domain(
        house.mining.doors.make_key(access.workspace, name=body.name, scope=body.scope)
    )


@router.delete(
    "/keys/{key_id}",
    status_code=204,
    operation_id="revokeKey",
    summary="Revoke a key",
    responses=problems(404),
)
def revoke_key(key_id: Annotated[str, Path(max_length=64)], access: Admin, house: TheHouse) -> None:
    """It opens nothing from now on."""
    house.mining.doors.revoke_key(access.workspace, key_id)
