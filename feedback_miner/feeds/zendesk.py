"""Zendesk: tickets that changed, by the cursor of the incremental export; their comments where that is asked for.

The export leaves out the last minute, so that its cursor misses nothing: no overlap is needed.
https://developer.zendesk.com/api-reference/ticketing/ticket-management/incremental_exports/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, ValidationError, model_validator

from feedback_miner.domain import FeedPage
from feedback_miner.errors import FeedError
from feedback_miner.feeds.cursors import read_cursor
from feedback_miner.feeds.http import Client, Missing, keeps_secrets
from feedback_miner.feeds.secrets import Secrets

#: How far back the first pull goes where nobody said.
FIRST_PULL = timedelta(days=30)
#: Tickets that are stored together; fewer where each takes a request for its comments.
TICKETS, TICKETS_WITH_COMMENTS = 500, 50
#: Zendesk refuses to start within the last minute.
_SETTLED = timedelta(seconds=61)
_COMMENTS = 100
#: A ticket has at most 5,000 comments.
_MOST_COMMENT_PAGES = 50


class Cursor(BaseModel):
    """How far the export has come."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    #: Zendesk's own; "" before the first page that had one
    cursor: str = ""
    #: where the first page began, in seconds since 1970
    start_time: int | None = None


class _Ticket(BaseModel):
    model_config = ConfigDict(extra="allow")

    id: int
    status: str = ""


class _Export(BaseModel):
    tickets: list[_Ticket]
    after_cursor: str | None = None
    end_of_stream: bool


class _Meta(BaseModel):
    has_more: bool = False
    after_cursor: str | None = None


class _Comments(BaseModel):
    comments: list[dict[str, Any]]
    meta: _Meta = _Meta()


class ZendeskConnector:
    """The tickets of one Zendesk account."""

    class Options(BaseModel):
        """What makes an account, and whose key opens it."""

        model_config = ConfigDict(extra="forbid", frozen=True)

        #: SUBDOMAIN.zendesk.com
        subdomain: Annotated[str, Field(pattern=r"^([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)?$")] = ""
        #: in its place: the address of a proxy before Zendesk, to which the e-mail address and token are sent
        url: HttpUrl | None = None
        #: e-mail address of the administrator whom the token belongs to
        email: Annotated[str, Field(pattern=r"^[^\s:@]+@[^\s:@]+$", max_length=320)]
        #: name of the secret that is the API token
        token: Annotated[str, Field(min_length=1, max_length=64)]
        #: "yes": every public comment is a message too, for one more request a ticket
        comments: Literal["yes", "no"] = "no"

        @model_validator(mode="after")
        def _is_at_one_place(self) -> ZendeskConnector.Options:
            if bool(self.subdomain) == bool(self.url):
                raise ValueError("give either `subdomain` or `url`")
            if self.url and (self.url.username or self.url.password or self.url.query):
                raise ValueError("`url` is the bare address, without user, password or query")
            if self.url and not keeps_secrets(self.url):
                raise ValueError("the token is sent to https:// alone")
            return self

    def __init__(self, options: Options, secrets: Secrets) -> None:
        """Reaches nothing yet. Raises SetupError where the secret lacks."""
        self._base = str(options.url or f"https://{options.subdomain}.zendesk.com").rstrip("/") + "/api/v2"
        self._auth = (f"{options.email}/token", secrets(options.token))
        self._with_comments = options.comments == "yes"

    @property
    def preset(self) -> str:
        """Which preset knows the keys of its messages."""
        return "zendesk"

    def pages(self, cursor: str | None, *, since: datetime | None, now: datetime) -> Iterator[FeedPage]:
        """Tickets that changed, in the order in which they did. Raises FeedError.

        `since` is held against the last change: an old ticket that goes on is told whole.
        """
        at = read_cursor(Cursor, cursor)
        if at.start_time is None:
            start = min(since or now - FIRST_PULL, now - _SETTLED)
            at = Cursor(start_time=max(int(start.timestamp()), 0))
        with closing(Client(auth=self._auth)) as client:
            while True:
                export = self._export(client, at)
                following = Cursor(cursor=export.after_cursor or at.cursor, start_time=at.start_time)
                if export.tickets or following != at:
                    yield self._page(client, export, following)
                if export.end_of_stream or following == at:
                    return
                at = following

    def _export(self, client: Client, at: Cursor) -> _Export:
        begin = {"cursor": at.cursor} if at.cursor else {"start_time": str(at.start_time)}
        size = TICKETS_WITH_COMMENTS if self._with_comments else TICKETS
        answer = client.get(f"{self._base}/incremental/tickets/cursor.json", {**begin, "per_page": str(size)})
        return _parsed(_Export, answer)

    def _page(self, client: Client, export: _Export, following: Cursor) -> FeedPage:
        # A ticket that changed twice comes twice: how it stands now is what counts.
        tickets = {ticket.id: ticket for ticket in export.tickets}
        return FeedPage(
            messages=tuple(self._message(client, t) for t in tickets.values() if t.status != "deleted"),
            cursor=following.model_dump_json(),
            deleted=tuple(str(t.id) for t in tickets.values() if t.status == "deleted"),
        )

    def _message(self, client: Client, ticket: _Ticket) -> Mapping[str, Any]:
        message = ticket.model_dump()
        return {**message, "comments": self._comments(client, ticket.id)} if self._with_comments else message

    def _comments(self, client: Client, ticket: int) -> list[dict[str, Any]]:
        comments: list[dict[str, Any]] = []
        params = {"page[size]": str(_COMMENTS)}
        for _ in range(_MOST_COMMENT_PAGES):
            try:
                answer = client.get(f"{self._base}/tickets/{ticket}/comments.json", params)
            except Missing:  # it was deleted meanwhile; a later page of the export says so
                return []
            page = _parsed(_Comments, answer)
            comments += page.comments
            if not page.meta.has_more or not page.meta.after_cursor:
                break
            params["page[after]"] = page.meta.after_cursor
        return comments


Answer = TypeVar("Answer", bound=BaseModel)


def _parsed(model: type[Answer], body: bytes) -> Answer:
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or "it"
        raise FeedError(
            f"The answer is not what Zendesk's API gives: {first['msg']}. Is the address right?", where=field
        ) from None
