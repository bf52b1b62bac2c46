"""Google Play: reviews of an app of your own, by the Google Play Developer API.

https://developers.google.com/android-publisher/reply-to-reviews: reviews with words that were written or changed in
the last seven days, the newest first; stars without words are not in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, HttpUrl

from feedback_miner.domain import FeedPage
from feedback_miner.errors import FeedError
from feedback_miner.feeds.following.cursors import read_cursor
from feedback_miner.feeds.following.followed import Cursor, Found
from feedback_miner.feeds.following.readable import Readable
from feedback_miner.feeds.following.window import Window
from feedback_miner.feeds.google_play.client import GooglePlayClient, check_library
from feedback_miner.feeds.google_play.reviews import Reviews
from feedback_miner.feeds.google_play.service_account import ServiceAccount
from feedback_miner.feeds.options.addresses import BareUrl
from feedback_miner.feeds.options.secrets import Secrets

#: Google gives no older reviews.
LAST = timedelta(days=7)
#: Most reviews that a pull asks for by their ids: Google answers 200 requests an hour for an app.
MAX_ASKED = 20
#: How long reviews are followed: near the end of the week Google may give one no longer, though it is there.
FOLLOWED = timedelta(days=6)
#: How long Google may take to show a review.
LATE = timedelta(hours=1)
#: How often the whole week is walked, for deletions and answers: a page a hundred reviews.
WHOLE_EVERY = timedelta(hours=6)
#: Reviews that are stored together.
_PAGE = 100


class GooglePlayOptions(BaseModel):
    """Which app, and whose key opens its reviews."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    #: the app's package name: “com.acme.shop”
    package: Annotated[str, Field(pattern=r"^[A-Za-z]\w*(\.[A-Za-z]\w*)+$", max_length=200)]
    #: name of the secret that is the JSON key of a service account
    key: Annotated[str, Field(min_length=1, max_length=64)]
    #: have Google translate the reviews: “en”
    translate: Annotated[str, Field(pattern=r"^[a-z]{2,3}([_-][A-Za-z]{2,4})?$")] | None = None
    #: leave out reviews that were written in another language: “en”
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")] | None = None
    #: address of Google's server, or of a proxy before it, to which tokens are sent
    server: BareUrl = HttpUrl("https://androidpublisher.googleapis.com")


class GooglePlayConnector:
    """Implements `ports.Connector`.

    Edits are seen for as long as Google gives reviews, since a change makes a review new. What is followed and not
    in the list any more is asked for by its id: what is not there, or has no words any more, is deleted. What was
    deleted later than six days after its last change is not seen: Google may only have stopped to give it. Where
    nobody pulled for longer than a week, the pull says so.
    """

    Options = GooglePlayOptions

    def __init__(self, options: GooglePlayOptions, secrets: Secrets) -> None:
        """Reaches nothing yet. Raises SetupError where google-auth or the secret lacks, or it is no such key."""
        check_library()
        self._options = options
        self._account = ServiceAccount(secrets(options.key), name=options.key)
        self._reviews = Reviews(options.package, options.translate, options.language)

    @property
    def preset(self) -> str:
        """Which preset knows the keys of its messages."""
        return "google-play-api"

    def pages(self, cursor: str | None, *, since: datetime | None, now: datetime) -> Iterator[FeedPage]:
        """New and changed reviews, oldest first, and the ids of deleted ones. Raises FeedError."""
        stored = read_cursor(Cursor, cursor)
        # Of what is older Google may say that it is not there, though it is.
        oldest = (now - FOLLOWED).timestamp()
        followed = {i: seen for i, seen in stored.followed.items() if seen.at >= oldest}
        window = Window(
            stored.model_copy(update={"followed": followed}).model_dump_json() if cursor else None,
            first=since or now - LAST,
            overlap=FOLLOWED,
            now=now,
            whole_every=WHOLE_EVERY,
        )
        reached, readable, options = window.reached, Readable(), self._options
        with GooglePlayClient(
            str(options.server), options.package, options.translate, self._account, now=now
        ) as client:

            def there(ids: Sequence[str]) -> list[Found]:
                return self._reviews.found(client.still_there(ids))

            walk = self._walk(client, window, readable, now)
            yield from readable.counted(window.pages(walk, there, most_asked=MAX_ASKED))
        if cursor and reached < now - LAST:
            raise FeedError(
                f"Google Play gives the last seven days alone: what was written between {reached:%Y-%m-%d %H:%M} "
                f"and {now - LAST:%Y-%m-%d %H:%M} (UTC) is not to be had. Pull more often.",
                where=options.package,
            )

    def _walk(
        self, client: GooglePlayClient, window: Window, readable: Readable, now: datetime
    ) -> Iterator[list[Found]]:
        """The newest are asked for first, and yielded last: what was reached is not walked again."""
        reviews: list[Found] = []
        for page in client.newest_first():
            found = self._reviews.listed(page, readable)
            reviews += found
            if any(review.at < window.begin for review in found):
                break
        reviews.sort(key=lambda review: review.at)
        for start in range(0, len(reviews), _PAGE):
            part = reviews[start : start + _PAGE]
            window.reach(part[-1].at)
            yield part
        # Also where nobody writes; by whole hours, so that quiet minutes store nothing.
        window.reach((now - LATE).replace(minute=0, second=0, microsecond=0))
