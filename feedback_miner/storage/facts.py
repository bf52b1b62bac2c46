"""Statements as columns, straight from the driver's rows into numpy."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
from sqlalchemy import BigInteger, ColumnElement, Select, and_, func, select, type_coerce

from feedback_miner.domain import (
    SENTIMENT_SCALE,
    Coded,
    Cut,
    Facts,
    Sentiments,
    Spoken,
    StatementFilter,
    StatementView,
)
from feedback_miner.errors import QueryError
from feedback_miner.storage.base import Room
from feedback_miner.storage.bulk import among
from feedback_miner.storage.columns import Columns, read_columns
from feedback_miner.storage.cuts import statements_in
from feedback_miner.storage.ledger import ITEM_SEGMENT, STATEMENT, VERSION
from feedback_miner.storage.rows import to_emotions, to_view
from feedback_miner.storage.views import statement_query

_WHOLE: dict[str, ColumnElement[Any]] = {
    "statement": STATEMENT.c.id,
    "item": STATEMENT.c.item_id,
    "customer": STATEMENT.c.customer,
    "day": STATEMENT.c.day,
    "at": type_coerce(STATEMENT.c.occurred_at, BigInteger),
    "sentiment": STATEMENT.c.sentiment,
    "theme": func.coalesce(STATEMENT.c.theme_id, 0),
}
_REAL: dict[str, ColumnElement[Any]] = {
    "nps": VERSION.c.nps,
    "csat": VERSION.c.csat,
    "rating": VERSION.c.rating,
    "first_reply": VERSION.c.first_reply_seconds,
    "solved": VERSION.c.solved_seconds,
}
_WORDS: dict[str, ColumnElement[Any]] = {
    name: STATEMENT.c[name] for name in ("source", "channel", "stage", "touchpoint", "emotions")
}
_FIXED = _WHOLE | _REAL | _WORDS
#: What themes need: nothing of the message, and few words, for those take the longest.
_SPOKEN_WHOLE = ("statement", "customer", "day", "sentiment", "theme")
_SPOKEN_WORDS = ("stage", "touchpoint", "emotions")


class FactRoom(Room):
    """What insights are reckoned from."""

    def facts(self, workspace: str, cut: Cut, *, segments: Collection[str] = (), most: int) -> Facts:
        """Current statements of a cut, "none" stages included. Raises QueryError where there are more than `most`."""
        of_segments = {name: f"segment_{n}" for n, name in enumerate(sorted(set(segments)))}
        words = [*_WORDS, *of_segments.values()]
        with self._db.ask() as connection:
            where = statements_in(connection, workspace, cut, StatementFilter())
            # One more than may be: the database counts no further than that.
            query = _query(of_segments).where(where).limit(most + 1)
            columns = read_columns(connection, query, whole=list(_WHOLE), real=list(_REAL), words=words)
        _check_number(columns, most)
        return _to_facts(columns, of_segments)

    def spoken(self, workspace: str, cut: Cut, *, most: int) -> Spoken:
        """The same as far as themes need it, in the order of their numbers. Raises QueryError as `facts` does."""
        wanted = (_FIXED[name].label(name) for name in (*_SPOKEN_WHOLE, *_SPOKEN_WORDS))
        with self._db.ask() as connection:
            where = statements_in(connection, workspace, cut, StatementFilter())
            query = select(*wanted).where(where).limit(most + 1)
            columns = read_columns(connection, query, whole=_SPOKEN_WHOLE, real=(), words=_SPOKEN_WORDS)
        _check_number(columns, most)
        return _to_spoken(columns)

    def sentiments(self, workspace: str, cut: Cut, where: StatementFilter) -> Sentiments:
        """Those of everything behind a number, in any order. Raises QueryError."""
        query = select(STATEMENT.c.customer, STATEMENT.c.sentiment).select_from(STATEMENT)
        if where.text is not None:
            query = query.join(VERSION, VERSION.c.id == STATEMENT.c.version_id)
        with self._db.ask() as connection:
            those = query.where(statements_in(connection, workspace, cut, where))
            columns = read_columns(connection, those, whole=("customer", "sentiment"), real=(), words=())
        return Sentiments(columns.whole["customer"], columns.whole["sentiment"] / SENTIMENT_SCALE)

    def statements_by_id(self, workspace: str, ids: Sequence[int]) -> list[StatementView]:
        """Current statements, in the order of `ids`; what is gone is left out."""
        if not ids:
            return []
        with self._db.ask() as connection:
            mine = (STATEMENT.c.workspace == workspace, STATEMENT.c.current.is_(True))
            query = statement_query().where(among(connection, STATEMENT.c.id, set(ids)), *mine)
            found = {row.id: to_view(row) for row in connection.execute(query)}
        return [found[number] for number in ids if number in found]


def _check_number(columns: Columns, most: int) -> None:
    if len(columns.whole["statement"]) > most:
        raise QueryError(
            f"The period has more than {most:,} statements: choose a shorter one, or a channel, a source or a"
            " segment.",
            where="period",
        )


def _query(segments: Mapping[str, str]) -> Select[*tuple[Any, ...]]:
    """`segments`: segment → its column."""
    source = STATEMENT.join(VERSION, VERSION.c.id == STATEMENT.c.version_id)
    values = []
    for name, column in segments.items():
        segment = ITEM_SEGMENT.alias()
        same = and_(segment.c.version_id == STATEMENT.c.version_id, segment.c.name == name)
        source = source.outerjoin(segment, same)
        values.append(func.coalesce(segment.c.value, "").label(column))
    return select(*(column.label(name) for name, column in _FIXED.items()), *values).select_from(source)


def _to_spoken(columns: Columns) -> Spoken:
    whole, words = columns.whole, columns.words
    spoken = Spoken(
        statement=whole["statement"],
        customer=whole["customer"],
        day=whole["day"],
        sentiment=whole["sentiment"] / SENTIMENT_SCALE,
        theme=whole["theme"],
        stage=words["stage"],
        touchpoint=words["touchpoint"],
        emotions=_spelled(words["emotions"]),
    )
    return spoken.take(np.argsort(spoken.statement))


def _to_facts(columns: Columns, segments: Mapping[str, str]) -> Facts:
    whole, real, words = columns.whole, columns.real, columns.words
    facts = Facts(
        statement=whole["statement"],
        item=whole["item"],
        customer=whole["customer"],
        day=whole["day"],
        at=whole["at"],
        sentiment=whole["sentiment"] / SENTIMENT_SCALE,
        theme=whole["theme"],
        source=words["source"],
        channel=words["channel"],
        stage=words["stage"],
        touchpoint=words["touchpoint"],
        emotions=_spelled(words["emotions"]),
        nps=real["nps"],
        csat=real["csat"],
        rating=real["rating"],
        first_reply=real["first_reply"],
        solved=real["solved"],
        segments={name: words[column] for name, column in segments.items()},
    )
    # The statements of a message have their numbers in its order.
    return facts.take(np.lexsort([facts.statement, facts.item, facts.at, facts.customer]))


def _spelled(emotions: Coded) -> Coded:
    return Coded(emotions.codes, tuple(",".join(to_emotions(value)) for value in emotions.values))
