"""What is done in the background."""

from __future__ import annotations

from fastapi import APIRouter

from api.dependencies import Reader, TheHouse
from api.openapi import problems
from api.schemas.jobs import JobsOut

router = APIRouter(prefix="/v1/jobs", tags=["Feedback in"])


@router.get("", operation_id="listJobs", summary="What is under way", responses=problems())
def list_jobs(access: Reader, house: TheHouse) -> JobsOut:
    """Imports, undos, re-scorings and pulls that wait or run, the oldest first, and the workers that do them."""
    background = house.mining.background
    return JobsOut.from_domain(background.jobs(access.workspace), background.workers())
