"""The moment at which a new model's scores become those that count: every statement, its version, and the cells."""

from __future__ import annotations

from sqlalchemy import case, select, update

from feedback_miner.storage.ledger import STATEMENT, VERSION, WORKSPACE, Ledger, count_up
from feedback_miner.storage.staging import RESCORED, Staging

_MODEL = (
    "model_stage",
    "model_touchpoint",
    "model_sentiment",
    "model_emotions",
    "stage_confidence",
    "touchpoint_confidence",
    "scores",
)
_COUNTS = ("stage", "touchpoint", "sentiment", "emotions")


def switch(ledger: Ledger, staging: Staging) -> None:
    """Writes what is staged over what counted, in the ledger's transaction; people's corrections stay.

    The cells are there already: the map is read from others from now on.
    """
    connection = ledger.connection
    said = {name: RESCORED.c[name] for name in _MODEL}
    counts = {
        name: case((STATEMENT.c.corrected.is_(True), STATEMENT.c[name]), else_=RESCORED.c[f"model_{name}"])
        for name in _COUNTS
    }
    same = (RESCORED.c.version_id == STATEMENT.c.version_id, RESCORED.c.n == STATEMENT.c.n)
    connection.execute(update(STATEMENT).where(staging.staged(), *same).values(**said, **counts))
    versions = select(RESCORED.c.version_id).where(staging.staged())
    connection.execute(update(VERSION).where(VERSION.c.id.in_(versions)).values(model=staging.model))
    workspace = update(WORKSPACE).where(WORKSPACE.c.id == ledger.workspace)
    connection.execute(workspace.values(labelling=staging.labelling))
    count_up(connection, ledger.workspace)
