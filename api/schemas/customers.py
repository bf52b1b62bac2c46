"""Customers: references in, pseudonyms out."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from api.schemas.common import In, Line, Out
from api.schemas.feedback import FeedbackOut

_PSEUDONYM = "c_0f3a5e6b7c8d9e0f1a2b3c4d5e6f7a8b"


class LookupIn(In):
    """A reference as your export has it: an e-mail address, a user name, a number. It is not stored."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reference": "ada@example.com"}]})

    reference: Line


class LookupOut(Out):
    """The pseudonym of a reference, whether or not anything is known of the customer."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"pseudonym": _PSEUDONYM}]})

    pseudonym: str


class JourneyOut(Out):
    """A customer's messages, oldest first."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"pseudonym": _PSEUDONYM, "messages": []}]})

    pseudonym: str
    messages: list[FeedbackOut]


class ErasureOut(Out):
    """What was erased, for good. Later imports leave this customer out."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"pseudonym": _PSEUDONYM, "messages_removed": 4}]}
    )

    pseudonym: str
    messages_removed: int = Field(ge=0)
