"""What a column can be, and what becomes of an import, in words."""

from __future__ import annotations

from collections.abc import Mapping

from feedback_miner.domain import DateOrder, ImportState

SEGMENT = "segment"
UNUSED = ""

#: group → field → label
FIELD_GROUPS: Mapping[str, Mapping[str, str]] = {
    "What was said": {
        "text": "What they wrote",
        "date": "Date",
        "time": "Time of day",
        "id": "Id of the message",
        "language": "Language",
        "channel": "Channel",
        "url": "Link to the message",
    },
    "Who said it": {
        "customer": "Customer",
        "author_role": "Customer or agent",
        "thread": "Conversation",
    },
    "Scores": {
        "rating": "Rating or stars",
        "nps": "NPS (0 to 10)",
        "csat": "Satisfaction (CSAT)",
    },
    "More": {
        SEGMENT: "Segment to filter by",
        "first_reply_at": "First reply at",
        "solved_at": "Solved at",
    },
}
FIELDS: Mapping[str, str] = {
    field: label for group in FIELD_GROUPS.values() for field, label in group.items()
}
#: fields that several columns can be
SHARED = frozenset({"text", SEGMENT})
SCORES = tuple(FIELD_GROUPS["Scores"])

ORDERS: Mapping[DateOrder, str] = {
    DateOrder.DAY_FIRST: "day first",
    DateOrder.MONTH_FIRST: "month first",
    DateOrder.YEAR_FIRST: "year first",
}
STATES: Mapping[ImportState, str] = {
    ImportState.QUEUED: "In the queue",
    ImportState.NEEDS_MAPPING: "Needs your answer",
    ImportState.RUNNING: "Being read",
    ImportState.DONE: "Done",
    ImportState.FAILED: "Stopped",
    ImportState.CANCELLED: "Stopped by a person",
    ImportState.UNDOING: "Being taken out",
    ImportState.UNDONE: "Taken out",
    ImportState.EXPIRED: "Expired",
}


def label_of(field: str) -> str:
    """A field of a mapping in words: "Date", "Segment “plan”"."""
    name = field.removeprefix(f"{SEGMENT}.")
    return f"Segment “{name}”" if name != field else FIELDS.get(field, field)
