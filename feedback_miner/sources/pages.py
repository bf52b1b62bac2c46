"""Pages of a feed as if they were a file: their objects become records like those of a JSON document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from feedback_miner.domain import RowError, SourceRecord
from feedback_miner.sources.file import SourceFile
from feedback_miner.sources.flatten import to_record
from feedback_miner.sources.preset import read_by, shipped_presets


def page_file(name: str, preset: str, messages: Sequence[Mapping[str, Any]]) -> SourceFile:
    """The objects as a file of the format "json" that the preset of this name reads, in their order."""
    columns: dict[str, None] = {}
    for record in _records(messages, ()):
        if isinstance(record, SourceRecord):
            columns |= dict.fromkeys(record.cells)
    known = tuple(columns)
    file = SourceFile(name=name, format="json", columns=known, _read=lambda: _records(messages, known))
    return read_by(next(p for p in shipped_presets() if p.name == preset), file)


def preset_names() -> tuple[str, ...]:
    """The presets that can be named for a page."""
    return tuple(preset.name for preset in shipped_presets())


def _records(
    messages: Sequence[Mapping[str, Any]], columns: Sequence[str]
) -> Iterator[SourceRecord | RowError]:
    return (to_record(number, message, columns) for number, message in enumerate(messages, start=1))
