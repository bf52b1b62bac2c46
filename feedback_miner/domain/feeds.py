"""Feeds: places that messages are pulled from again and again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from feedback_miner.domain.imports import FeedDay, ImportReport
from feedback_miner.domain.labels import ScoredItem
from feedback_miner.domain.records import RowError
from feedback_miner.domain.vocabulary import Source

#: The kind of a feed whose place sends to us.
HOOK = "hook"
#: Failed pulls in a row after which a feed raises an alert.
ALERT_AFTER = 3


#: The same for a wrong signature and for a hook that is not there: who does not know the secret learns nothing.
REFUSED_DELIVERY = (
    "There is no such hook, or the signature is not its own. X-Signature: t=SECONDS,v1=HEX "
    "(HMAC-SHA-256 of “SECONDS.BODY” with the shared secret)."
)


@dataclass(frozen=True, slots=True)
class Feed:
    """A place that messages are pulled from, and how far that has come."""

    workspace: str
    #: unique in its workspace; the connection that its items' identities belong to
    name: str
    #: what is pulled: "rss", "mastodon", "zendesk" …
    kind: str
    #: what the kind asks for, as text; secrets stand here by their name alone
    options: Mapping[str, str]
    created_at: datetime
    #: five cron fields, read in `time_zone`; "" where only people pull
    schedule: str = ""
    time_zone: str = "UTC"
    #: nothing older is pulled; None: whatever the place still has
    since: datetime | None = None
    paused: bool = False
    #: where the next pull begins, in the kind's own words; None before the first page
    cursor: str | None = None
    #: the last pull, and when the next is due (None: by hand alone)
    pulled_at: datetime | None = None
    due_at: datetime | None = None
    #: failed pulls in a row, and why the last one failed
    failures: int = 0
    error: str | None = None
    #: the place asks to be left alone until then
    rest_until: datetime | None = None
    #: somebody pulls just now, and nobody else may until then
    held_until: datetime | None = None
    #: what it did today, beside bringing messages in; None where that is nothing
    today: FeedDay | None = None

    @property
    def sends(self) -> bool:
        """Whether the place sends to us by itself: nothing is pulled from it."""
        return self.kind == HOOK

    @property
    def alert(self) -> bool:
        """Whether somebody should look at it."""
        return self.failures >= ALERT_AFTER

    @property
    def shown_options(self) -> dict[str, str]:
        """As anybody may see them: of an address neither user nor query, in which private ones carry their key."""
        return {name: without_keys(value) for name, value in self.options.items()}


def without_keys(value: str) -> str:
    """An address without user and query, in which private ones carry their key; other text as it is."""
    try:
        parts = urlsplit(value.strip())
    except ValueError:
        return "…"
    if parts.scheme not in ("http", "https"):  # in small letters, as `urlsplit` gives it
        return value
    user, at, host = parts.netloc.rpartition("@")
    query = "?…" if parts.query else ""
    fragment = "#…" if parts.fragment else ""
    shown = f"{parts.scheme}://{'…' if user else ''}{at}{host}{parts.path}{query}{fragment}"
    return shown if user or query or fragment else value


@dataclass(frozen=True, slots=True)
class FeedPage:
    """What one request brought, in the place's own words, and where the next one begins.

    A page is stored whole with its cursor, or not at all.
    """

    #: JSON objects; which key is what, a preset says
    messages: tuple[Mapping[str, Any], ...]
    #: None where nothing is pulled: it was sent to us
    cursor: str | None
    #: ids of messages that are gone there
    deleted: tuple[str, ...] = ()
    #: why messages were left out ("reposts", "own accounts", "spam") → how many
    left_out: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FeedFile:
    """A file that lies in a watched folder: imported like an upload, once as it is now."""

    name: str
    path: Path
    #: another one where the file was changed
    mark: str


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A file of a watched folder that was taken in, or could not be read."""

    name: str
    mark: str
    #: None where it could not be read
    import_id: str | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """What was sent to us, by its digest: it is taken once, and remembered until it would be refused as too old."""

    digest: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class ScoredPage:
    """A page whose messages became items: what is stored of it, in one transaction."""

    source: Source
    items: tuple[ScoredItem, ...] = ()
    rejected: tuple[RowError, ...] = ()
    merged: int = 0
    skipped: int = 0
    deleted: tuple[str, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    #: None: the cursor stays where it is
    cursor: str | None = None
    delivery: Delivery | None = None
    file: TakenFile | None = None


@dataclass(frozen=True, slots=True)
class PullReport:
    """What a pull did. A failed one says why; the pages before the failure are stored."""

    feed: str
    #: the import of the day that the messages came in by, so that they can be undone; None where there were none
    import_id: str | None = None
    #: imports of whole files that wait to be run
    queued: tuple[str, ...] = ()
    pages: int = 0
    report: ImportReport = field(default_factory=ImportReport)
    deleted: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)
    error: str | None = None
    #: it was ended before the place had no more: others have their turn, and the next pull goes on there
    more: bool = False

    def plus(self, later: PullReport) -> PullReport:
        """Both together: this, and what came after it."""
        mine, theirs = asdict(self.report), asdict(later.report)
        return PullReport(
            self.feed,
            later.import_id or self.import_id,
            self.queued + later.queued,
            self.pages + later.pages,
            ImportReport(**{name: n + theirs[name] for name, n in mine.items()}),
            self.deleted + later.deleted,
            dict(Counter(self.left_out) + Counter(later.left_out)),
            later.error or self.error,
            later.more,
        )
