"""Events: what somebody should be told of, kept in the order in which it happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class EventKind(StrEnum):
    """What happened. An alert begins once and ends once."""

    #: a source failed so often in a row that it raises an alert
    SOURCE_FAILING = "source.failing"
    #: its alert ends: a pull went well, or the source was removed
    SOURCE_RECOVERED = "source.recovered"
    #: a rule noticed something
    ALERT_BEGAN = "alert.began"
    #: that is over
    ALERT_ENDED = "alert.ended"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in a workspace."""

    #: counts up with every event of the house
    id: int
    workspace: str
    at: datetime
    kind: EventKind
    #: the name of what it happened to: of a source, or the id of an alert
    subject: str
    #: what is wrong, or that it is well again, in words and without secrets
    message: str
