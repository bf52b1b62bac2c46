"""What the `[thread]` table of a preset says: where a system keeps the messages of a conversation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict

from feedback_miner.domain import AuthorRole
from feedback_miner.sources.file import DerivedColumn

#: field of a mapping → the column that a message has for it
MESSAGE_FIELDS = {
    "text": "message.text",
    "id": "message.id",
    "date": "message.created_at",
    "customer": "message.customer",
    "author_role": "message.author_role",
    "thread": "message.thread",
    "channel": "message.channel",
    "first_reply_at": DerivedColumn("message.first_reply_at"),
}


class Thread(BaseModel):
    """Where a system keeps the messages of a thread. Of several names the first that is filled counts.

    Columns are those of the row; the other names are fields of a message, dotted where they are nested.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    #: columns with lists of messages; or with texts, then also repeated ones ("Comment", "Comment (2)")
    messages: Sequence[str]
    #: of a cell that is a text: the messages in it, their fields as named groups
    pattern: re.Pattern[str] | None = None
    #: whether the row is the first message itself, or the list has it
    first: Literal["row", "list"] = "row"
    #: where the list may lack the first message: field → values that tell it; else the oldest is the first
    opening: Mapping[str, Sequence[str]] = {}
    #: columns that stand above the first message where the list has it
    subject: Sequence[str] = ()
    id: Sequence[str] = ()
    text: Sequence[str]
    date: Sequence[str]
    author: Sequence[str] = ()
    channel: Sequence[str] = ()
    #: who wrote, and the column that says so of the row; what the words for them are, in lower case
    role: Sequence[str] = ()
    row_role: Sequence[str] = ()
    customers: Sequence[str] = ()
    agents: Sequence[str] = ()
    bots: Sequence[str] = ()
    #: columns that name who asked: what they wrote is the customer's where no word settles it
    requester: Sequence[str] = ()
    #: columns that name whose place it is, such as a channel: what they write there is an agent's
    host: Sequence[str] = ()
    #: field → values, in lower case, of messages that the customer never saw
    left_out: Mapping[str, Sequence[str]] = {}

    def told(self, word: str) -> AuthorRole | None:
        """Who it is that a word such as "end-user" stands for; None where it settles nothing."""
        known = (
            (AuthorRole.CUSTOMER, self.customers),
            (AuthorRole.AGENT, self.agents),
            (AuthorRole.BOT, self.bots),
        )
        return next((role for role, words in known if word.casefold() in words), None)

    def of_host(self, row: Mapping[str, str], authors: Iterable[str]) -> AuthorRole | None:
        """Whose place it is, is an agent there; None for anybody else. `authors`: all names and ids of who wrote."""
        hosts = {cell for column in self.host if (cell := row.get(column, "").strip())}
        return None if hosts.isdisjoint(authors) else AuthorRole.AGENT

    def leaves_out(self, fields: Mapping[str, str]) -> bool:
        """Whether a message with these fields is one that the customer never saw."""
        return _has_any(fields, self.left_out)

    def opens(self, fields: Mapping[str, str]) -> bool:
        """Whether these are the fields of what `opening` tells to be the first message."""
        return _has_any(fields, self.opening)


def _has_any(fields: Mapping[str, str], wanted: Mapping[str, Sequence[str]]) -> bool:
    return any(fields.get(name, "").strip().casefold() in values for name, values in wanted.items())


@dataclass(frozen=True, slots=True)
class RowColumns:
    """What is known of the columns of the row itself."""

    id: Sequence[str]
    text: Sequence[str]
    date: Sequence[str]
    customer: Sequence[str]
    channel: Sequence[str]
    thread: Sequence[str]
    author_role: Sequence[str]
    #: what the customer gave the thread as a whole: it stands on one message only
    scores: Sequence[str]
