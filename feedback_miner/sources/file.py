"""A file whose format is understood: its columns, and its records as often as they are asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING

from feedback_miner.domain import RowError, SourceRecord

if TYPE_CHECKING:
    from feedback_miner.sources.preset import Preset


class DerivedColumn(str):
    """The name of a column that the file has not: its cells follow from others, of the row or of rows around it.

    So they do not tell which message a row is: an answer that comes later makes no other message of it.
    """

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that was opened by `open_source`. Holds no open handle: each reading opens the file anew."""

    #: as the user calls it, for messages
    name: str
    #: "csv", "tsv", "xlsx", "json", "jsonl" or "http-recording"
    format: str
    #: unique; of JSON, the keys of the first records, flattened to dotted names
    columns: tuple[str, ...]
    _read: Callable[[], Iterator[SourceRecord | RowError]] = field(repr=False)
    #: column → the wording of its question, where the file has one
    labels: Mapping[str, str] = field(default_factory=dict)
    #: column → the id that the exporting system knows it by (Qualtrics: "QID2_TEXT"), where the file has one
    native_ids: Mapping[str, str] = field(default_factory=dict)
    #: column → IANA name of the zone of its dates, where the file says it (Qualtrics)
    zones: Mapping[str, str] = field(default_factory=dict)
    #: those of `columns` that cells were unpacked into: which ones there are depends on the rows
    unpacked: frozenset[str] = frozenset()
    #: the preset that recognised it
    preset: Preset | None = None

    @property
    def header_fingerprint(self) -> str:
        """The same for files with the same columns of their own. JSON's have no order, so it does not count."""
        own = [c for c in self.columns if c not in self.unpacked and not isinstance(c, DerivedColumn)]
        ordered = sorted(own) if "json" in self.format else own
        return hashlib.sha256("\x1f".join(ordered).encode()).hexdigest()[:32]

    def records(self) -> Iterator[SourceRecord | RowError]:
        """All rows from the top, streaming, always in the same order.

        Every record has a cell for each of `columns`; one of JSON may have more. Raises FileError where the file
        as a whole stops being readable.
        """
        return self._read()

    def preview(self, n: int = 20) -> list[SourceRecord]:
        """The first `n` rows that can be read."""
        return list(islice((row for row in self.records() if isinstance(row, SourceRecord)), n))

    def head(self, rows: int) -> SourceFile:
        """The same file, as if it ended after this many rows."""
        return replace(self, _read=lambda: islice(self.records(), rows))
