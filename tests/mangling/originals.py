"""Sound files to be mangled: each preset's samples, generated ones of every format, and exports of others."""

from __future__ import annotations

import csv
import io
import json
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from feedback_miner.sources.preset import PRESETS
from tests.sources.samples import samples_of
from tests.sources.sound import COLUMNS, as_csv, as_jsonl, as_objects, as_workbook, rows_of

SHARED = Path(os.environ.get("FEEDBACK_MINER_SHARED", Path(__file__).parents[3] / "shared"))
EXPORTS = SHARED / "exports"

_TABLES = {"csv": ",", "tsv": "\t"}


@dataclass(frozen=True, slots=True)
class Original:
    """A sound file. `owner` is whose shape it has."""

    owner: str
    name: str
    content: bytes
    encoding: str = "utf-8"

    @property
    def ending(self) -> str:
        """ "csv", "tsv", "json", "jsonl", "xlsx" or "parquet"."""
        return self.name.rpartition(".")[2]

    @property
    def is_text(self) -> bool:
        return self.ending in ("csv", "tsv", "json", "jsonl")

    @property
    def delimiter(self) -> str | None:
        """That of a table in a text file; None of any other."""
        return _TABLES.get(self.ending)


def originals() -> list[Original]:
    """The presets' samples, and generated files; always in the same order."""
    samples = [
        Original(preset.stem, _with_ending(sample.name), sample.content(), sample.encoding)
        for preset in sorted(PRESETS.glob("*.toml"))
        for sample in samples_of(preset)
    ]
    return samples + list(_generated())


def exports() -> list[Original]:
    """Files that other people's systems wrote, where there are any; the largest only its first part."""
    return [
        Original(
            "export", path.name, path.read_bytes()[:20_000] if path.suffix == ".csv" else path.read_bytes()
        )
        for path in sorted(EXPORTS.glob("*.*"))
        if path.suffix in (".csv", ".json")
    ]


def table_rows(original: Original) -> list[list[str]]:
    """The rows of a text table, its header among them."""
    text = original.content.decode(original.encoding, "replace")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=original.delimiter or ","))


def as_table(rows: list[list[str]], original: Original) -> bytes:
    """Rows as a file like the original."""
    out = io.StringIO()
    csv.writer(out, delimiter=original.delimiter or ",").writerows(rows)
    return out.getvalue().encode(
        original.encoding, "surrogatepass" if original.encoding == "utf-8" else "replace"
    )


def _with_ending(name: str) -> str:
    """What browsers call "json" is JSON."""
    return name if "." in name else f"{name}.json"


def _generated() -> Iterator[Original]:
    rows = rows_of(random.Random(60), 60)
    yield Original("nobody", "comments.csv", as_csv(rows).encode())
    yield Original("nobody", "comments.tsv", as_csv(rows, "\t").encode())
    yield Original("nobody", "semicolons.csv", as_csv(rows, ";").encode("cp1252", "replace"), "cp1252")
    yield Original("nobody", "comments.jsonl", as_jsonl(rows).encode())
    yield Original(
        "nobody", "comments.json", json.dumps({"data": as_objects(rows)}, ensure_ascii=False).encode()
    )
    yield Original("nobody", "comments.xlsx", as_workbook(rows))
    yield Original("nobody", "comments.parquet", as_parquet([COLUMNS, *rows]))


def as_parquet(rows: list[list[str]]) -> bytes:
    """The rows below their header, as columns of texts."""
    import pyarrow as pa  # type: ignore[import-untyped, import-not-found, unused-ignore]
    from pyarrow import parquet  # type: ignore[import-untyped, import-not-found, unused-ignore]

    header, *below = rows
    out = io.BytesIO()
    parquet.write_table(pa.table({name: [row[n] for row in below] for n, name in enumerate(header)}), out)
    return out.getvalue()
