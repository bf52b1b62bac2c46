"""Cuts and filters as conditions on rows and on cells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, exists, func, select

from feedback_miner.domain import NEUTRAL, SENTIMENT_SCALE, Cut, StatementFilter
from feedback_miner.errors import QueryError
from feedback_miner.storage.bulk import among
from feedback_miner.storage.cell_tables import EMOTIONS
from feedback_miner.storage.ledger import ITEM_SEGMENT, STATEMENT, VERSION
from feedback_miner.storage.segments import carries
from feedback_miner.storage.tables import METADATA

CUSTOMER = METADATA.tables["customer"]
#: Under a name of its own, for the statement around it may read the same table.
MESSAGE = VERSION.alias("message")

#: Scores that customers give, as filters and columns name them.
OUTCOMES = ("nps", "csat", "rating")

#: A statement is positive above this sentiment, and negative below its negative.
NEUTRAL_WIDTH = SENTIMENT_SCALE // 4

_SENTIMENTS = {
    "negative": STATEMENT.c.sentiment < -NEUTRAL_WIDTH,
    "neutral": STATEMENT.c.sentiment.between(-NEUTRAL_WIDTH, NEUTRAL_WIDTH),
    "positive": STATEMENT.c.sentiment > NEUTRAL_WIDTH,
}


def in_days(table: Table, cut: Cut) -> ColumnElement[bool]:
    """Rows of the cut's days, channel and source.

    Channel and source are ranges of one value: of equalities SQLite would not see that rows which it finds by day come
    in the order of the tables' keys, and would sort them.
    """
    conditions: list[ColumnElement[bool]] = [
        table.c.day.between(cut.first_day.toordinal(), cut.last_day.toordinal())
    ]
    if cut.channel is not None:
        conditions.append(table.c.channel.between(cut.channel, cut.channel))
    if cut.source is not None:
        conditions.append(table.c.source.between(cut.source, cut.source))
    return and_(*conditions)


def versions_in(workspace: str, cut: Cut) -> ColumnElement[bool]:
    """Current versions of a cut."""
    return and_(
        VERSION.c.workspace == workspace,
        VERSION.c.current.is_(True),
        in_days(VERSION, cut),
        *(_with_segment(VERSION.c.id, name, value) for name, value in sorted(cut.segments.items())),
    )


def statements_in(
    connection: Connection, workspace: str, cut: Cut, where: StatementFilter
) -> ColumnElement[bool]:
    """Current statements of a cut that pass a filter. Raises QueryError for a filter that is not known."""
    those = [] if where.ids is None else [among(connection, STATEMENT.c.id, where.ids)]
    return and_(
        *those,
        STATEMENT.c.workspace == workspace,
        STATEMENT.c.current.is_(True),
        in_days(STATEMENT, cut),
        *(_with_segment(STATEMENT.c.version_id, name, value) for name, value in sorted(cut.segments.items())),
        *_passing(workspace, where),
    )


def filtered(
    connection: Connection,
    query: Select[*tuple[Any, ...]],
    workspace: str,
    cut: Cut,
    where: StatementFilter,
) -> Select[*tuple[Any, ...]]:
    """A query over the statements of a cut that pass a filter; reads their versions only where the text counts."""
    query = query.select_from(STATEMENT).where(statements_in(connection, workspace, cut, where))
    return query.where(VERSION.c.id == STATEMENT.c.version_id) if where.text is not None else query


def _with_segment(version_id: ColumnElement[int], name: str, value: str) -> ColumnElement[bool]:
    # Under a name of its own, for the statement around it may read the same table.
    segment = ITEM_SEGMENT.alias()
    return exists().where(segment.c.version_id == version_id, carries(segment.c, name, value))


def _passing(workspace: str, where: StatementFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if where.stages is not None:
        conditions.append(STATEMENT.c.stage.in_(where.stages))
    if where.touchpoint is not None:
        conditions.append(STATEMENT.c.touchpoint == where.touchpoint)
    if where.emotion is not None:
        conditions.append(_showing(where.emotion))
    if where.sentiment is not None:
        conditions.append(_feeling(where.sentiment))
    if where.text is not None:
        conditions.append(_containing(where.text))
    if where.customer is not None:
        conditions.append(_by(workspace, where.customer))
    if where.corrected is not None:
        conditions.append(STATEMENT.c.corrected.is_(where.corrected))
    if where.theme is not None:
        conditions.append(_grouped(where.theme))
    if of_message := [*_scored_by_customer(where.outcome), *_waiting(where.reply_from, where.reply_before)]:
        conditions.append(exists().where(MESSAGE.c.id == STATEMENT.c.version_id, *of_message))
    return conditions


def _showing(emotion: str) -> ColumnElement[bool]:
    if emotion not in EMOTIONS:
        raise QueryError(f'"{emotion}" is not an emotion; known are {", ".join(EMOTIONS)}', where="emotion")
    if emotion == NEUTRAL:
        return STATEMENT.c.emotions == ""
    return STATEMENT.c.emotions.contains(f"|{emotion}|", autoescape=True)


def _feeling(sentiment: str) -> ColumnElement[bool]:
    if sentiment not in _SENTIMENTS:
        raise QueryError(f'"{sentiment}" is none of {", ".join(_SENTIMENTS)}', where="sentiment")
    return _SENTIMENTS[sentiment]


def _containing(text: str) -> ColumnElement[bool]:
    """In the statement's own span; needs the statement joined with its version."""
    span = func.substr(
        VERSION.c.text, STATEMENT.c.span_start + 1, STATEMENT.c.span_end - STATEMENT.c.span_start
    )
    return span.icontains(text, autoescape=True)


def _grouped(theme: int) -> ColumnElement[bool]:
    if theme < 0:
        raise QueryError("a theme is named by its number, and 0 is no theme", where="theme")
    if theme == 0:
        return func.coalesce(STATEMENT.c.theme_id, 0) == 0
    return STATEMENT.c.theme_id == theme


def _scored_by_customer(outcome: str | None) -> Iterator[ColumnElement[bool]]:
    if outcome is None:
        return
    if outcome not in OUTCOMES:
        raise QueryError(f'"{outcome}" is none of {", ".join(OUTCOMES)}', where="outcome")
    yield MESSAGE.c[outcome].is_not(None)


def _waiting(reply_from: int | None, reply_before: int | None) -> Iterator[ColumnElement[bool]]:
    for name, seconds in (("reply_from", reply_from), ("reply_before", reply_before)):
        if seconds is not None and seconds < 0:
            raise QueryError("a message cannot have waited less than 0 seconds", where=name)
    if reply_from is not None:
        yield MESSAGE.c.first_reply_seconds >= reply_from
    if reply_before is not None:
        yield MESSAGE.c.first_reply_seconds < reply_before


def _by(workspace: str, pseudonym: str) -> ColumnElement[bool]:
    number = select(CUSTOMER.c.id).where(CUSTOMER.c.workspace == workspace, CUSTOMER.c.pseudonym == pseudonym)
    return STATEMENT.c.customer == number.scalar_subquery()
