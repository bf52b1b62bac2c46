"""Another label policy: labels are made anew from the stored probabilities, and the cells from the labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlalchemy import bindparam, select, update

from feedback_miner.domain import LabelPolicy
from feedback_miner.storage.bulk import among
from feedback_miner.storage.contributions import Kind
from feedback_miner.storage.engine import Database
from feedback_miner.storage.ledger import BATCH, STATEMENT, VERSION, WORKSPACE, Ledger
from feedback_miner.storage.rescore_rows import cancel
from feedback_miner.storage.rows import Values, effective_values, model_label_values, scores_from_json


def relabel(database: Database, policy: LabelPolicy) -> Sequence[str]:
    """Brings every workspace to this policy, one transaction each; nothing is scored again.

    Thresholds hold for the probabilities of their own model: what another one scored keeps its labels until it is
    scored anew. A re-scoring that was under way staged labels by the policy before, and is cancelled.

    Returns the workspaces whose cells were made anew.
    """
    with database.read() as connection:
        behind = connection.scalars(
            select(WORKSPACE.c.id).where(WORKSPACE.c.policy != policy.version).order_by(WORKSPACE.c.id)
        ).all()
    counted = []
    for workspace in behind:
        with database.write() as connection:
            connection.execute(
                update(WORKSPACE).where(WORKSPACE.c.id == workspace).values(policy=policy.version)
            )
            ledger = Ledger.lock(connection, workspace, policy)
            if ledger.staging:
                cancel(connection, ledger.staging, error=f"labels are made by {policy.version} now")
                ledger = replace(ledger, staging=None)
            if _relabel_statements(ledger):
                ledger.refill()
                counted.append(workspace)
    return counted


def _relabel_statements(ledger: Ledger) -> bool:
    """Labels anew what the policy's model scored; False where that is nothing."""
    found = False
    for version_ids in _versions(ledger):
        found = True
        names = ("stage", "touchpoint", "sentiment", "emotions")
        columns = (
            STATEMENT.c.id,
            STATEMENT.c.scores,
            STATEMENT.c.corrected,
            *(STATEMENT.c[name] for name in names),
        )
        mine = among(ledger.connection, STATEMENT.c.version_id, version_ids)
        changed: list[Values] = []
        for row in ledger.connection.execute(select(*columns).where(mine)).mappings():
            model = model_label_values(scores_from_json(row["scores"]), ledger.policy)
            counts = effective_values(model, row if row["corrected"] else None)
            changed.append({"at_id": row["id"], **model, **counts})
        if changed:
            ledger.connection.execute(update(STATEMENT).where(STATEMENT.c.id == bindparam("at_id")), changed)
    return found


def _versions(ledger: Ledger) -> Iterator[Sequence[int]]:
    """Ids of what the policy's model scored, in portions."""
    mine = select(VERSION.c.id).where(
        VERSION.c.workspace == ledger.workspace, VERSION.c.kind == Kind.SCORED.value
    )
    if ledger.policy.model:
        mine = mine.where(VERSION.c.model == ledger.policy.model)
    last = 0
    while ids := ledger.connection.scalars(
        mine.where(VERSION.c.id > last).order_by(VERSION.c.id).limit(BATCH)
    ).all():
        yield ids
        last = ids[-1]
