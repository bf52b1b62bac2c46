"""An RSS feed that behaves as those out there: it shows its newest entries, newest first, and knows its versions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import sha256
from xml.sax.saxutils import escape

from tests.feeds.places import Answer, Request

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@dataclass
class Entry:
    """What a feed says in one place; "" and None leave the element out."""

    id: str = ""
    text: str = ""
    title: str = ""
    link: str = ""
    author: str = ""
    at: datetime | None = NOON

    def xml(self) -> str:
        """The element of RSS 2.0."""
        elements = {
            "title": self.title,
            "description": self.text,
            "link": self.link,
            "author": self.author,
            "pubDate": format_datetime(self.at) if self.at else "",
        }
        inside = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in elements.items() if text)
        guid = f'<guid isPermaLink="false">{escape(self.id)}</guid>' if self.id else ""
        return f"<item>{guid}{inside}</item>"


@dataclass
class RssFeed:
    """Oldest first; the newest `shows` are in the document."""

    entries: list[Entry] = field(default_factory=list)
    shows: int = 1_000

    def document(self) -> bytes:
        """The feed as it stands."""
        shown = "".join(entry.xml() for entry in reversed(self.entries[-self.shows :]))
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Talk</title>{shown}</channel></rss>'.encode()

    def answer(self, request: Request) -> Answer:
        """The document, or “not modified” to who knows its ETag."""
        body = self.document()
        etag = f'"{sha256(body).hexdigest()[:16]}"'
        if request.headers.get("if-none-match") == etag:
            return Answer(status=304, headers={"ETag": etag})
        return Answer(body, headers={"Content-Type": "application/rss+xml", "ETag": etag})
