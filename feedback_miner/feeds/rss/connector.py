"""RSS and Atom. A feed shows its newest entries: what it no longer shows is not gone, it only is not new any more."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from datetime import datetime
from io import BytesIO
from typing import Annotated
from xml.sax import SAXException

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, field_validator, model_validator

from feedback_miner.domain import FeedPage
from feedback_miner.errors import FeedError, SetupError
from feedback_miner.feeds.following.cursors import read_cursor
from feedback_miner.feeds.options.secrets import Secrets
from feedback_miner.feeds.rss.entries import Entry, Seen, read_entries
from feedback_miner.feeds.web.http import Client, Document, Validators, keeps_secrets

#: Largest feed that is read, in bytes; parsing takes about a second a megabyte.
MAX_FEED = 5_000_000
#: Entries that are stored together.
PAGE = 200
#: Entries that are remembered of those that are shown, and of those that are not any more: a feed may show nothing
#: for a minute. What comes again beyond them, the store finds unchanged.
MAX_SHOWN, MAX_GONE = 2_000, 100

_END = re.compile(rb"</(\w+:)?(rss|feed|rdf)\s*>", re.IGNORECASE)
#: How far before the last byte the end may stand: comments may follow.
_TAIL = 2_000


class Cursor(BaseModel):
    """What the feed showed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    #: what the server calls that version; "" where it must be read again
    etag: str = ""
    last_modified: str = ""
    #: hash of an entry's id → the entry
    seen: Mapping[str, Seen] = {}


class RssConnector:
    """One RSS or Atom feed. Parsed with feedparser, which is an extra."""

    class Options(BaseModel):
        """What makes a feed."""

        model_config = ConfigDict(extra="forbid", frozen=True)

        #: address of the feed; without user and password, which are options of their own
        url: HttpUrl
        #: who signs in, where the feed asks for it
        user: Annotated[str, Field(max_length=200)] = ""
        #: name of the secret that is the user's password
        password: Annotated[str, Field(max_length=64)] = ""

        @field_validator("url")
        @classmethod
        def _has_no_password(cls, url: HttpUrl) -> HttpUrl:
            if url.username or url.password:
                raise ValueError(
                    "an address with a password in it would be stored in clear; give `user`, and as `password` the "
                    "name of a secret"
                )
            return url

        @model_validator(mode="after")
        def _signs_in_with_both(self) -> RssConnector.Options:
            if bool(self.user) != bool(self.password):
                raise ValueError("`user` and `password` belong together")
            if self.user and not keeps_secrets(self.url):
                raise ValueError("a password is sent to https:// alone")
            return self

    def __init__(self, options: Options, secrets: Secrets) -> None:
        """Reaches nothing yet. Raises SetupError where feedparser or the secret lacks."""
        try:
            import feedparser  # type: ignore[import-untyped]
        except ImportError:
            raise SetupError(
                "Feeds are read with feedparser, which is not installed: pip install 'feedback-miner[rss]'",
                where="rss",
            ) from None
        self._parser = feedparser
        self._url = str(options.url)
        self._host = options.url.host or ""
        self._auth = (options.user, secrets(options.password)) if options.user else None

    @property
    def preset(self) -> str:
        """Which preset knows the keys of its messages."""
        return "rss"

    def pages(self, cursor: str | None, *, since: datetime | None, now: datetime) -> Iterator[FeedPage]:
        """What the feed shows and did not say before, oldest first. Raises FeedError."""
        last = read_cursor(Cursor, cursor)
        with closing(Client(auth=self._auth, max_answer=MAX_FEED)) as client:
            document = client.get_changed(self._url, Validators(last.etag, last.last_modified))
        if document is None:
            return
        shown, is_whole = self._read(document, last.seen, now)
        keys = {entry.key for entry in shown}
        known = dict(last.seen)
        fresh = [
            entry
            for entry in shown
            if entry.seen != known.get(entry.key) and (since is None or entry.seen.date >= since)
        ]
        for start in range(0, max(len(fresh), 1), PAGE):
            part = fresh[start : start + PAGE]
            known |= {entry.key: entry.seen for entry in part}
            # Until all of it is stored, and where it may have been cut off, it must be read again.
            is_read = is_whole and start + PAGE >= len(fresh)
            following = _cursor(known, keys, document.validators if is_read else Validators())
            if part or following != last:
                yield FeedPage(tuple(entry.message for entry in part), following.model_dump_json())

    def _read(self, document: Document, seen: Mapping[str, Seen], now: datetime) -> tuple[list[Entry], bool]:
        """The entries, oldest first and each once; and whether the document was sound."""
        headers = {"content-type": document.content_type, "content-location": self._url}
        try:
            # As a stream: feedparser takes other things for addresses and names of files.
            feed = self._parser.parse(
                BytesIO(document.body),
                response_headers=headers,
                resolve_relative_uris=False,
                sanitize_html=False,
            )
        except Exception as error:  # feedparser fails in many ways on what is no feed
            raise self._no_feed() from error
        if not feed.get("version") and not feed.entries:
            raise self._no_feed()
        is_sound = not isinstance(feed.get("bozo_exception"), SAXException)
        is_cut_off = not is_sound and not _END.search(document.body[-_TAIL:])
        # The entry that the end is missing of would be stored with half its words.
        entries = feed.entries[:-1] if is_cut_off else feed.entries
        return read_entries(entries, seen, now), is_sound

    def _no_feed(self) -> FeedError:
        return FeedError(
            "What it answered is neither RSS nor Atom. Is it the address of the feed, not of the page?",
            where=self._host,
        )


def _cursor(known: Mapping[str, Seen], shown: Collection[str], validators: Validators) -> Cursor:
    oldest_first = sorted(known, key=lambda key: known[key].date)
    here = [key for key in oldest_first if key in shown][-MAX_SHOWN:]
    gone = [key for key in oldest_first if key not in shown][-MAX_GONE:]
    return Cursor(
        etag=validators.etag,
        last_modified=validators.last_modified,
        seen={key: known[key] for key in [*gone, *here]},
    )
