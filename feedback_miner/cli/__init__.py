"""`feedback-miner …`: the command line. Every command has `--json`; errors are one sentence and an exit status."""

from feedback_miner.cli.main import main

__all__ = ["main"]
