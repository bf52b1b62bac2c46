"""Reddit: posts and comments of a subreddit, or posts that a search finds, with their edits and deletions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from feedback_miner.domain import FeedPage
from feedback_miner.errors import FeedError, SetupError
from feedback_miner.feeds.following.backwards import Ask, ListPage, backwards
from feedback_miner.feeds.following.followed import Found
from feedback_miner.feeds.following.readable import Readable
from feedback_miner.feeds.following.window import Window
from feedback_miner.feeds.options.addresses import BareUrl
from feedback_miner.feeds.options.secrets import Secrets
from feedback_miner.feeds.options.spelled import spelled
from feedback_miner.feeds.reddit.things import Things

if TYPE_CHECKING:
    from feedback_miner.feeds.reddit.client import RedditClient

#: How far the first pull goes back where nothing else is said, and Reddit still lists it.
FIRST_PULL = timedelta(days=7)
#: Most things that a pull asks for by their names, 100 a request.
MOST_ASKED = 500
#: A listing that ends before it has so many has nothing older: Reddit ends a subreddit's after about 1,000, a
#: search's after 250.
SHORTEST_CUT = 200

_NAME = r"[A-Za-z0-9_]{2,50}"
_SUBREDDIT = spelled(
    rf"(https://(www\.)?reddit\.com)?/?(r/)?(?P<it>{_NAME}(\+{_NAME}){{0,19}})/?",
    "give the name of a subreddit, or of several: “acme”, “acme+acmehelp”",
)
_CONTACT = spelled(r"(/?u/|@)?(?P<it>[A-Za-z0-9_-]{0,20})", "give the name of a Reddit account: “acme”")


class RedditOptions(BaseModel):
    """What is pulled, with which app, and what is left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    #: a subreddit, or several: “acme”, “acme+acmehelp”
    subreddit: Annotated[str, _SUBREDDIT] | None = None
    #: posts that this finds, in the subreddit or everywhere; Reddit's search knows no comments
    search: Annotated[str, Field(min_length=1, max_length=500)] | None = None
    #: of a subreddit without a search: "no" pulls its posts alone
    comments: Literal["yes", "no"] = "yes"
    #: of the app, of the type “script”: the line under its name
    client_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{10,50}$")]
    #: name of the secret that is the app's secret
    client_secret: Annotated[str, Field(min_length=1, max_length=64)]
    #: your account at Reddit, which Reddit wants every request to name
    contact: Annotated[str, _CONTACT] = ""
    #: accounts of your own, to be left out: “acme, u/acme_help”
    own_accounts: Annotated[str, Field(max_length=5_000)] = ""
    #: how far back late things, edits and deletions are looked for, once an hour
    overlap_hours: Annotated[int, Field(ge=1, le=24 * 7)] = 24
    #: the address of a proxy before Reddit, to which the app's secret is sent
    server: BareUrl | None = None

    @model_validator(mode="after")
    def _says_where(self) -> Self:
        if self.subreddit is None and self.search is None:
            raise ValueError("give subreddit, search or both")
        return self


class RedditConnector:
    """Implements `ports.Connector`.

    Reddit lists the newest first, and ends after about 1,000: so each pull walks back to where the window begins, and
    stores page by page; where Reddit allows no more requests, the next one goes on there. Where so much came since the
    last pull that the listing ends before, the pull says so: what lies between is not to be had. What is followed and
    not listed any more is asked for by its
    name. Reddit keeps an empty thing in place of what was deleted or removed, so these are told from what is only
    no longer listed; whose account was deleted, is erased too. An edit is known by its words: Reddit marks none of
    the first three minutes.
    """

    Options = RedditOptions

    def __init__(self, options: RedditOptions, secrets: Secrets) -> None:
        """Reaches nothing yet. Raises SetupError where prawcore or the secret lacks."""
        if find_spec("prawcore") is None:
            raise SetupError(
                "Sources of the kind reddit need prawcore: `pip install 'feedback-miner[reddit]'`."
            )
        self._options = options
        self._secret = secrets(options.client_secret)
        self._overlap = timedelta(hours=options.overlap_hours)
        self._things = Things(options.own_accounts)

    @property
    def preset(self) -> str:
        """Which preset knows the keys of its messages."""
        return "reddit"

    def pages(self, cursor: str | None, *, since: datetime | None, now: datetime) -> Iterator[FeedPage]:
        """New and edited things, page by page, and the names of deleted ones. Raises FeedError."""
        # Importing it takes as long as the rest of a pull: only those who pull pay for it.
        from feedback_miner.feeds.reddit.client import RedditClient

        options, server, readable = self._options, self._options.server, Readable()
        window = Window(cursor, first=since or now - FIRST_PULL, overlap=self._overlap, now=now)
        with RedditClient(
            options.client_id,
            self._secret,
            contact=options.contact,
            url=str(server).rstrip("/") if server else None,
            readable=readable,
        ) as client:

            def there(names: Sequence[str]) -> list[Found]:
                return [self._things.found(thing) for thing in client.things(names) if not thing.is_gone]

            reached, cuts = None if window.is_first else window.reached, list[datetime]()
            lists = {
                path: self._list(client, window, path, params, cuts) for path, params in self._listings()
            }
            walk = backwards(window, lists, now=now)
            yield from readable.counted(window.pages(walk, there, most_asked=MOST_ASKED))
            if reached and cuts and max(cuts) > reached:
                raise FeedError(
                    f"More came than Reddit lists: what was written between {reached:%Y-%m-%d %H:%M} and "
                    f"{max(cuts):%Y-%m-%d %H:%M} (UTC) is not to be had. Pull more often.",
                    where=options.subreddit or "search",
                )

    def _list(
        self, client: RedditClient, window: Window, path: str, params: dict[str, str], cuts: list[datetime]
    ) -> Ask:
        """A listing. Where Reddit ends it before the window begins, how far back it goes is put to the `cuts`."""
        followed = frozenset(window.unmet())
        is_resumed = bool(window.rest and window.rest.pages.get(path))
        length = SHORTEST_CUT if is_resumed else 0

        def listed(at: str) -> ListPage:
            nonlocal length
            things, following = client.newest(path, params, at)
            length += len(things)
            if following is None and length >= SHORTEST_CUT and things and things[-1].at >= window.begin:
                cuts.append(things[-1].at)
            # What is gone though it is listed is asked for at the end, with what is no longer listed.
            there = [t for t in reversed(things) if not (t.is_gone and t.name in followed)]
            return ListPage([self._things.found(t) for t in there], [t.at for t in things], following)

        return listed

    def _listings(self) -> list[tuple[str, dict[str, str]]]:
        """Paths, and what is asked of them."""
        place = f"r/{self._options.subreddit}/" if self._options.subreddit else ""
        if self._options.search is not None:
            inside = {"restrict_sr": "1"} if place else {}
            query = {"q": self._options.search, "sort": "new", "t": "all", "type": "link", **inside}
            return [(f"{place}search/", query)]
        return [
            (f"{place}new/", {}),
            *([(f"{place}comments/", {})] if self._options.comments == "yes" else []),
        ]
