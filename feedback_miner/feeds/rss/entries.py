"""Entries of RSS and Atom feeds, as feedparser gives them, become messages."""

from __future__ import annotations

import calendar
import html
import json
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict

_TAG = re.compile(r"<[^<>]{1,500}>")


class Seen(BaseModel):
    """An entry as it was sent last."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    #: of all that the message says
    digest: str
    #: its own date; where it has none, when it was first seen
    date: AwareDatetime


@dataclass(frozen=True, slots=True)
class Entry:
    """What an entry says."""

    #: hash of its id
    key: str
    seen: Seen
    #: as the preset “rss” knows it
    message: Mapping[str, Any]


def read_entries(
    newest_first: Sequence[Mapping[str, Any]], seen: Mapping[str, Seen], now: datetime
) -> list[Entry]:
    """The entries of a document, oldest first; of those with one id the newest. `seen`: by key."""
    oldest_first = sorted((_entry(raw, seen, now) for raw in reversed(newest_first)), key=_date_of)
    entries = {entry.key: entry for entry in oldest_first}
    return sorted(entries.values(), key=_date_of)


def _date_of(entry: Entry) -> datetime:
    return entry.seen.date


def _entry(raw: Mapping[str, Any], seen: Mapping[str, Seen], now: datetime) -> Entry:
    content = _content(raw)
    title = _own_title(str(raw.get("title") or ""), content)
    said = {
        "title": title,
        "content": content,
        "link": str(raw.get("link") or ""),
        "author": _author(raw),
        "tags": _tags(raw),
    }
    own_id = str(raw.get("id") or "") or said["link"] or _digest([title, content, said["author"]])
    key = _digest(own_id)[:16]
    date = _date(raw) or (seen[key].date if key in seen else now)
    message = {"id": own_id, "published": date.isoformat(), **said}
    return Entry(key, Seen(digest=_digest(message)[:16], date=date), message)


def _content(raw: Mapping[str, Any]) -> str:
    """The whole text where the feed has it, else the summary."""
    contents: Sequence[Mapping[str, Any]] = raw.get("content") or ()
    whole = next((str(part["value"]) for part in contents if part.get("value")), "")
    return whole or str(raw.get("summary") or "")


def _own_title(title: str, content: str) -> str:
    """The title; "" where it is the beginning of the text: the same words would count twice."""
    words = _words(title).rstrip("….").rstrip()
    return "" if words and _words(content).startswith(words) else title


def _words(markup: str) -> str:
    return " ".join(html.unescape(_TAG.sub(" ", markup)).casefold().split())


def _author(raw: Mapping[str, Any]) -> str:
    """An address names one person, a name may be several's."""
    detail: Mapping[str, Any] = raw.get("author_detail") or {}
    return str(detail.get("email") or detail.get("name") or raw.get("author") or "")


def _tags(raw: Mapping[str, Any]) -> list[str]:
    return [str(tag["term"]) for tag in raw.get("tags") or () if tag.get("term")]


def _date(raw: Mapping[str, Any]) -> datetime | None:
    """When the entry was published, or else when it was last changed."""
    # feedparser warns where it is asked for a date that it would have to make up of the other.
    given = [raw[name] for name in ("published_parsed", "updated_parsed") if name in raw]
    moments: list[time.struct_time] = [moment for moment in given if moment]
    for moment in moments:
        try:
            return datetime.fromtimestamp(calendar.timegm(moment), UTC)
        except (OverflowError, ValueError, OSError):
            continue
    return None


def _digest(thing: object) -> str:
    text = json.dumps(thing, ensure_ascii=True, sort_keys=True)
    return sha256(text.encode()).hexdigest()
