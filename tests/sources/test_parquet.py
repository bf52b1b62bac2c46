"""Parquet: rows as JSON would have them; bombs, damage and a missing library end in one sentence."""

# ruff: noqa: DTZ001  dates without a zone are meant

from __future__ import annotations

import csv
import gzip
import io
import random
import resource
import time as clock
from collections import deque
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from feedback_miner.domain import RowError, SourceRecord
from feedback_miner.errors import FileError
from feedback_miner.ports import TextPreparer
from feedback_miner.sources import SourceFile, guess_mapping, open_source, parquet_file
from feedback_miner.sources.preset import PRESETS
from tests.sources.builders import cells, opened, reasons
from tests.sources.samples import imported, said, samples_of

pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install 'feedback-miner[parquet]'")
pq = pytest.importorskip("pyarrow.parquet")

_SEED = 20260411
_VARIANTS = 50


def _packed(table: Any, **options: Any) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out, **options)
    return out.getvalue()


def _file(folder: Path, columns: dict[str, Any], **options: Any) -> SourceFile:
    return opened(folder, _packed(pa.table(columns), **options), "file.parquet")


def test_cells_are_texts(tmp_path: Path) -> None:
    file = _file(
        tmp_path,
        {
            "id": pa.array([1, None], pa.int64()),
            "big": pa.array([2**63, None], pa.uint64()),
            "rating": pa.array([4.1, None], pa.float32()),
            "whole": pa.array([101.0, float("nan")]),
            "tiny": pa.array([1e-7, 1e22]),
            "price": pa.array([Decimal("1500.50"), None]),
            "open": pa.array([True, None]),
            "kind": pa.array(["web", None]).dictionary_encode(),
            "raw": pa.array([b"as bytes", None]),
            "on": pa.array([date(2026, 1, 5), None]),
            "at": pa.array([datetime(2026, 1, 5, 8, 30, tzinfo=UTC), None], pa.timestamp("ms", "UTC")),
            "naive": pa.array([datetime(2026, 1, 5), None], pa.timestamp("us")),
            "daily": pa.array([time(8, 30), None]),
            "took": pa.array([timedelta(minutes=2), None]),
        },
    )
    assert (file.format, file.columns[0]) == ("parquet", "id")
    first, second = (row.cells for row in file.records() if isinstance(row, SourceRecord))
    assert first == {
        "id": "1",
        "big": "9223372036854775808",
        "rating": "4.1",
        "whole": "101",
        "tiny": "0.0000001",
        "price": "1500.50",
        "open": "true",
        "kind": "web",
        "raw": "as bytes",
        "on": "2026-01-05",
        "at": "2026-01-05T08:30:00+00:00",
        "naive": "2026-01-05T00:00:00",
        "daily": "08:30:00",
        "took": "120",
    }
    assert second == dict.fromkeys(first, "") | {"tiny": "1" + "0" * 22}


def test_nested_values_are_as_in_json(tmp_path: Path) -> None:
    rows = [
        {
            "via": {"channel": "web", "source": {"rel": None, "score": 4.5}},
            "tags": ["vip", None, "eu"],
            "fields": [{"id": 7, "value": "gold"}],
            "parts": [{"n": 1, "text": "a", "on": date(2026, 1, 5)}],
            "map": [("a", 1), ("b", 2)],
        }
    ]
    kinds = pa.Table.from_pylist([{k: v for k, v in rows[0].items() if k != "map"}])
    table = kinds.append_column("map", pa.array([rows[0]["map"]], pa.map_(pa.string(), pa.int64())))
    (row,) = opened(tmp_path, _packed(table), "file.parquet").records()
    assert row.cells == {
        "via.channel": "web",
        "via.source.rel": "",
        "via.source.score": "4.5",
        "tags": "vip, eu",
        "fields.7": "gold",
        "parts": '[{"n": 1, "text": "a", "on": "2026-01-05"}]',
        "map.a": "1",
        "map.b": "2",
    }


def test_moments_that_python_lacks_cost_themselves(tmp_path: Path) -> None:
    file = _file(
        tmp_path,
        {
            "nano": pa.array([1_767_600_000_000_000_001], pa.timestamp("ns")),
            "far": pa.array([2**60], pa.timestamp("us")),
            "text": ["late"],
        },
    )
    assert cells(file) == [["2026-01-05T08:00:00", "", "late"]]


def test_texts_that_are_no_utf8_and_columns_of_one_name(tmp_path: Path) -> None:
    broken = pa.Array.from_buffers(
        pa.string(), 1, [None, pa.py_buffer(b"\0\0\0\0\4\0\0\0"), pa.py_buffer(b"caf\xe9")]
    )
    table = pa.Table.from_arrays([broken, pa.array(["b\0"])], names=["text", "text"])
    file = opened(tmp_path, _packed(table), "file.parquet")
    assert (file.columns, cells(file)) == (("text", "text (2)"), [["caf\ufffd", "b"]])


def test_a_preset_knows_its_files_in_parquet(tmp_path: Path, preparer: TextPreparer) -> None:
    (sample, *_) = samples_of(PRESETS / "google-play.toml")
    rows = list(csv.DictReader(io.StringIO(sample.content().decode(), newline="")))
    typed = [{**row, "score": int(row["score"]), "at": datetime.fromisoformat(row["at"])} for row in rows]
    file = opened(tmp_path, _packed(pa.Table.from_pylist(typed)), "reviews.parquet")
    guess = guess_mapping(file)
    assert guess.preset == "google-play"
    batch = imported(file, guess, preparer)
    assert [said(item, want) for item, want in zip(batch.items, sample.items, strict=True)] == sample.items


