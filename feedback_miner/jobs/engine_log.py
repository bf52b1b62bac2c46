"""What the engine writes to the log: no tracebacks where the database is gone or busy, for that is no defect."""

from __future__ import annotations

import logging

from sqlalchemy.exc import OperationalError

from feedback_miner.errors import Busy


def keep_brief() -> None:
    """Of the engine's log only warnings and errors; each in a line where the database hinders it."""
    engine = logging.getLogger("dbos")
    engine.setLevel(logging.WARNING)
    engine.addFilter(_brief)


def _brief(record: logging.LogRecord) -> bool:
    why = _hindered_by(record)
    if why:
        what = record.getMessage().partition(":")[0].rstrip(". ")
        record.msg, record.args = f"{what}: {why}", ()
        record.exc_info = record.exc_text = None
    return True


def _hindered_by(record: logging.LogRecord) -> str | None:
    """How the database hinders the engine, if it does. Some of its errors come as texts."""
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, Busy):
        return error.message
    if isinstance(error, OperationalError) or OperationalError.__name__ in record.getMessage():
        return "the database does not answer"
    return None
