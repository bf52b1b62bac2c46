"""Themes and what they are made of, as rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import BindParameter, ColumnElement, Connection, Row, Select, and_, func, select

from feedback_miner.domain import SENTIMENT_SCALE, StatementVectors, Theme, ThemeCentre, Tone
from feedback_miner.domain.themes import unpack
from feedback_miner.storage.ledger import STATEMENT, VERSION
from feedback_miner.storage.tables import METADATA
from feedback_miner.storage.theme_tables import ThemeTable
from feedback_miner.storage.versions import STATEMENT_VECTOR

THEME = METADATA.tables[str(ThemeTable.__tablename__)]

#: Little-endian, so that a copied database means the same on every machine.
_CENTRE = np.dtype("<f4")


def centre_bytes(centre: NDArray[np.float32]) -> bytes:
    """A centre as its column keeps it."""
    return centre.astype(_CENTRE).tobytes()


def living(workspace: str | BindParameter[str]) -> ColumnElement[bool]:
    """Themes of a workspace that went into no other."""
    return and_(THEME.c.workspace == workspace, THEME.c.merged_into.is_(None))


def theme_query(workspace: str | BindParameter[str], only: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Themes with what their current statements say: `statements`, `first` and `last` day, None where there are none.

    `only`: a condition on `statement.theme_id`, lest other themes' statements are counted. The index `statement_theme`
    answers it without a look at statements.
    """
    grouped = (
        select(
            STATEMENT.c.theme_id,
            func.count().label("statements"),
            func.min(STATEMENT.c.day).label("first"),
            func.max(STATEMENT.c.day).label("last"),
        )
        .where(STATEMENT.c.workspace == workspace, STATEMENT.c.current.is_(True), only)
        .group_by(STATEMENT.c.theme_id)
        .subquery()
    )
    return (
        select(THEME, grouped.c.statements, grouped.c.first, grouped.c.last)
        .outerjoin_from(THEME, grouped, grouped.c.theme_id == THEME.c.id)
        .where(THEME.c.workspace == workspace)
        .order_by(THEME.c.id)
    )


def to_theme(row: Row[*tuple[Any, ...]]) -> Theme:
    """A row of `theme_query`."""
    born_on = row.born_on if row.first is None else row.first
    return Theme(
        id=row.id,
        tone=Tone(row.tone),
        stage=row.stage,
        touchpoint=row.touchpoint,
        name=row.name,
        statements=row.statements or 0,
        born_on=date.fromordinal(born_on),
        last_on=date.fromordinal(born_on if row.last is None else row.last),
        model=row.model,
        merged_into=row.merged_into,
    )


def to_centre(row: Row[*tuple[Any, ...]]) -> ThemeCentre:
    """A row of `theme_query`."""
    centre = np.frombuffer(row.centre, dtype=_CENTRE).astype(np.float32)
    return ThemeCentre(row.id, Tone(row.tone), centre, row.statements or 0)


def read_vectors(
    connection: Connection,
    workspace: str,
    where: ColumnElement[bool],
    order: Iterable[ColumnElement[Any]],
    limit: int,
) -> StatementVectors:
    """The first current statements, in some order, that have vectors; they come in the order of their ids."""
    statement = STATEMENT.c
    words = func.substr(VERSION.c.text, statement.span_start + 1, statement.span_end - statement.span_start)
    query = (
        select(
            statement.id,
            statement.customer,
            statement.day,
            statement.sentiment,
            statement.stage,
            statement.touchpoint,
            words,
            STATEMENT_VECTOR.c.vector,
        )
        .join_from(STATEMENT, VERSION, VERSION.c.id == statement.version_id)
        .join(STATEMENT_VECTOR, STATEMENT_VECTOR.c.statement_id == statement.id)
        .where(statement.workspace == workspace, statement.current.is_(True), where)
        .order_by(*order)
        .limit(limit)
    )
    rows = sorted(map(tuple, connection.execute(query)), key=lambda row: row[0])
    columns = list(zip(*rows, strict=True)) or [()] * 8
    numbers = [np.array(column, dtype=np.int64) for column in columns[:4]]
    return StatementVectors(
        statement=numbers[0],
        customer=numbers[1],
        day=numbers[2],
        sentiment=numbers[3] / SENTIMENT_SCALE,
        stage=columns[4],
        touchpoint=columns[5],
        text=columns[6],
        vectors=unpack(columns[7]),
    )
