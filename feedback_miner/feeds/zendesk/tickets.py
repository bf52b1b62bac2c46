"""What Zendesk's API answers, and which of a ticket's messages are for agents' eyes alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from feedback_miner.errors import FeedError
from feedback_miner.feeds.following.readable import Readable

#: The status of a ticket that is gone.
DELETED = "deleted"

_WORDS = ("plain_body", "body", "html_body")


class Ticket(BaseModel):
    """A ticket; what else it says, the preset reads."""

    model_config = ConfigDict(extra="allow", frozen=True)

    id: int
    status: str = ""
    #: whether any of its comments is for the customer's eyes
    is_public: bool | None = None
    requester_id: int | None = None
    #: whoever wrote the first comment, which is the ticket's description
    submitter_id: int | None = None

    @property
    def is_begun_by_another(self) -> bool:
        """Whether the description is not the customer's: an agent's, and maybe for agents alone."""
        return self.submitter_id is not None and self.submitter_id != self.requester_id


class Export(BaseModel):
    """A page of the incremental export."""

    #: each a `Ticket`, if it can be read
    tickets: list[Any]
    after_cursor: str | None = None
    end_of_stream: bool


class Meta(BaseModel):
    """Where a list goes on."""

    has_more: bool = False
    after_cursor: str | None = None


class Comments(BaseModel):
    """A page of a ticket's comments, oldest first."""

    comments: list[dict[str, Any]]
    meta: Meta = Meta()


Answer = TypeVar("Answer", bound=BaseModel)


def parsed(model: type[Answer], body: bytes) -> Answer:
    """The answer. Raises FeedError."""
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        raise _not_zendesk(error) from None


def tickets_of(export: Export, readable: Readable) -> list[Ticket]:
    """Those that can be read. Raises FeedError where none can."""
    try:
        return readable.each(export.tickets, Ticket.model_validate)
    except ValidationError as error:
        raise _not_zendesk(error, "tickets") from None


def _not_zendesk(error: ValidationError, *inside: str) -> FeedError:
    first = error.errors(include_url=False, include_input=False)[0]
    field = ".".join(map(str, [*inside, *first["loc"]])) or "it"
    return FeedError(
        f"The answer is not what Zendesk's API gives: {first['msg']}. Is the address right?", where=field
    )


def message(ticket: Ticket, comments: Sequence[Mapping[str, Any]] | None) -> Mapping[str, Any]:
    """As the preset “zendesk” knows it; without comments where there is None."""
    said = ticket.model_dump(exclude_unset=True)
    return said if comments is None else {**said, "comments": comments}


def hidden_ids(ticket: Ticket, comments: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Ids of messages that may have been stored, and are private or empty by now.

    The first comment has the ticket's id, with which the whole thread goes, to be brought again: so only where its
    customer wrote it. What an agent began in private never was public.
    """
    for n, comment in enumerate(comments):
        if _is_hidden(comment):
            if n:
                yield f"{ticket.id}/{comment.get('id')}"
            elif comment.get("author_id") == ticket.requester_id:
                yield str(ticket.id)


def _is_hidden(comment: Mapping[str, Any]) -> bool:
    has_words = any(str(comment.get(field) or "").strip() for field in _WORDS)
    # A picture alone had no words before either.
    return comment.get("public") is False or not (has_words or comment.get("attachments"))
