"""Messages in as JSON, and one message out."""

from __future__ import annotations

from fastapi import APIRouter

from api.dependencies import Reader, RowId, TheHouse, Writer
from api.openapi import problems
from api.schemas.feedback import FeedbackIn, FeedbackOut
from api.schemas.imports import ImportOut

router = APIRouter(prefix="/v1/feedback")


@router.post(
    "",
    status_code=202,
    operation_id="addFeedback",
    summary="Send messages",
    tags=["Feedback in"],
    responses=problems(413),
)
def add_feedback(body: FeedbackIn, access: Writer, house: TheHouse) -> ImportOut:
    """Up to 1,000 messages; they become an import. Sent again they change nothing, changed they are updated."""
    return ImportOut.from_domain(
        house.mining.imports.submit(
            access.workspace, file="feedback.jsonl", blocks=body.blocks(), wish=body.wish()
        )
    )


@router.get(
    "/{feedback_id}", operation_id="getFeedback", summary="One message", tags=["Map"], responses=problems(404)
)
def get_feedback(feedback_id: RowId, access: Reader, house: TheHouse) -> FeedbackOut:
    """As it is stored, with its statements and the way back to its ticket, file and row."""
    return FeedbackOut.from_domain(house.mining.maps.feedback(access.workspace, feedback_id))
