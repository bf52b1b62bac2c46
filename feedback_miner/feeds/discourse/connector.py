"""Discourse: the posts of a forum, of some of its categories, or those that its search finds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from feedback_miner.domain import FeedPage
from feedback_miner.errors import FeedError
from feedback_miner.feeds.discourse.client import DiscourseClient, Post
from feedback_miner.feeds.discourse.posts import Posts, Staff
from feedback_miner.feeds.following.followed import Found
from feedback_miner.feeds.following.readable import Readable
from feedback_miner.feeds.following.window import Window
from feedback_miner.feeds.options.accounts import own_accounts
from feedback_miner.feeds.options.addresses import BareUrl
from feedback_miner.feeds.options.secrets import Secrets

#: How far the first pull goes back where nothing else is said.
FIRST_PULL = timedelta(days=7)
#: A search is asked for day by day: it finds 500 posts at most, and of a topic the newest alone.
_SLICE = timedelta(days=1)
#: So many of a page's oldest posts must be older than the window for the page to be enough: a post that was moved has
#: a new id and its old date.
_SURELY = 3
#: Posts of a search that are stored together: each may take a request.
_PAGE = 20


class DiscourseOptions(BaseModel):
    """What is pulled, and what is left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    #: address of the forum
    server: BareUrl
    #: numbers of categories, as they stand in their addresses: “5, 12”; without their subcategories
    category: Annotated[str, Field(pattern=r"^ *[0-9]{1,9}( *, *[0-9]{1,9}){0,49} *$")] | None = None
    #: posts that the forum's search finds, in its own words: “acme #support”
    search: Annotated[str, Field(min_length=2, max_length=300)] | None = None
    #: who asks, where the forum is not open to all: a user's name
    user: Annotated[str, Field(pattern=r"^[\w.-]{0,60}$")] = ""
    #: name of the secret that is an API key of this user, or of all
    key: Annotated[str, Field(max_length=64)] = ""
    #: accounts of your own, to be left out: “acme, acme_bot”
    own_accounts: Annotated[str, Field(max_length=5_000)] = ""
    #: what posts of moderators and administrators are: "agents" (their answers stand beside customers' words),
    #: "customers" (in a forum of others), "left_out"
    staff: Staff = "agents"
    #: how far back late posts, edits and deletions are looked for, once an hour
    overlap_hours: Annotated[int, Field(ge=1, le=24 * 7)] = 24

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.category is not None and self.search is not None:
            raise ValueError("give either category or search; a search has “#name” for a category")
        if bool(self.user) != bool(self.key):
            raise ValueError("`user` and `key` belong together")
        return self


class DiscourseConnector:
    """Implements `ports.Connector`.

    A forum gives its newest posts first, or those before an id. Since ids grow with time, a pull that has to go back
    further than one page looks for the id with which the window begins, and goes upward from there: what it stored
    it need not walk again. Of a search it gives the newest post of each topic: it is asked day by day.
    What is followed and not listed any more (deleted, or put where we are not shown it) is
    deleted; so is what its author withdrew, and what flags hid.
    """

    Options = DiscourseOptions

    def __init__(self, options: DiscourseOptions, secrets: Secrets) -> None:
        """Reaches nothing yet. Raises SetupError where the secret lacks."""
        self._options = options
        self._forum = str(options.server).rstrip("/")
        self._headers = {"Api-Username": options.user, "Api-Key": secrets(options.key)} if options.key else {}
        self._overlap = timedelta(hours=options.overlap_hours)
        self._categories = frozenset(int(part) for part in (options.category or "").split(",") if part)
        self._posts = Posts(self._forum, own_accounts(options.own_accounts), options.staff)

    @property
    def preset(self) -> str:
        """Which preset knows the keys of its messages."""
        return "discourse"

    def pages(self, cursor: str | None, *, since: datetime | None, now: datetime) -> Iterator[FeedPage]:
        """New and edited posts, oldest first, and the ids of deleted ones.

        Raises FeedError; in the end also where a search found more in a day than the forum gives.
        """
        window = Window(cursor, first=since or now - FIRST_PULL, overlap=self._overlap, now=now)
        readable, crowded = Readable(), list[datetime]()
        with DiscourseClient(self._forum, self._headers) as client:

            def there(ids: Sequence[str]) -> list[Found]:
                return self._posts.found(client.listed([int(post_id) for post_id in ids]))

            search = self._options.search
            walk = (
                self._searched(client, window, readable, search, now, crowded)
                if search
                else self._listed(client, window, readable)
            )
            yield from readable.counted(window.pages(walk, there))
        if crowded:
            days = ", ".join(f"{day:%Y-%m-%d}" for day in crowded)
            raise FeedError(
                f"The search finds more posts than the forum gives of a day: of {days} (UTC) some were passed over. "
                "Make it narrower, or pull the whole forum.",
                where=self._forum,
            )

    def _listed(self, client: DiscourseClient, window: Window, readable: Readable) -> Iterator[list[Found]]:
        """An empty list says how far nothing was found: a long back-fill goes on from there."""
        wanted = self._categories
        for posts in self._upward(client, window):
            before = window.reached
            window.reach(_written(posts[-1]))
            ours = [post for post in posts if not wanted or post.get("category_id") in wanted]
            found = self._posts.listed(ours, readable)
            if found or window.reached > before:
                yield found

    def _upward(self, client: DiscourseClient, window: Window) -> Iterator[list[Post]]:
        """All posts that are listed since the window begins, oldest first, and maybe some before."""
        posts = client.latest()
        if not posts and window.unmet():
            raise FeedError(
                "It lists no posts any more, and there were some. Is it open to us still?", where=self._forum
            )
        if any(_written(post) >= window.begin for post in posts[:_SURELY]):
            newest = int(posts[-1]["id"])
            yield from client.between(client.id_before(window.begin, newest), newest)
        elif posts:
            yield posts

    def _searched(
        self,
        client: DiscourseClient,
        window: Window,
        readable: Readable,
        search: str,
        now: datetime,
        crowded: list[datetime],
    ) -> Iterator[list[Found]]:
        """Day by day (UTC), the shortest time that Discourse searches. `crowded`: where days go that are not whole."""
        day = window.begin.replace(hour=0, minute=0, second=0, microsecond=0)
        while day < now:
            end = day + _SLICE
            hits, is_whole = client.search(search, day, end)
            if not is_whole:
                crowded.append(day)
            ids = [hit.id for hit in hits if hit.at >= window.begin]
            for start in range(0, len(ids), _PAGE):
                posts = client.listed(ids[start : start + _PAGE])
                if found := self._posts.listed(posts, readable):
                    window.reach(_written(posts[-1]))
                    yield found
            if window.reached < end < now:
                window.reach(end)
                yield []
            day = end


def _written(post: Post) -> datetime:
    return datetime.fromisoformat(post["created_at"])
