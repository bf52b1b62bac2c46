"""What a new model is asked of stored versions, and its answers on their way beside the old ones."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from sqlalchemy import ColumnElement, Connection, select

from feedback_miner.domain import LabelPolicy, RescoredVersion, ScorableMessage, ScorableVersion
from feedback_miner.storage.bulk import among, insert_rows
from feedback_miner.storage.ledger import STATEMENT, VERSION, Ledger
from feedback_miner.storage.rows import Values, model_label_values, rounded, scores_to_json
from feedback_miner.storage.staging import RESCORED, Staging


def scorable(
    connection: Connection, where: ColumnElement[bool], *, limit: int | None = None
) -> tuple[ScorableVersion, ...]:
    """Versions as a scorer sees them."""
    columns = (VERSION.c.id, VERSION.c.text, VERSION.c.source, VERSION.c.channel, VERSION.c.spans)
    query = select(*columns).where(where).order_by(VERSION.c.id).limit(limit)
    return tuple(
        ScorableVersion(
            row.id,
            ScorableMessage(
                text=row.text,
                source=row.source,
                channel=row.channel,
                spans=tuple((start, end) for start, end in json.loads(row.spans)),
            ),
        )
        for row in connection.execute(query)
    )


#: (version id, number of the statement) → columns of what the new model says of it
Answers = Mapping[tuple[int, int], Values]


def answers(versions: Iterable[RescoredVersion], policy: LabelPolicy) -> Answers:
    """What is to be staged, worked out before anybody has to wait for it."""
    found: dict[tuple[int, int], Values] = {}
    for version in versions:
        for n, (scores, vector) in enumerate(zip(version.scores, version.vectors, strict=True)):
            said = rounded(scores)
            labels = model_label_values(said, policy)
            found[version.version_id, n] = {**labels, "scores": scores_to_json(said), "vector": vector}
    return found


def stage(ledger: Ledger, staging: Staging, said: Answers) -> None:
    """Writes scores beside those that count: of the versions that are still there, and are not staged yet."""
    connection = ledger.connection
    due = staging.due() & among(connection, VERSION.c.id, {version_id for version_id, _ in said})
    there = select(STATEMENT.c.version_id, STATEMENT.c.n)
    query = there.join_from(VERSION, STATEMENT, STATEMENT.c.version_id == VERSION.c.id).where(due)
    fixed = {"workspace": ledger.workspace, "labelling": staging.labelling}
    rows = [
        {**fixed, "version_id": version_id, "n": n, **said[version_id, n]}
        for version_id, n in connection.execute(query)
    ]
    insert_rows(connection, RESCORED, rows)
