"""X: posts that its recent search finds, with their edits and deletions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from feedback_miner.domain import FeedPage
from feedback_miner.errors import FeedError, SetupError
from feedback_miner.feeds.following.followed import Found
from feedback_miner.feeds.following.readable import Readable
from feedback_miner.feeds.following.slices import Slice, sliced
from feedback_miner.feeds.following.window import MAX_FOLLOWED, Window
from feedback_miner.feeds.options.accounts import own_accounts
from feedback_miner.feeds.options.addresses import BareUrl
from feedback_miner.feeds.options.secrets import Secrets
from feedback_miner.feeds.x.client import XClient
from feedback_miner.feeds.x.posts import XPosts

#: How far X's recent search goes back, and with it the first pull; a few minutes less, for its clock.
SEARCHED = timedelta(days=7) - timedelta(minutes=5)

_TOKEN = re.compile(r"[\x21-\x7e]+")
_API = TypeAdapter(BareUrl).validate_python("https://api.x.com")


class XOptions(BaseModel):
    """What is searched for, with which app, and what is left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    #: as X's search takes it: “acme lang:en -from:acme”; what it leaves out costs nothing
    search: Annotated[str, Field(min_length=1, max_length=4_000)]
    #: name of the secret that is the app's bearer token
    token: Annotated[str, Field(min_length=1, max_length=64)]
    #: accounts of your own, to be left out: “acme, acmehelp”
    own_accounts: Annotated[str, Field(max_length=5_000)] = ""
    #: leave out posts that X takes for another language: “en”
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")] | None = None
    #: how long posts are followed, to see whether they are still there
    overlap_hours: Annotated[int, Field(ge=1, le=24 * 7)] = 48
    #: how often that is asked for all of them; X counts every post that it is asked for
    recheck_hours: Annotated[int, Field(ge=1, le=24 * 7)] = 24
    #: in place of X: the address of a proxy before it, to which the token is sent
    server: BareUrl = _API


class XConnector:
    """Implements `ports.Connector`.

    The search gives the newest first, so it is asked slice by slice of time; each pull begins some minutes before
    the newest post, for those that the search learns late. It knows the last seven days alone: where nobody pulled
    for longer, the pull says so. An edit is a post with an id of its own that names the first; it comes under the
    first one's id. Whether posts are still there X says by their ids, and counts each that it is asked for: so the
    last minutes are asked for at once, all that is followed once a day. What was deleted, is shown to followers
    alone, or is of an account that was suspended, is gone. Reposts are not asked for.
    """

    Options = XOptions

    def __init__(self, options: XOptions, secrets: Secrets) -> None:
        """Reaches nothing yet. Raises SetupError where the secret lacks or can be no token."""
        self._options = options
        self._token = secrets(options.token).strip()
        if not _TOKEN.fullmatch(self._token):
            raise SetupError("The secret is no bearer token: it has other characters.", where="token")
        self._posts = XPosts(own_accounts(options.own_accounts), options.language)

    @property
    def preset(self) -> str:
        """Which preset knows the keys of its messages."""
        return "x"

    def pages(self, cursor: str | None, *, since: datetime | None, now: datetime) -> Iterator[FeedPage]:
        """New and edited posts, oldest first, and the first ids of deleted ones. Raises FeedError."""
        options, searched_from = self._options, now - SEARCHED
        window = Window(
            cursor,
            first=max(since or searched_from, searched_from),
            overlap=timedelta(hours=options.overlap_hours),
            now=now,
            whole_every=timedelta(hours=options.recheck_hours),
        )
        reached, readable = window.reached, Readable()
        unsaid: set[str] = set()
        with XClient(str(options.server).rstrip("/"), self._token, readable) as client:

            def found(begin: datetime, end: datetime | None) -> Slice:
                posts, is_cut = client.found(f"({options.search}) -is:retweet", begin, end)
                return Slice(self._posts.all_found(posts), is_cut)

            def there(first_ids: Sequence[str]) -> list[Found]:
                posts, not_said = client.still_there(first_ids)
                unsaid.update(not_said)
                window.spare(unsaid | readable.unread)
                return self._posts.all_found(posts)

            walk = sliced(window, found, max(window.recent, searched_from), now)
            yield from readable.counted(window.pages(walk, there, most_asked=MAX_FOLLOWED))
            if unsaid:
                raise FeedError(
                    f"It does not say whether post {min(unsaid)} is still there. {client.why}".rstrip(),
                    where=client.host,
                )
        if cursor and reached < searched_from:
            raise FeedError(
                f"X finds the last seven days alone: what was written between {reached:%Y-%m-%d %H:%M} and "
                f"{searched_from:%Y-%m-%d %H:%M} (UTC) is not to be had. Pull more often.",
                where="search",
            )
