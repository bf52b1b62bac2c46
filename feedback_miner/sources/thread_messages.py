"""The messages in a row that holds a whole conversation."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from hashlib import sha256

from feedback_miner.domain import AuthorRole
from feedback_miner.sources.dates import parse_when
from feedback_miner.sources.flatten import to_cells
from feedback_miner.sources.joining import join_texts
from feedback_miner.sources.thread_table import MESSAGE_FIELDS, RowColumns, Thread


@dataclass(frozen=True, slots=True)
class _Message:
    id: str
    text: str
    date: str
    channel: str
    role: AuthorRole
    customer: str
    is_left_out: bool = False
    is_opening: bool = False

    @property
    def is_shown(self) -> bool:
        return bool(self.text) and not self.is_left_out


@dataclass(frozen=True, slots=True)
class _Row:
    """What the row says of the thread as a whole."""

    cells: Mapping[str, str]
    first: _Message
    #: all names and ids of who asked
    requester: frozenset[str]


class Splitter:
    """Splits the rows of one file. `lists` are its columns with messages."""

    def __init__(self, thread: Thread, lists: Sequence[str], columns: RowColumns) -> None:
        self._thread = thread
        self._lists = lists
        self._columns = columns

    def split(self, cells: Mapping[str, str]) -> Iterator[dict[str, str]]:
        """The cells of each message, oldest first; at least those of the row."""
        row = self._row(cells)
        messages = self._messages(cells, row)
        replies = first_replies([(message.role, message.date) for message in messages])
        unscored = {**row.cells, **dict.fromkeys(self._columns.scores, "")}
        scored = next((n for n, m in enumerate(messages) if m.role is AuthorRole.CUSTOMER), 0)
        for n, (message, reply) in enumerate(zip(messages, replies, strict=True)):
            own = row.cells if n == scored else unscored
            yield {**own, **_as_cells(message, thread=row.first.id, first_reply_at=reply)}

    def _row(self, cells: Mapping[str, str]) -> _Row:
        rest = {column: cell for column, cell in cells.items() if column not in self._lists}
        columns, thread = self._columns, self._thread
        first = _Message(
            id=_first(rest, columns.id),
            text=join_texts(_all(rest, columns.text)),
            date=_first(rest, columns.date),
            channel=_first(rest, columns.channel),
            role=thread.told(_first(rest, thread.row_role))
            or thread.of_host(rest, _all(rest, columns.customer))
            or AuthorRole.CUSTOMER,
            customer=_first(rest, columns.customer),
        )
        return _Row(rest, first, frozenset(_all(rest, thread.requester)))

    def _messages(self, cells: Mapping[str, str], row: _Row) -> list[_Message]:
        listed = _in_order(self._listed(cells, row))
        if self._thread.first == "list" and listed:
            return self._opened(listed, row)
        shown = [message for message in listed if message.is_shown]
        return [row.first, *shown] if row.first.text or not shown else shown

    def _listed(self, cells: Mapping[str, str], row: _Row) -> list[_Message]:
        times_made: Counter[str] = Counter()
        found = (
            fields
            for column in self._lists
            for fields in _fields(cells.get(column, ""), self._thread.pattern)
        )
        return [self._message(fields, row, times_made) for fields in found]

    def _opened(self, listed: Sequence[_Message], row: _Row) -> list[_Message]:
        """Those to be shown of a list that has the first message too, which has the row's id and subject.

        Which one is the first does not depend on what is shown of it: it may be redacted or made private later.
        """
        shown = [message for message in listed if message.is_shown]
        if not shown:
            # The row's own words are the first message's, so they were not to be seen either.
            hidden = any(message.is_left_out for message in listed)
            return [replace(row.first, text="")] if hidden else [row.first]
        opening = next((m for m in listed if m.is_opening), None) if self._thread.opening else listed[0]
        top = shown[0]
        if self._thread.opening and top is not opening:
            return shown
        text = join_texts([*_all(row.cells, self._thread.subject), top.text])
        return [replace(top, id=row.first.id if top is opening else top.id, text=text), *shown[1:]]

    def _message(self, fields: Mapping[str, str], row: _Row, times_made: Counter[str]) -> _Message:
        thread = self._thread
        authors = _all(fields, thread.author)
        date = _first(fields, thread.date) or row.first.date
        role = thread.of_host(row.cells, authors) or self._role(
            _first(fields, thread.role), authors, row.requester
        )
        # A reply belongs to the customer whom it was written to: who is erased, is erased with what they were told.
        is_other = role is AuthorRole.CUSTOMER and row.requester.isdisjoint(authors)
        return _Message(
            id=f"{row.first.id}/{_first(fields, thread.id) or _made_id(date, authors, times_made)}",
            text=_first(fields, thread.text),
            date=date,
            channel=_first(fields, thread.channel) or row.first.channel,
            role=role,
            customer=(authors[0] if is_other and authors else "") or row.first.customer,
            is_left_out=thread.leaves_out(fields),
            is_opening=thread.opens(fields),
        )

    def _role(self, word: str, authors: Sequence[str], requester: frozenset[str]) -> AuthorRole:
        told = self._thread.told(word)
        if told:
            return told
        if requester and authors:
            return AuthorRole.AGENT if requester.isdisjoint(authors) else AuthorRole.CUSTOMER
        return AuthorRole.AGENT if word and self._thread.customers else AuthorRole.CUSTOMER


def first_replies(messages: Sequence[tuple[AuthorRole, str]]) -> list[str]:
    """For each message (who wrote, when), oldest first: when somebody first answered a customer's; else ""."""
    replies: list[str] = []
    reply = ""
    for role, date in reversed(messages):
        replies.append(reply if role is AuthorRole.CUSTOMER else "")
        reply = date if role is AuthorRole.AGENT else reply
    return replies[::-1]