@pytest.mark.parametrize("compression", ["none", "snappy", "gzip", "zstd", "brotli", "lz4"])
def test_every_compression_over_many_row_groups(compression: str, tmp_path: Path) -> None:
    columns = {"id": list(range(1_000)), "text": [f"words {n}" for n in range(1_000)]}
    file = _file(tmp_path, columns, compression=compression, row_group_size=300)
    assert [row.row for row in file.records()] == list(range(1, 1_001))
    assert cells(file)[-1] == ["999", "words 999"]


def test_a_cell_that_is_too_large_costs_its_row(tmp_path: Path) -> None:
    file = _file(tmp_path, {"id": [1, 2], "text": ["x" * 1_000_001, "fine"]})
    assert reasons(file) == ["The field “text” is larger than 1,000,000 characters."]
    assert len(list(file.records())) == 2


def test_a_bomb_stops_before_it_is_unpacked(tmp_path: Path) -> None:
    small = pa.array(["word " * 150_000])
    table = pa.table({"text": pa.DictionaryArray.from_arrays(pa.array([0] * 300_000, pa.int32()), small)})
    content = _packed(table, compression="zstd")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(FileError, match="grows too much"):
        deque(islice(opened(tmp_path, content, "bomb.parquet").records(), 10_000), maxlen=0)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 500_000  # kilobytes


@pytest.mark.parametrize("nested", ["", "list"])
def test_a_value_that_all_rows_share_is_counted_for_each(nested: str, tmp_path: Path) -> None:
    words = pa.DictionaryArray.from_arrays(pa.array([0] * 32, pa.int32()), pa.array(["word " * 150_000]))
    column = pa.ListArray.from_arrays(pa.array([0, 32], pa.int32()), words) if nested else words
    with pytest.raises(FileError, match="grows too much"):
        _file(tmp_path, {"text": column}, compression="zstd")


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    rng = random.Random(_SEED)
    words = ["".join(rng.choices("abcdefgh ", k=2_000)) for _ in range(2_000)]
    schema = pa.schema([("id", pa.int64()), ("text", pa.string())])
    path = tmp_path / "large.parquet"
    with pq.ParquetWriter(path, schema, use_dictionary=False) as writer:
        for group in range(10):
            ids = list(range(group * 5_000, (group + 1) * 5_000))
            texts = [f"{n} {words[n % 2_000]}" for n in ids]
            writer.write_table(pa.table({"id": ids, "text": texts}, schema=schema))
    file = open_source(path, name="large.parquet")
    before = pa.total_allocated_bytes()
    peak = max(pa.total_allocated_bytes() - before for _ in file.records())
    assert path.stat().st_size > 40_000_000
    assert peak < 30_000_000


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PAR1", "damaged, cut off or encrypted"),
        (b"PARE" + b"\0" * 50, "encrypted"),
        (b"PAR1" + b"\0" * 500 + b"PAR1", "damaged, cut off or encrypted"),
        (gzip.compress(b"PAR1 and more", mtime=0), "unpack it"),
    ],
)
def test_what_is_no_sound_file_is_refused_by_name(content: bytes, message: str, tmp_path: Path) -> None:
    with pytest.raises(FileError, match=rf"^file\.parquet: .*{message}"):
        opened(tmp_path, content, "file.parquet")


def test_a_file_without_rows_or_with_endless_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no records"):
        _file(tmp_path, {"id": pa.array([], pa.int64())})
    with pytest.raises(FileError, match="more than 4,096 columns"):
        _file(tmp_path, {f"c{n}": [1] for n in range(4_097)})


def test_without_pyarrow_the_error_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet_file, "find_spec", lambda name: None)
    with pytest.raises(FileError, match=r"pip install 'feedback-miner\[parquet\]'"):
        _file(tmp_path, {"id": [1]})


def _mangled(whole: bytes, rng: random.Random) -> bytes:
    way = rng.randrange(5)
    if way == 0:
        return whole[: rng.randrange(4, len(whole))]
    if way == 1:
        at = rng.randrange(4, len(whole) - 8)
        return whole[:at] + rng.randbytes(rng.randrange(1, 64)) + whole[at:]
    if way == 2:
        at = rng.randrange(4, len(whole) - 8)
        return whole[:at] + whole[at + rng.randrange(1, 64) :]
    # Anywhere, or where the footer says how the rest is to be read.
    first = 4 if way == 3 else len(whole) - 8 - int.from_bytes(whole[-8:-4], "little")
    bytes_ = bytearray(whole)
    for _ in range(rng.randrange(1, 12)):
        bytes_[rng.randrange(first, len(whole))] = rng.randrange(256)
    return bytes(bytes_)


def test_mangled_files_end_in_rows_or_in_one_sentence(tmp_path: Path) -> None:
    rng = random.Random(_SEED)
    table = pa.Table.from_pylist(
        [
            {
                "id": n,
                "text": f"words {rng.random()}",
                "score": n / 7,
                "at": datetime(2026, 1, 1 + n % 28),
                "via": {"tags": ["a", str(n)], "price": Decimal(n)},
            }
            for n in range(300)
        ]
    )
    whole = [_packed(table, compression=kind, row_group_size=100) for kind in ("none", "snappy", "zstd")]
    refused = 0
    for n in range(_VARIANTS):
        began = clock.process_time()
        refusal = _refusal(tmp_path, _mangled(whole[n % 3], rng))
        if refusal:
            refused += 1
            assert refusal.where == "mangled.parquet"
            assert len(refusal.message) > 15, n
            assert "\n" not in refusal.message
        assert clock.process_time() - began < 10, n
    assert refused > 10


def _refusal(folder: Path, content: bytes) -> FileError | None:
    try:
        rows = list(opened(folder, content, "mangled.parquet").records())
    except FileError as error:
        return error
    assert all(isinstance(row, RowError | SourceRecord) for row in rows)
    return None
