"""The App Store: what customers say of an app in Apple's public feed, country by country.

https://itunes.apple.com/COUNTRY/rss/customerreviews/page=N/id=APP/sortby=mostrecent/json gives the newest 500 reviews
of a country, 50 a page, without a key. A review that its author changes keeps its id and gets a new date, so it is
met again at the top. Where more came than Apple shows, the pull says so.
Deletions cannot be seen: the feed comes from caches that do not always agree,
and now and then it is empty for a while, so that what it does not show may well be there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, HttpUrl

from feedback_miner.domain import FeedPage
from feedback_miner.errors import FeedError
from feedback_miner.feeds.app_store.reviews import FULL, Review, read_reviews
from feedback_miner.feeds.following.cursors import read_cursor
from feedback_miner.feeds.following.readable import Readable
from feedback_miner.feeds.options.addresses import BareUrl
from feedback_miner.feeds.options.secrets import Secrets
from feedback_miner.feeds.web.http import Client

#: Apple gives no more pages.
PAGES = 10
#: Most countries of one source.
MAX_COUNTRIES = 40
#: Most reviews that are remembered as seen, of all countries together.
MAX_SEEN = 4_000
#: Largest page that is read, in bytes.
MAX_PAGE = 5_000_000

#: How long Apple is left alone where it refuses: it does not say how many requests it lets through.
REST = timedelta(minutes=15)

_FORBIDDEN = 403
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def _codes(countries: str) -> str:
    codes = list(dict.fromkeys(code.strip().lower() for code in countries.split(",") if code.strip()))
    if not codes or not all(len(code) == 2 and code.isascii() and code.isalpha() for code in codes):
        raise ValueError("give the countries by their two letters, such as us,gb,de")
    if len(codes) > MAX_COUNTRIES:
        raise ValueError(f"at most {MAX_COUNTRIES} countries")
    return ",".join(codes)


class AppStoreOptions(BaseModel):
    """Which app, and where."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    #: the number in the app's address in the store: apps.apple.com/us/app/NAME/idNUMBER
    app: Annotated[str, Field(pattern=r"^[0-9]{1,15}$")]
    #: the stores that are asked, by the two letters of their countries: “us,gb,de”
    countries: Annotated[str, AfterValidator(_codes)] = "us"
    #: how far back of the newest review late ones are looked for: Apple looks at reviews before it shows them
    overlap_hours: Annotated[int, Field(ge=1, le=24 * 14)] = 72
    #: address of Apple's server, or of a proxy before it
    server: BareUrl = HttpUrl("https://itunes.apple.com")


class Storefront(BaseModel):
    """How far the reviews of one country were read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    #: date of the newest review when the feed was last walked to its end or to what was known
    reached: AwareDatetime | None = None
    #: id → what tells that the review was changed, newest first
    seen: dict[str, str] = {}


class Cursor(BaseModel):
    """What a pull leaves to the next one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    #: first the country that was asked longest ago
    countries: dict[str, Storefront] = {}


