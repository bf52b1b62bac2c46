"""How people and programs are told: a file for each way. What is told was put into words before it came here."""

from feedback_miner.notices.notifier import KnownNotifier

__all__ = ["KnownNotifier"]
