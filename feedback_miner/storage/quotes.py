"""Quotes: of the statements behind each of some numbers those that are the most negative, or the most positive."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import Connection, Select, case, select

from feedback_miner.domain import Cut, StatementFilter, StatementView
from feedback_miner.errors import QueryError
from feedback_miner.storage.base import Room, check_limit
from feedback_miner.storage.bulk import among
from feedback_miner.storage.cuts import filtered
from feedback_miner.storage.ledger import STATEMENT
from feedback_miner.storage.rows import to_view
from feedback_miner.storage.views import statement_query

#: A quote is long enough to say something and short enough to read.
QUOTE_WORDS = (4, 40)

#: From this probability of its stage on, a statement is a good example of it.
GOOD_CONFIDENCE = 0.5

#: Statements that are looked at for a quote; where they are of too few customers, so many times as many.
_TRIED = 4

_FIT = select(STATEMENT.c.id, STATEMENT.c.customer).where(STATEMENT.c.words.between(*QUOTE_WORDS))
_UNSURE = case((STATEMENT.c.stage_confidence >= GOOD_CONFIDENCE, 0), else_=1)
_NEWEST = (STATEMENT.c.occurred_at.desc(), STATEMENT.c.id.desc())
_STRONGEST = {
    "negative": _FIT.order_by(_UNSURE, STATEMENT.c.sentiment, *_NEWEST),
    "positive": _FIT.order_by(_UNSURE, STATEMENT.c.sentiment.desc(), *_NEWEST),
}


class QuoteRoom(Room):
    """Statements that speak for others."""

    def quotes(
        self,
        workspace: str,
        cut: Cut,
        wheres: Sequence[StatementFilter],
        *,
        most: str,
        limit: int,
        without: Collection[int] = (),
    ) -> list[list[StatementView]]:
        """For each filter the `most` "negative" or "positive" statements, one a customer, 4 to 40 words, and none of
        `without`. Raises QueryError.
        """
        check_limit(limit)
        if most not in _STRONGEST:
            raise QueryError('quotes are the most "negative" or the most "positive"', where="most")
        with self._db.read() as connection:
            chosen = [
                _one_a_customer(
                    connection,
                    filtered(connection, _STRONGEST[most], workspace, cut, where),
                    limit,
                    frozenset(without),
                )
                for where in wheres
            ]
            query = statement_query().where(among(connection, STATEMENT.c.id, set(chain(*chosen))))
            views = {row.id: to_view(row) for row in connection.execute(query)}
        return [[views[number] for number in numbers] for numbers in chosen]


def _one_a_customer(
    connection: Connection, ordered: Select[*tuple[Any, ...]], limit: int, without: frozenset[int]
) -> list[int]:
    """The first statement of each customer, of as many customers; none of `without`."""
    tried = _TRIED * limit + len(without)
    while True:
        rows = connection.execute(ordered.limit(tried)).all()
        first: dict[int, int] = {}
        for statement, customer in rows:
            if statement not in without:
                first.setdefault(customer, statement)
        if len(first) >= limit or len(rows) < tried:
            return list(first.values())[:limit]
        tried *= _TRIED
