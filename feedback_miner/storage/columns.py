"""Columns of numpy, straight from the database.

As rows the driver would make objects of all their numbers, and that takes most of the time. So a column comes as one
text: numbers with a blank between, and words as a JSON list. All columns of one answer are in the same order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic_core import from_json
from sqlalchemy import ColumnElement, Connection, Select, Text, cast, func, select

from feedback_miner.domain import Coded
from feedback_miner.storage.base import plain_rows

_MISSING = "nan"


@dataclass(frozen=True, slots=True)
class Columns:
    """What a query found, by the names of its columns."""

    whole: Mapping[str, NDArray[np.int64]]
    #: NaN where there is nothing
    real: Mapping[str, NDArray[np.float64]]
    words: Mapping[str, Coded]


def read_columns(
    connection: Connection,
    query: Select[*tuple[Any, ...]],
    *,
    whole: Sequence[str],
    real: Sequence[str],
    words: Sequence[str],
) -> Columns:
    """The columns of a query, which names all of them. Whole numbers and words are always there."""
    rows = query.subquery().c
    texts = select(
        *(_joined(cast(rows[name], Text)) for name in whole),
        *(_joined(func.coalesce(cast(rows[name], Text), _MISSING)) for name in real),
        *(_listed(connection, rows[name]) for name in words),
    )
    (found,) = plain_rows(connection, texts)
    said = dict(zip((*whole, *real, *words), found, strict=True))
    return Columns(
        whole={name: np.fromstring(said[name] or "", np.int64, sep=" ") for name in whole},
        real={name: np.fromstring(said[name] or "", np.float64, sep=" ") for name in real},
        words={name: coded(from_json(said[name] or "[]", cache_strings="all")) for name in words},
    )


def coded(values: Sequence[str]) -> Coded:
    """A column of few different texts; they are sorted, so that the same rows give the same codes."""
    different = sorted(set(values))
    codes = {value: code for code, value in enumerate(different)}
    return Coded(np.fromiter(map(codes.__getitem__, values), np.int32, len(values)), tuple(different))


def _joined(texts: ColumnElement[str]) -> ColumnElement[str]:
    return func.aggregate_strings(texts, " ")


def _listed(connection: Connection, texts: ColumnElement[str]) -> ColumnElement[str]:
    if connection.dialect.name == "sqlite":
        return func.json_group_array(texts)
    return cast(func.json_agg(texts), Text)
