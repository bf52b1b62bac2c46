"""What makes two rows of a file the same message."""

from __future__ import annotations

import hashlib

from feedback_miner.domain import ColumnMapping, DateOrder, SourceRecord
from feedback_miner.sources.dates import parse_when
from feedback_miner.sources.file import DerivedColumn


def identity_key(record: SourceRecord, mapping: ColumnMapping) -> str:
    """The row's own id where it has one; else "row:" and the SHA-256 of its cells, names included.

    What does not count: empty cells, so that a column that a later export adds leaves old rows what they were; when
    the message was answered and solved, which a later export knows; cells that follow from others.
    """
    own = record.cells.get(mapping.id, "").strip() if mapping.id else ""
    if own:
        return own
    digest = hashlib.sha256()
    later = (mapping.first_reply_at, mapping.solved_at)
    for column, cell in record.cells.items():
        if cell and column not in later and not isinstance(column, DerivedColumn):
            digest.update(f"{len(column)}:{column}={len(cell)}:{cell};".encode("utf-8", "replace"))
    return f"row:{digest.hexdigest()}"


def is_usable(record: SourceRecord, mapping: ColumnMapping) -> bool:
    """Whether a row says something, in words or as a score, on a day that can be read in one order or another.

    Of rows with one id only usable ones stand for one another.
    """
    columns = [column for column in (*mapping.text, mapping.rating, mapping.nps, mapping.csat) if column]
    if columns and not any(record.cells.get(column, "").strip() for column in columns):
        return False
    if mapping.date is None:
        return True
    cell = record.cells.get(mapping.date, "")
    # The day first reads most dates, so that hardly any is tried again; what can be read without an order, it reads.
    likeliest = mapping.date_order or DateOrder.DAY_FIRST
    return parse_when(cell, likeliest) is not None or any(parse_when(cell, order) for order in DateOrder)


def key_hash(key: str) -> int:
    """64 bits of a key: two of a million rows share one by chance in 1 of 36 million files."""
    return int.from_bytes(hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=8).digest(), "big")
