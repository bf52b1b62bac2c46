"""The sample, for who wants to see a map before there is feedback of their own."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter
from starlette.responses import RedirectResponse

from api.dependencies import TheHouse, Writer
from feedback_miner.sample.bringing import bring_sample

router = APIRouter(prefix="/sample", include_in_schema=False)


@router.post("")
def try_sample(access: Writer, house: TheHouse) -> RedirectResponse:
    """Brings it in, and back to the map, which fills while it is read."""
    bring_sample(house.mining, access.workspace, datetime.now(UTC).date())
    return RedirectResponse("/", status_code=303)
