"""Scoring on several machines at once, with Ray Data: Parquet files out, Parquet files in."""

import os

# It is read as Ray is imported.
os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")

from feedback_miner.bulk.engine import RayEngine
from feedback_miner.bulk.folders import private_folder

__all__ = ["RayEngine", "private_folder"]
