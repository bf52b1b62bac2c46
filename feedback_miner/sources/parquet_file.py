"""Parquet files, read a few rows at a time: a row is what it would be as an object of JSON.

Needs pyarrow, the extra `parquet`, which is imported with the first such file.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from feedback_miner.errors import FileError
from feedback_miner.sources.file import SourceFile
from feedback_miner.sources.limits import COLUMNS, JSON_DEPTH, UNPACKED_FREE_BYTES, UNPACKED_RATIO
from feedback_miner.sources.objects import Objects, object_file

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped, import-not-found, unused-ignore]

#: What such a file begins with.
PARQUET = b"PAR1"

#: Few, since of a dictionary-coded column each row may be a cell of full size.
_BATCH_ROWS = 32
#: Of each column, so much of the file is held.
_BUFFER_BYTES = 1024 * 1024
#: A list is three levels of a schema, a struct one.
_SCHEMA_DEPTH = 3 * JSON_DEPTH
#: What pyarrow raises on files that are damaged or encrypted; its own errors are among them.
_BROKEN = (OSError, EOFError, ValueError, TypeError, LookupError, ArithmeticError, RuntimeError, MemoryError)
_DAMAGED = (
    "The Parquet file is damaged, cut off or encrypted: fetch it again, or write it anew without a key."
)


def open_parquet(path: Path, *, name: str) -> SourceFile:
    """A Parquet file. Raises FileError where it is a bomb, damaged or encrypted, or where pyarrow is not installed."""
    if find_spec("pyarrow") is None:
        raise FileError(
            "To read Parquet files, pyarrow is needed: `pip install 'feedback-miner[parquet]'`. "
            "Or export the data as CSV or JSON Lines."
        )
    with path.open("rb") as stream:
        if stream.read(len(PARQUET)) != PARQUET:
            raise FileError("The Parquet file is packed with gzip: unpack it and import the file inside.")
    return object_file(name, "parquet", lambda: _objects(path))


def _objects(path: Path) -> Objects:
    for batch in _batches(path):
        names = _unique(batch.schema.names)
        columns = [_values(column) for column in batch.columns]
        for cells in zip(*columns, strict=True):
            yield dict(zip(names, cells, strict=True))


def _batches(path: Path) -> Iterator[pa.RecordBatch]:
    """The file's record batches; stops with a FileError as soon as it proves to be a bomb or broken."""
    from pyarrow import parquet  # type: ignore[import-untyped, import-not-found, unused-ignore]

    allowed = max(UNPACKED_FREE_BYTES, path.stat().st_size * UNPACKED_RATIO)
    with _broken_told(), path.open("rb") as stream:
        file = parquet.ParquetFile(
            stream,
            pre_buffer=False,
            buffer_size=_BUFFER_BYTES,
            coerce_int96_timestamp_unit="us",
            schema_depth_limit=_SCHEMA_DEPTH,
            arrow_extensions_enabled=False,
        )
        if file.metadata.num_columns > COLUMNS:
            raise FileError(f"The file has more than {COLUMNS:,} columns.")
        for batch in file.iter_batches(batch_size=_BATCH_ROWS, use_threads=False):
            allowed -= batch.nbytes + batch.num_rows + sum(map(_repeated_bytes, batch.columns))
            if allowed < 0:
                raise FileError(
                    "The Parquet file grows too much when unpacked: export the data as CSV or JSON Lines."
                )
            yield batch


def _repeated_bytes(column: pa.Array) -> int:
    """How much the dictionaries in a column grow to once each row has a value of its own."""
    import pyarrow as pa
    from pyarrow import compute  # type: ignore[import-untyped, import-not-found, unused-ignore]

    kind, type_ = pa.types, column.type
    if kind.is_dictionary(type_):
        if kind.is_primitive(type_.value_type):
            return len(column) * 8
        texts = column.dictionary
        if kind.is_string(texts.type) or kind.is_large_string(texts.type):
            texts = texts.cast(pa.large_binary() if kind.is_large_string(texts.type) else pa.binary())
        lengths = compute.binary_length(texts).cast(pa.int64())
        return compute.sum(lengths.take(column.indices)).as_py() or 0
    if kind.is_struct(type_):
        return sum(_repeated_bytes(column.field(n)) for n in range(type_.num_fields))
    if kind.is_list(type_) or kind.is_large_list(type_) or kind.is_fixed_size_list(type_):
        return _repeated_bytes(column.flatten())
    if kind.is_map(type_):
        return _repeated_bytes(column.keys) + _repeated_bytes(column.items)
    return 0


@contextmanager
def _broken_told() -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        raise FileError(_DAMAGED) from error


def _unique(names: Sequence[str]) -> list[str]:
    """The names, with a number from the second of a kind on."""
    seen = Counter[str]()
    unique = []
    for name in names:
        seen[name] += 1
        unique.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return unique


# ── cells ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _values(column: pa.Array) -> list[Any]:
    """The cells of a column as JSON has them, its numbers and dates as texts."""
    with _broken_told():
        column = _readable(column)
        try:
            cells = column.to_pylist()
        except (ValueError, ArithmeticError):
            cells = [_value(scalar) for scalar in column]
        if str(column.type) == "float":
            # As a double it would be 4.099999904632568 where 4.1 was meant.
            cells = [cell if cell is None else np.float32(cell) for cell in cells]
        return [_plain(cell, JSON_DEPTH) for cell in cells]


def _readable(column: pa.Array) -> pa.Array:
    """The column in a type whose every cell has a value in Python."""
    import pyarrow as pa

    kind = pa.types
    if kind.is_dictionary(column.type):
        column = column.dictionary_decode()
    if kind.is_string(column.type) or kind.is_large_string(column.type):
        # As bytes: nothing in the format sees to it that texts are sound.
        return column.cast(pa.large_binary() if kind.is_large_string(column.type) else pa.binary())
    if kind.is_timestamp(column.type) and column.type.unit == "ns":
        return column.cast(pa.timestamp("us", column.type.tz), safe=False)
    return column


def _value(scalar: pa.Scalar) -> object:
    """None for what Python has no value for, such as the year 20000."""
    try:
        return scalar.as_py()
    except (ValueError, ArithmeticError):
        return None


def _plain(value: object, depth: int) -> object:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, float | Decimal | np.floating):
        return _number(value)
    if isinstance(value, timedelta):
        return _number(value.total_seconds())
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, dict | list):
        return _nested(value, depth - 1) if depth > 0 else None
    return str(value)


def _nested(value: dict[Any, Any] | list[Any], depth: int) -> object:
    if isinstance(value, dict):
        return {str(key): _plain(inner, depth) for key, inner in value.items()}
    if value and all(isinstance(entry, tuple) and len(entry) == 2 for entry in value):
        # The type “map”, which has keys of any kind.
        return {str(_plain(key, 0)): _plain(inner, depth) for key, inner in value}
    return [_plain(inner, depth) for inner in value]


def _number(number: float | Decimal | np.floating[Any]) -> str | None:
    """As people write it: without an exponent, and whole ones without a point."""
    if not math.isfinite(number):
        return None
    if not isinstance(number, Decimal) and float(number).is_integer():
        return str(int(number))
    return format(Decimal(str(number)), "f")
