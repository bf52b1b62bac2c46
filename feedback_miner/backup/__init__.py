"""Backup and restore: one file that holds all that a service cannot make anew. Enter by `Backups`."""

from feedback_miner.backup.backups import Backups
from feedback_miner.backup.manifest import Manifest

__all__ = ["Backups", "Manifest"]
