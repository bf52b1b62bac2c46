"""Sources in a TOML file: one table a source, secrets by their names alone."""

from __future__ import annotations

import difflib
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from feedback_miner.domain import Feed
from feedback_miner.errors import FileError, QueryError

#: Largest file that is read, in bytes.
MAX_FILE = 1_000_000
#: Most sources of one file.
MAX_SOURCES = 1_000

_KEYS = ("kind", "schedule", "time_zone", "since", "paused", "options")
_EXAMPLE = '[sources.blog] with kind = "rss" and [sources.blog.options] with url = "https://…"'


@dataclass(frozen=True, slots=True)
class WantedFeed:
    """A source as a file has it."""

    name: str
    kind: str
    options: Mapping[str, str]
    schedule: str = ""
    #: None: the workspace's
    time_zone: str | None = None
    since: datetime | None = None
    #: None: as it is
    paused: bool | None = None


def read_feed_file(path: Path) -> list[WantedFeed]:
    """The sources of a file, in its order. Raises FileError, and QueryError that names file, table and key."""
    document = _parsed(path)
    if strange := [key for key in document if key != "sources"]:
        raise QueryError(
            f"There is “{strange[0]}” beside “sources”. A source is written as {_EXAMPLE}.", where=path.name
        )
    tables = document.get("sources", {})
    if not isinstance(tables, dict):
        raise QueryError(f"“sources” is no table. A source is written as {_EXAMPLE}.", where=path.name)
    if len(tables) > MAX_SOURCES:
        raise QueryError(f"There are more than {MAX_SOURCES:,} sources.", where=path.name)
    return [_wanted(table, name, place_of(path, name)) for name, table in tables.items()]


def place_of(path: Path, name: str, key: str = "") -> str:
    """Where in the file something stands, for errors."""
    return f"{path.name} [sources.{name}] {key}".rstrip()


def write_feed_file(feeds: Iterable[Feed]) -> str:
    """Sources as a file that `read_feed_file` reads."""
    return "\n".join(_table(feed) for feed in feeds)


def _parsed(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_FILE + 1)
        if len(content) > MAX_FILE:
            raise FileError(f"The file is larger than {MAX_FILE:,} bytes.", where=path.name)
        return tomllib.loads(content.decode())
    except OSError as error:
        raise FileError(f"The file cannot be read ({error.strerror}).", where=str(path)) from None
    except UnicodeDecodeError:
        raise FileError("The file is not in UTF-8, as TOML is.", where=path.name) from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise FileError(f"This is no TOML: {error}.", where=path.name) from None


def _wanted(table: object, name: str, place: str) -> WantedFeed:
    if not isinstance(table, dict):
        raise QueryError(f"It is no table. A source is written as {_EXAMPLE}.", where=place)
    for key in table:
        if key not in _KEYS:
            near = difflib.get_close_matches(key, _KEYS, n=1)
            hint = (
                f"Did you mean “{near[0]}”?"
                if near
                else "What the kind asks for belongs into its table “options”."
            )
            raise QueryError(f"The key “{key}” is not known. {hint} Known: {', '.join(_KEYS)}.", where=place)
    options = table.get("options", {})
    if not isinstance(options, dict):
        raise QueryError(
            f"It is no table: write [sources.{name}.options] above its options.", where=f"{place} options"
        )
    return WantedFeed(
        name,
        _text(table, "kind", place),
        {key: _option(value, f"{place} options.{key}") for key, value in options.items()},
        schedule=_text(table, "schedule", place) if "schedule" in table else "",
        time_zone=_text(table, "time_zone", place) if "time_zone" in table else None,
        since=_moment(table["since"], f"{place} since") if "since" in table else None,
        paused=_truth(table["paused"], f"{place} paused") if "paused" in table else None,
    )


def _text(table: Mapping[str, object], key: str, place: str) -> str:
    value = table.get(key)
    if not isinstance(value, str):
        said = "It is missing" if value is None else "It is no text"
        raise QueryError(f'{said}: write {key} = "…".', where=f"{place} {key}")
    return value


def _option(value: object, place: str) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise QueryError('An option is a text or a whole number: write "…".', where=place)


def _moment(value: object, place: str) -> datetime:
    """Without a zone: UTC."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime.combine(value, time(), UTC)
    raise QueryError("It is no date: write since = 2026-01-31, without quotes.", where=place)


def _truth(value: object, place: str) -> bool:
    if isinstance(value, bool):
        return value
    raise QueryError("It is neither true nor false.", where=place)


def _table(feed: Feed) -> str:
    lines = [f"[sources.{feed.name}]", f"kind = {_quoted(feed.kind)}"]
    if feed.schedule:
        lines.append(f"schedule = {_quoted(feed.schedule)}")
    lines.append(f"time_zone = {_quoted(feed.time_zone)}")
    if feed.since:
        lines.append(f"since = {feed.since.astimezone(UTC).isoformat()}")
    if feed.paused:
        lines.append("paused = true")
    lines += ["", f"[sources.{feed.name}.options]"]
    lines += [f"{_quoted(name)} = {_quoted(value)}" for name, value in feed.options.items()]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A basic string: what JSON escapes, TOML does too, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
