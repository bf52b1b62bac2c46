"""Answers as tables: the same flattening for `?format=csv|parquet` and for the files of the command line.

A row is an item of the answer's list. What is nested has dotted names (`interval.low`), also where it is null in this
row; lists of plain values are joined by “; ”, lists of objects are JSON. What stands beside the list is in JSON only.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, Field
from pydantic_core import to_jsonable_python
from starlette.responses import Response

from feedback_miner.errors import FileError, QueryError

Form = Literal["json", "csv", "parquet"]
Cell = str | int | float | bool | date | datetime | None

CSV_TYPE = "text/csv"
PARQUET_TYPE = "application/vnd.apache.parquet"
#: what spreadsheets take for the beginning of a formula
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: or Excel takes it for another encoding
_BYTE_ORDER_MARK = "\ufeff"

A = TypeVar("A", bound=BaseModel)


class Tabular(BaseModel):
    """Mixed into the query of a route whose answer is a list, before `MapQuery`."""

    format: Form = Field(
        "json",
        description="`csv` and `parquet` hold the rows of `items` alone, nested fields with dotted names.",
    )


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns; a row need not have all of them."""

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, Cell], ...]


def as_asked(answer: A, form: Form, name: str, *, items: str = "items") -> A | Response:
    """The answer of a route in the form that was asked for; `name`: of the file, without its ending.

    `items`: the list that a table holds. Raises QueryError where Parquet cannot be written here.
    """
    if form == "json":
        return answer
    table = table_of(answer, items)
    content, media = (to_csv(table), CSV_TYPE) if form == "csv" else (to_parquet(table), PARQUET_TYPE)
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return Response(content, media_type=media, headers=headers)


def tables(example: str) -> dict[int | str, dict[str, Any]]:
    """What a route answers besides JSON, for its `responses`; `example`: a header and a row of CSV."""
    return {
        200: {
            "content": {
                CSV_TYPE: {"schema": {"type": "string"}, "example": example},
                PARQUET_TYPE: {"schema": {"type": "string", "format": "binary"}, "example": "PAR1…"},
            }
        }
    }


def table_of(answer: BaseModel, items: str = "items") -> Table:
    """The rows of a list of an answer. Columns follow from the type, so that an empty list has them too."""
    model = get_args(type(answer).model_fields[items].annotation)[0]
    rows = tuple(dict(_cells(type(item), item, "")) for item in getattr(answer, items))
    columns = dict.fromkeys(column for column, _ in _cells(model, None, ""))
    return Table(tuple(columns | dict.fromkeys(column for row in rows for column in row)), rows)


def write_table(table: Table, form: str, path: Path) -> None:
    """A file: "csv" or "parquet". Raises FileError where it cannot be written, QueryError without the library."""
    content = to_csv(table) if form == "csv" else to_parquet(table)
    try:
        path.write_bytes(content)
    except OSError as error:
        raise FileError(f"It cannot be written: {error.strerror}.", where=str(path)) from None


def to_csv(table: Table) -> bytes:
    """CSV in UTF-8. What a spreadsheet would run as a formula gets an apostrophe in front."""
    lines = [csv_line(table.columns)]
    lines += [csv_line([row.get(column) for column in table.columns]) for row in table.rows]
    return (_BYTE_ORDER_MARK + "".join(lines)).encode()


def csv_line(cells: Iterable[Cell]) -> str:
    """A line of CSV; texts that a spreadsheet would run as a formula get an apostrophe in front."""
    line = io.StringIO()
    csv.writer(line).writerow(
        f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell for cell in cells
    )
    return line.getvalue()


def to_parquet(table: Table) -> bytes:
    """Parquet. Raises QueryError where pyarrow is not installed."""
    if find_spec("pyarrow") is None:
        raise QueryError(
            "To write Parquet, pyarrow is needed: `pip install 'feedback-miner[parquet]'`. Or take CSV.",
            where="format",
        )
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {column: [row.get(column) for row in table.rows] for column in table.columns}
    target = io.BytesIO()
    pq.write_table(pa.table(columns), target)
    return target.getvalue()


def _cells(model: type[BaseModel], found: BaseModel | None, prefix: str) -> Iterator[tuple[str, Cell]]:
    """Name and cell of every field, in their order; of `found` None the names of what is always there."""
    for name, field in model.model_fields.items():
        column = prefix + (field.alias or name)
        value = getattr(found, name) if found is not None else None
        inner = type(value) if isinstance(value, BaseModel) else _model_in(field.annotation)
        if inner is not None:
            yield from _cells(inner, value, f"{column}.")
        elif isinstance(value, Mapping):
            yield from _entries(value, column)
        elif get_origin(field.annotation) is not dict:
            yield column, _cell(value)


def _entries(value: Mapping[str, Any], column: str) -> Iterator[tuple[str, Cell]]:
    for key, part in value.items():
        if isinstance(part, BaseModel):
            yield from _cells(type(part), part, f"{column}.{key}.")
        else:
            yield f"{column}.{key}", _cell(part)


def _model_in(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401 - any type there is
    """The model of a field that is one, or one or null."""
    for part in (
        annotation,
        *(() if get_origin(annotation) in (list, tuple, dict) else get_args(annotation)),
    ):
        if isinstance(part, type) and issubclass(part, BaseModel):
            return part
    return None


def _cell(value: Any) -> Cell:  # noqa: ANN401 - what a model holds
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        if any(isinstance(part, BaseModel | Mapping | list | tuple) for part in value):
            return json.dumps(to_jsonable_python(value, by_alias=True), ensure_ascii=False)
        return "; ".join(str(_cell(part)) for part in value)
    return value  # type: ignore[no-any-return]
