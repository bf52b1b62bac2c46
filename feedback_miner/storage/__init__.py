"""The storage room: the only place that knows SQL. Enter by `open_store`, and by `open_copies` for backups."""

from feedback_miner.storage.copies import Copies, open_copies
from feedback_miner.storage.schema import HEAD
from feedback_miner.storage.store import SqlStore, open_store

__all__ = ["HEAD", "Copies", "SqlStore", "open_copies", "open_store"]
