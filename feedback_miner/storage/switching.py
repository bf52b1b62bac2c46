"""The moment at which a new model's scores become those that count: every statement, its version, and the cells."""

from __future__ import annotations

from sqlalchemy import Connection, and_, case, delete, literal, null, select, update

from feedback_miner.storage.engine import upsert
from feedback_miner.storage.ledger import STATEMENT, VERSION, WORKSPACE, Ledger, count_up
from feedback_miner.storage.staging import RESCORED, Staging
from feedback_miner.storage.versions import STATEMENT_VECTOR

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
    # What it is about is told in other vectors now: it is to be grouped anew.
    group = case((RESCORED.c.vector.is_(None), literal(0)), else_=null())
    rescored = update(STATEMENT).where(staging.staged(), *same)
    connection.execute(rescored.values(**said, **counts, theme_id=group))
    _replace_vectors(connection, staging)
    versions = select(RESCORED.c.version_id).where(staging.staged())
    connection.execute(update(VERSION).where(VERSION.c.id.in_(versions)).values(model=staging.model))
    workspace = update(WORKSPACE).where(WORKSPACE.c.id == ledger.workspace)
    connection.execute(workspace.values(labelling=staging.labelling))
    count_up(connection, ledger.workspace)


def _replace_vectors(connection: Connection, staging: Staging) -> None:
    same = and_(RESCORED.c.version_id == STATEMENT.c.version_id, RESCORED.c.n == STATEMENT.c.n)
    silent = select(STATEMENT.c.id).join_from(RESCORED, STATEMENT, same)
    silent = silent.where(staging.staged(), RESCORED.c.vector.is_(None))
    connection.execute(delete(STATEMENT_VECTOR).where(STATEMENT_VECTOR.c.statement_id.in_(silent)))
    speaking = select(STATEMENT.c.id, STATEMENT.c.workspace, RESCORED.c.vector).join_from(
        RESCORED, STATEMENT, same
    )
    names = ["statement_id", "workspace", "vector"]
    new = upsert(connection, STATEMENT_VECTOR).from_select(
        names, speaking.where(staging.staged(), RESCORED.c.vector.is_not(None))
    )
    connection.execute(
        new.on_conflict_do_update(index_elements=["statement_id"], set_={"vector": new.excluded.vector})
    )
