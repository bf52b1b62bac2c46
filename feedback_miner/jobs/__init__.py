"""Background work that survives: durable workflows and schedules on DBOS, in the same database."""

from feedback_miner.jobs.insights import Insights
from feedback_miner.jobs.worker import Worker

__all__ = ["Insights", "Worker"]
