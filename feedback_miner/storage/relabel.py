"""Another label policy: labels are made anew from the stored probabilities, and the cells from the labels."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, select, update

from feedback_miner.domain import LabelPolicy
from feedback_miner.storage.engine import Database
from feedback_miner.storage.ledger import BATCH, STATEMENT, WORKSPACE, Ledger
from feedback_miner.storage.rows import Values, effective_values, model_label_values, scores_from_json


def relabel(database: Database, policy: LabelPolicy) -> Sequence[str]:
    """Brings every workspace to this policy, one transaction each; nothing is scored again.

    Returns the workspaces that were behind: their cells are made anew.
    """
    with database.read() as connection:
        behind = connection.scalars(
            select(WORKSPACE.c.id).where(WORKSPACE.c.policy != policy.version).order_by(WORKSPACE.c.id)
        ).all()
    for workspace in behind:
        with database.write() as connection:
            connection.execute(
                update(WORKSPACE).where(WORKSPACE.c.id == workspace).values(policy=policy.version)
            )
            ledger = Ledger.lock(connection, workspace, policy)
            _relabel_statements(ledger)
            ledger.refill()
    return behind


def _relabel_statements(ledger: Ledger) -> None:
    names = ("stage", "touchpoint", "sentiment", "emotions")
    columns = (
        STATEMENT.c.id,
        STATEMENT.c.scores,
        STATEMENT.c.corrected,
        *(STATEMENT.c[name] for name in names),
    )
    last = 0
    while True:
        query = select(*columns).where(STATEMENT.c.workspace == ledger.workspace, STATEMENT.c.id > last)
        rows = ledger.connection.execute(query.order_by(STATEMENT.c.id).limit(BATCH)).mappings().all()
        if not rows:
            return
        changed: list[Values] = []
        for row in rows:
            model = model_label_values(scores_from_json(row["scores"]), ledger.policy)
            counts = effective_values(model, row if row["corrected"] else None)
            changed.append({"at_id": row["id"], **model, **counts})
        ledger.connection.execute(update(STATEMENT).where(STATEMENT.c.id == bindparam("at_id")), changed)
        last = rows[-1]["id"]
