"""What a source is called: many of its messages, and one."""

from __future__ import annotations

from collections.abc import Mapping

from feedback_miner.domain import Source

SOURCES: Mapping[str, str] = {
    Source.TICKET: "Tickets",
    Source.SURVEY: "Survey answers",
    Source.REVIEW: "Reviews",
    Source.SOCIAL: "Social posts",
}
#: what one message of a source is
MESSAGES: Mapping[str, str] = {source: name.removesuffix("s") for source, name in SOURCES.items()}