def moment(date: str) -> float | None:
    """Seconds since 1970, to tell which of two messages came first; None where a date cannot be read."""
    when = parse_when(date, None)
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp() if when else None


def _as_cells(message: _Message, *, thread: str, first_reply_at: str) -> dict[str, str]:
    said = {
        "text": message.text,
        "id": message.id,
        "date": message.date,
        "customer": message.customer,
        "author_role": message.role.value,
        "thread": thread,
        "channel": message.channel,
        "first_reply_at": first_reply_at,
    }
    return {column: said[field] for field, column in MESSAGE_FIELDS.items()}


def _fields(cell: str, pattern: re.Pattern[str] | None) -> Iterator[Mapping[str, str]]:
    """The fields of each message in a cell: a list of objects, or a text of which `pattern` finds each message."""
    listed = _listed(cell) if cell.lstrip().startswith("[") else None
    if listed is not None:
        yield from (to_cells(one) for one in listed if isinstance(one, dict))
    elif pattern:
        for found in pattern.finditer(cell):
            yield {name: (text or "").strip() for name, text in found.groupdict().items()}


def _listed(cell: str) -> list[object] | None:
    try:
        value = json.loads(cell)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, list) else None


def _in_order(messages: list[_Message]) -> list[_Message]:
    """Oldest first, where every date can be read; else as they stand."""
    dated = [(when, n) for n, message in enumerate(messages) if (when := moment(message.date)) is not None]
    return [messages[n] for _, n in sorted(dated)] if len(dated) == len(messages) else messages


def _made_id(date: str, authors: Sequence[str], times_made: Counter[str]) -> str:
    """Who wrote when: that stays where an earlier message is taken out. What they wrote at once is counted."""
    made = sha256("\x1f".join([date, *authors]).encode("utf-8", "replace")).hexdigest()[:12]
    times_made[made] += 1
    return made if times_made[made] == 1 else f"{made}-{times_made[made]}"


def _first(cells: Mapping[str, str], columns: Iterable[str]) -> str:
    return next(iter(_all(cells, columns)), "")


def _all(cells: Mapping[str, str], columns: Iterable[str]) -> list[str]:
    """Those of the cells that are filled."""
    return [cell for column in columns if (cell := cells.get(column, "").strip())]
