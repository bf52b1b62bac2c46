"""JSON documents as streams: finds the list of records in a document, and yields them one by one.

Own building, on ijson's events, since it bounds how deep a record is read: nesting costs nothing but bytes.
"""

from __future__ import annotations

import decimal
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Protocol, TextIO

import ijson

from feedback_miner.errors import FileError
from feedback_miner.sources.limits import JSON_DEPTH, VALUE_CHARS

#: A place in a document: keys, and "item" for the elements of a list.
Place = tuple[str, ...]
Event = tuple[str, Any]

#: What ijson raises on text that is no JSON, or numbers that are none.
BROKEN_JSON = (ijson.JSONError, ValueError, decimal.DecimalException, OverflowError)

#: Lists with these names hold records; others do where they are the longest.
RECORD_LISTS = (
    *(
        "tickets",
        "conversations",
        "reviews",
        "responses",
        "tweets",
        "statuses",
        "posts",
        "messages",
        "feedback",
        "issues",
    ),
    *("data", "results", "items", "records", "entries", "entry", "rows", "list", "feed", "docs", "hits"),
)
#: Lists two keys below a page of an API's answer. Also other things have a `data.children`: see `LISTING_KEYS`.
LISTING = ("data", "children")
NESTED_LISTS = (("feed", "entry"), LISTING, ("_embedded", "conversations"))
#: One of these stands beside the children of a page of Reddit, where its kind does not say that it is one.
LISTING_KEYS = ("after", "before")
LISTING_KIND = "Listing"
#: What one record says beside the lists that it has; a survey with a list of answers has an id as well.
_RECORD_KEYS = {
    *("text", "body", "comment", "message", "content", "description", "subject"),
    *("created_at", "createdAt", "created", "date", "timestamp"),
}
_TELLING_KEYS = {"id", "kind", *LISTING_KEYS, *_RECORD_KEYS}
#: Lists at these places hold none; a topic of Discourse is a record with posts in it.
_SIDE_LISTS = {
    *("includes", "users", "errors", "links", "meta", "groups", "organizations", "brands"),
    *("post_stream", "suggested_topics", "related_topics"),
}
#: How deep a record is built. It may have records in it, which are taken out (Reddit's replies: five levels each).
_BUILT_DEPTH = 5 * JSON_DEPTH
_EVENTS_SEARCHED = 500_000
_SCALARS = {"string", "number", "boolean", "null"}
_DEEPEST_LIST = 5
_KIND_OF_ERROR = re.compile(r"^(lexical|parse) error:")
#: Python refuses to read numbers of more than 4,300 digits, and ijson does not survive that.
_ENDLESS_NUMBER = re.compile(r"[0-9]{2000,}")
#: Looking at each 100th character finds such a number 50 times faster than looking at all.
_DIGIT_STEP, _MANY_DIGITS = 100, re.compile(r"[0-9]{19}")
#: ijson looks at an unfinished value from its start with each block, so that small blocks make long values dear.
_BLOCK = 4 * 1024 * 1024


def what_is_broken(error: Exception) -> str:
    """What one of BROKEN_JSON says, without the piece of the file that ijson quotes: customers' words may be in it."""
    if not isinstance(error, ijson.JSONError):
        return "a number in it cannot be read"
    said = error.args[0] if error.args else ""
    first_line, *_ = (said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)).split("\n")
    return _KIND_OF_ERROR.sub("", first_line).strip().rstrip(".") or "it is incomplete"


class ByteSource(Protocol):
    """What ijson reads from."""

    def read(self, size: int = -1, /) -> bytes:
        """At most about `size` bytes; none at the end."""


class Utf8Stream:
    """Text as the bytes that ijson reads."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._unquoted = 0

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` characters, encoded. Raises FileError in the middle of a value of more than VALUE_CHARS."""
        block = self._text.read(size).replace("\0", "")
        if _MANY_DIGITS.search(block[::_DIGIT_STEP]):
            block = _ENDLESS_NUMBER.sub("0", block)
        self._unquoted = 0 if '"' in block else self._unquoted + len(block)
        if self._unquoted > VALUE_CHARS:
            raise FileError(
                f"The file has a single value of more than {VALUE_CHARS // 1_000_000} million characters."
            )
        return block.encode()


def json_events(stream: ByteSource) -> Iterator[Event]:
    """ijson's events of one document, or of several one after the other."""
    return ijson.basic_parse(stream, multiple_values=True, buf_size=_BLOCK)  # type: ignore[no-any-return]


