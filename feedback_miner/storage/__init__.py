"""The storage room: the only place that knows SQL. Enter by `open_store`."""

from feedback_miner.storage.store import SqlStore, open_store

__all__ = ["SqlStore", "open_store"]