class AppStoreConnector:
    """Implements `ports.Connector`.

    A walk that was cut short is walked again, without what it had brought. A country that fails does not keep the
    others from being asked, unless Apple wants to be left alone; then the next pull begins with those that were not.
    """

    Options = AppStoreOptions

    def __init__(self, options: AppStoreOptions, _secrets: Secrets) -> None:
        """Reaches nothing yet, and needs no secret."""
        self._options = options
        self._base = str(options.server).rstrip("/")
        self._overlap = timedelta(hours=options.overlap_hours)
        self._countries = options.countries.split(",")

    @property
    def preset(self) -> str:
        """Which preset knows the keys of its messages."""
        return "app-store"

    def pages(self, cursor: str | None, *, since: datetime | None, now: datetime) -> Iterator[FeedPage]:
        """New and changed reviews, newest page first; without `since`, all that Apple has.

        Raises FeedError when all countries were asked that can be: the first that failed.
        """
        readable = Readable()
        fronts = self._longest_ago_first(read_cursor(Cursor, cursor).countries)
        with closing(Client(max_answer=MAX_PAGE, explain=_explained)) as client:
            yield from readable.counted(self._around(client, readable, fronts, since or _LONG_AGO, now))

    def _longest_ago_first(self, stored: dict[str, Storefront]) -> dict[str, Storefront]:
        new = {country: Storefront() for country in self._countries if country not in stored}
        return new | {country: front for country, front in stored.items() if country in self._countries}

    def _around(
        self,
        client: Client,
        readable: Readable,
        fronts: dict[str, Storefront],
        since: datetime,
        now: datetime,
    ) -> Iterator[FeedPage]:
        order, failed = list(fronts), None
        for country in order:
            before = fronts[country] = fronts.pop(country)
            try:
                for fresh, after in self._walk(client, readable, country, since, now, before):
                    moved = after != fronts[country]
                    fronts[country] = after
                    if fresh or moved:
                        messages = tuple({**review.entry, "country": country} for review in fresh)
                        yield FeedPage(messages, Cursor(countries=fronts).model_dump_json())
            except FeedError as error:
                failed = failed or error
                if error.retry_after is not None:
                    break
        if failed:
            if list(fronts) != order:
                yield FeedPage((), Cursor(countries=fronts).model_dump_json())
            raise failed

    def _walk(
        self,
        client: Client,
        readable: Readable,
        country: str,
        since: datetime,
        now: datetime,
        before: Storefront,
    ) -> Iterator[tuple[list[Review], Storefront]]:
        """Page by page what is new, and how far the country is read with it. Raises FeedError."""
        bottom = max(since, before.reached - self._overlap) if before.reached else since
        met: dict[str, str] = {}
        newest, was_full = before.reached or _LONG_AGO, False
        for number in range(1, PAGES + 1):
            reviews = self._page(client, readable, country, number)
            fresh = [r for r in reviews if r.updated >= since and {**before.seen, **met}.get(r.id) != r.mark]
            met |= {review.id: review.mark for review in reviews}
            newest = max([newest, *(min(review.updated, now) for review in reviews)])
            # After a full page an empty one may be the end, or one of Apple's moments: the next pull asks again.
            is_end = not reviews and bool(met) and not was_full
            is_whole = number == PAGES or is_end or any(review.updated < bottom for review in reviews)
            seen = met if is_whole else met | {i: m for i, m in before.seen.items() if i not in met}
            yield (
                fresh[::-1],
                Storefront(reached=newest if is_whole else before.reached, seen=self._newest(seen)),
            )
            if number == PAGES and reviews:
                self._check_gap(country, before.reached, min(review.updated for review in reviews))
            if is_whole or not reviews:
                return
            was_full = len(reviews) >= FULL

    def _check_gap(self, country: str, reached: datetime | None, oldest: datetime) -> None:
        """Raises FeedError where the last page that Apple shows does not go back to what was known."""
        if reached and oldest > reached:
            raise FeedError(
                f"More came than Apple shows: what was written between {reached.astimezone(UTC):%Y-%m-%d %H:%M} and "
                f"{oldest.astimezone(UTC):%Y-%m-%d %H:%M} (UTC) is not to be had. Pull more often.",
                where=f"{self._options.server.host}, {country}",
            )

    def _page(self, client: Client, readable: Readable, country: str, number: int) -> list[Review]:
        app = self._options.app
        path = f"{country}/rss/customerreviews/page={number}/id={app}/sortby=mostrecent/json"
        try:
            return read_reviews(client.get(f"{self._base}/{path}"), readable)
        except FeedError as error:
            where = f"{self._options.server.host}, {country}"
            raise FeedError(error.message, where=where, retry_after=error.retry_after) from None

    def _newest(self, seen: dict[str, str]) -> dict[str, str]:
        return dict(list(seen.items())[: MAX_SEEN // len(self._countries)])


def _explained(status: int, _body: bytes) -> FeedError | None:
    """Apple refuses those who ask too often; there is no key that could be wrong."""
    if status != _FORBIDDEN:
        return None
    return FeedError(f"It lets no more requests through for now (status {status}).", retry_after=REST)