def find_records(events: Iterable[Event]) -> Place | None:
    """Where the records are: a list of objects, () where the document itself is one, None where there are none.

    Looks at the first half a million events. May raise one of BROKEN_JSON.
    """
    lists, told = _outline(islice(events, _EVENTS_SEARCHED))
    inner = {place: n for place, n in lists.items() if place and not _SIDE_LISTS.intersection(place)}
    nested = [p for p in inner if _is_of_page(p, told)]
    if nested:
        return min(nested, key=len)
    outermost = [p for p in inner if not any(p != q and p[: len(q)] == q for q in inner)]
    known = [p for p in outermost if len(p) > 1 and p[-2] in RECORD_LISTS]
    if not known and (_is_one_record(told) or lists[()] > 1):
        return ()
    if known or outermost:
        return min(known or outermost, key=lambda p: (_rank(p), -inner[p]))
    return () if () in lists else None


def elements(events: Iterable[Event], place: Place) -> Iterator[dict[str, Any]]:
    """Each object at `place`, complete up to JSON_DEPTH levels. May raise one of BROKEN_JSON."""
    steps: list[str] = []
    record: _Builder | None = None
    for event, value in events:
        if record:
            if record.take(event, value):
                yield record.result
                record = None
        elif event == "start_map" and len(steps) == len(place) and tuple(steps) == place:
            record = _Builder()
        else:
            _follow(steps, event, value)


def _outline(events: Iterable[Event]) -> tuple[Counter[Place], set[Place]]:
    """How many objects stand at each place, as elements of a list or at the top; where there are telling values."""
    places: Counter[Place] = Counter()
    told: set[Place] = set()
    steps: list[str] = []
    for event, value in events:
        if event == "start_map" and len(steps) <= _DEEPEST_LIST and (not steps or steps[-1] == "item"):
            places[tuple(steps)] += 1
        elif event in _SCALARS and 0 < len(steps) <= _DEEPEST_LIST and steps[-1] in _TELLING_KEYS:
            told |= {tuple(steps)} if steps[-1] != "kind" or value == LISTING_KIND else set()
        _follow(steps, event, value)
    return places, told


def _is_of_page(place: Place, told: set[Place]) -> bool:
    """Whether the list is one of `NESTED_LISTS`, of a page at the top or in a list of pages."""
    page, names = place[:-3], place[-3:-1]
    if names not in NESTED_LISTS or page not in ((), ("item",)) or (*page, "id") in told:
        return False
    marks = {(*page, "kind"), *((*page, names[0], key) for key in LISTING_KEYS)}
    return names != LISTING or not marks.isdisjoint(told)


def _is_one_record(told: set[Place]) -> bool:
    return ("id",) in told and any((key,) in told for key in _RECORD_KEYS)


def _follow(steps: list[str], event: str, value: object) -> None:
    """Keeps `steps` at the place of the value to come."""
    if event == "map_key":
        steps[-1] = str(value)
    elif event == "start_map":
        steps.append("")
    elif event == "start_array":
        steps.append("item")
    elif event in ("end_map", "end_array"):
        steps.pop()


def _rank(place: Place) -> int:
    name = place[-2] if len(place) > 1 else ""
    return RECORD_LISTS.index(name) if name in RECORD_LISTS else len(RECORD_LISTS)


class _Builder:
    """An object under construction. What lies deeper than _BUILT_DEPTH is left out."""

    def __init__(self) -> None:
        self.result: dict[str, Any] = {}
        self._open: list[dict[str, Any] | list[Any]] = [self.result]
        self._keys: list[str] = [""]
        self._too_deep = 0

    def take(self, event: str, value: object) -> bool:
        """Takes the next event; True where the object is complete."""
        if event == "map_key":
            if not self._too_deep:
                self._keys[-1] = str(value)
        elif event in ("start_map", "start_array"):
            self._begin({} if event == "start_map" else [])
        elif event in ("end_map", "end_array"):
            return self._end()
        elif not self._too_deep:
            self._put(value)
        return False

    def _begin(self, container: dict[str, Any] | list[Any]) -> None:
        if self._too_deep or len(self._open) >= _BUILT_DEPTH:
            self._too_deep += 1
            return
        self._put(container)
        self._open.append(container)
        self._keys.append("")

    def _end(self) -> bool:
        if self._too_deep:
            self._too_deep -= 1
            return False
        self._open.pop()
        self._keys.pop()
        return not self._open

    def _put(self, value: object) -> None:
        container = self._open[-1]
        if isinstance(container, list):
            container.append(value)
        else:
            container[self._keys[-1]] = value
