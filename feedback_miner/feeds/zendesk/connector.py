"""Zendesk: tickets that changed, by the cursor of the incremental export; their comments where that is asked for.

The export leaves out the last minute, so that its cursor misses nothing: no overlap is needed. Deleted tickets are in
it. What only agents may read is no feedback, and goes where it was public before: whole tickets, and with comments
each of them. `is_public` of a ticket tells of any of its comments; so without them, tickets that somebody else began
for their customer are left out: the description is what that one wrote, and may be a private note. A comment that was
redacted is told with what is left of it.
https://developer.zendesk.com/api-reference/ticketing/ticket-management/incremental_exports/
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, model_validator

from feedback_miner.domain import FeedPage
from feedback_miner.feeds.following.cursors import read_cursor
from feedback_miner.feeds.following.readable import Readable
from feedback_miner.feeds.options.secrets import Secrets
from feedback_miner.feeds.web.http import Client, Missing, keeps_secrets
from feedback_miner.feeds.zendesk.tickets import (
    DELETED,
    Comments,
    Export,
    Ticket,
    hidden_ids,
    message,
    parsed,
    tickets_of,
)

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


class ZendeskConnector:
    """The tickets of one Zendesk account."""

    class Options(BaseModel):
        """What makes an account, and whose key opens it."""

        model_config = ConfigDict(extra="forbid", frozen=True)

        #: SUBDOMAIN.zendesk.com
        subdomain: Annotated[str, Field(pattern=r"^([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)?$")] = ""
        #: in its place: the address of a proxy before Zendesk, to which the e-mail address and token are sent
        server: HttpUrl | None = None
        #: e-mail address of the administrator whom the token belongs to
        email: Annotated[str, Field(pattern=r"^[^\s:@]+@[^\s:@]+$", max_length=320)]
        #: name of the secret that is the API token
        token: Annotated[str, Field(min_length=1, max_length=64)]
        #: "yes": every public comment is a message too, for one more request a ticket
        comments: Literal["yes", "no"] = "no"

        @model_validator(mode="after")
        def _is_at_one_place(self) -> ZendeskConnector.Options:
            if bool(self.subdomain) == bool(self.server):
                raise ValueError("give either `subdomain` or `server`")
            if self.server and (self.server.username or self.server.password or self.server.query):
                raise ValueError("`server` is the bare address, without user, password or query")
            if self.server and not keeps_secrets(self.server):
                raise ValueError("the token is sent to https:// alone")
            return self

    def __init__(self, options: Options, secrets: Secrets) -> None:
        """Reaches nothing yet. Raises SetupError where the secret lacks."""
        self._base = str(options.server or f"https://{options.subdomain}.zendesk.com").rstrip("/") + "/api/v2"
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
        readable = Readable()
        with closing(Client(auth=self._auth)) as client:
            yield from readable.counted(self._walk(client, at, readable))

    def _walk(self, client: Client, at: Cursor, readable: Readable) -> Iterator[FeedPage]:
        while True:
            export = self._export(client, at)
            following = Cursor(cursor=export.after_cursor or at.cursor, start_time=at.start_time)
            if export.tickets or following != at:
                yield self._page(client, tickets_of(export, readable), following)
            if export.end_of_stream or following == at:
                return
            at = following

    def _export(self, client: Client, at: Cursor) -> Export:
        begin = {"cursor": at.cursor} if at.cursor else {"start_time": str(at.start_time)}
        size = TICKETS_WITH_COMMENTS if self._with_comments else TICKETS
        answer = client.get(f"{self._base}/incremental/tickets/cursor.json", {**begin, "per_page": str(size)})
        return parsed(Export, answer)

    def _page(self, client: Client, changed: list[Ticket], following: Cursor) -> FeedPage:
        # A ticket that changed twice comes twice: how it stands now is what counts.
        tickets = {ticket.id: ticket for ticket in changed}.values()
        there = [ticket for ticket in tickets if ticket.status != DELETED]
        public = [ticket for ticket in there if ticket.is_public is not False]
        asked = [(ticket, self._comments(client, ticket)) for ticket in public]
        told = [
            (ticket, comments) for ticket, comments in asked if comments or not ticket.is_begun_by_another
        ]
        stay = {ticket.id for ticket, _ in told}
        gone = [str(ticket.id) for ticket in tickets if ticket.id not in stay]
        hidden = [
            of_message for ticket, comments in told for of_message in hidden_ids(ticket, comments or ())
        ]
        left_out = {
            "internal tickets": len(there) - len(public),
            "agents' tickets": len(asked) - len(told),
        }
        return FeedPage(
            messages=tuple(message(ticket, comments) for ticket, comments in told),
            cursor=following.model_dump_json(),
            deleted=(*gone, *hidden),
            left_out={reason: number for reason, number in left_out.items() if number},
        )

    def _comments(self, client: Client, ticket: Ticket) -> list[dict[str, Any]] | None:
        """None where they are not asked for."""
        if not self._with_comments:
            return None
        comments: list[dict[str, Any]] = []
        params = {"page[size]": str(_COMMENTS)}
        for _ in range(_MOST_COMMENT_PAGES):
            try:
                answer = client.get(f"{self._base}/tickets/{ticket.id}/comments.json", params)
            except Missing:  # it was deleted meanwhile; a later page of the export says so
                return []
            page = parsed(Comments, answer)
            comments += page.comments
            if not page.meta.has_more or not page.meta.after_cursor:
                break
            params["page[after]"] = page.meta.after_cursor
        return comments
