"""Work that survives: imports say how far they are, re-scorings build cells beside the others, workers are known.

Cells are keyed by `labelling` instead of the label policy: a workspace's number of the cells that count, so that those
of another model can stand beside them. On PostgreSQL, text is compared by its bytes, as SQLite does: it is faster, and
neither the order of lists nor an index depends on the server's locale. The text of messages keeps the locale, by whose
rules capitals are told from small letters when somebody looks for a word.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from feedback_miner.storage.migrations.columns import (
    BIG,
    FLAG,
    REAL,
    ROW,
    TEXT,
    WHOLE,
    key,
    optional,
    refers,
    required,
)

revision = "0002"
down_revision = "0001"

CELLS = ("cell", "customer_cell", "metric_cell", "judged_cell", "coverage_cell")
#: Tables with text when there were no steps yet.
WITH_TEXT = (
    *("workspace", "api_key", "ticket", "note"),
    *("import", "import_chunk", "import_row", "rejected_row", "remembered_mapping"),
    *("customer", "tombstone", "item", "item_version", "item_segment", "statement", "correction"),
    *("segment", "segment_value", *CELLS),
    *("feed", "feed_rest", "feed_file", "feed_day", "delivery", "event"),
)
WORKSPACE = sa.table("workspace", sa.column("id"), sa.column("policy"), sa.column("labelling"))


def upgrade() -> None:
    """To this schema."""
    _compare_by("C")
    op.add_column("workspace", sa.Column("labelling", WHOLE, nullable=False, server_default="1"))
    for name in CELLS:
        _rekey(name, "policy", sa.Column("labelling", WHOLE, nullable=False))
    _widen_imports()
    _create_tables()
    op.create_index("item_version_model", "item_version", ["workspace", "kind", "model", "id"])
    op.execute("UPDATE schema_version SET version = 3 WHERE version = 2")


def downgrade() -> None:
    """Back to the schema before. Re-scorings are given up; imports that were stopped, or half undone, have failed."""
    op.execute("UPDATE schema_version SET version = 2 WHERE version = 3")
    op.drop_index("item_version_model", "item_version")
    for name in ("worker_slot", "rescored_statement", "rescore_chunk", "rescore"):
        op.drop_table(name)
    op.execute("UPDATE import SET state = 'failed' WHERE state IN ('cancelled', 'undoing')")
    for column in ("started_at", "chunk_rows", "attempt", "retries", "trouble"):
        op.drop_column("import", column)
    for column in ("rows", "written_at"):
        op.drop_column("import_chunk", column)
    for name in CELLS:
        _rekey(name, "labelling", sa.Column("policy", TEXT, nullable=False))
    op.drop_column("workspace", "labelling")
    _compare_by("default")


def _compare_by(collation: str) -> None:
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    inspected = sa.inspect(connection)
    for table in WITH_TEXT:
        texts = [
            column["name"]
            for column in inspected.get_columns(table)
            if isinstance(column["type"], sa.String) and (table, column["name"]) != ("item_version", "text")
        ]
        changes = ", ".join(f'ALTER COLUMN "{name}" TYPE VARCHAR COLLATE "{collation}"' for name in texts)
        op.execute(f'ALTER TABLE "{table}" {changes}')


def _rekey(name: str, before: str, after: sa.Column[Any]) -> None:
    """Keeps the cells that count, by another column of their workspace."""
    old = sa.Table(name, sa.MetaData(), autoload_with=op.get_bind())
    names = [after.name if column.name == before else column.name for column in old.columns]
    key = [after.name if column.name == before else column.name for column in old.primary_key.columns]
    columns = [
        after if column.name == before else sa.Column(column.name, column.type, nullable=False)
        for column in old.columns
    ]
    new = op.create_table(f"new_{name}", *columns, sa.PrimaryKeyConstraint(*key), sqlite_with_rowid=False)
    counts = sa.and_(WORKSPACE.c.id == old.c.workspace, WORKSPACE.c[before] == old.c[before])
    values = [WORKSPACE.c[after.name] if column.name == before else column for column in old.columns]
    op.execute(sa.insert(new).from_select(names, sa.select(*values).join_from(old, WORKSPACE, counts)))
    op.drop_table(name)
    op.rename_table(f"new_{name}", name)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f'ALTER INDEX "new_{name}_pkey" RENAME TO "{name}_pkey"')


def _widen_imports() -> None:
    op.add_column("import", sa.Column("started_at", BIG))
    op.add_column("import", sa.Column("chunk_rows", WHOLE))
    op.add_column("import", sa.Column("attempt", WHOLE, nullable=False, server_default="0"))
    op.add_column("import", sa.Column("retries", WHOLE, nullable=False, server_default="0"))
    op.add_column("import", sa.Column("trouble", TEXT))
    op.add_column("import_chunk", sa.Column("rows", WHOLE, nullable=False, server_default="0"))
    op.add_column("import_chunk", sa.Column("written_at", BIG))
    # What goes on must be cut into chunks as it was begun.
    op.execute(
        "UPDATE import SET chunk_rows = read / chunks.written FROM "
        "(SELECT workspace, import_id, count(*) AS written FROM import_chunk GROUP BY workspace, import_id) AS chunks "
        "WHERE import.workspace = chunks.workspace AND import.id = chunks.import_id "
        "AND import.state = 'running' AND import.read > 0"
    )


def _create_tables() -> None:
    op.create_table(
        "worker_slot",
        *required(TEXT, "slot host"),
        *required(WHOLE, "pid"),
        *required(TEXT, "version"),
        *required(BIG, "started_at seen_at"),
        key("slot"),
    )
    op.create_table(
        "rescore",
        *required(TEXT, "workspace id model state"),
        *required(WHOLE, "labelling replaces"),
        *required(ROW, "first_item last_item last_version"),
        *required(WHOLE, "chunk_items chunks_done items_total items_done"),
        *required(BIG, "created_at"),
        *optional(BIG, "finished_at"),
        *optional(TEXT, "error"),
        *required(WHOLE, "retries"),
        *optional(TEXT, "trouble"),
        *required(FLAG, "swept"),
        key("workspace id"),
        refers("workspace", "workspace.id"),
    )
    op.create_index("rescore_newest", "rescore", ["workspace", "created_at", "id"])
    op.create_table(
        "rescore_chunk",
        *required(TEXT, "workspace rescore_id"),
        *required(WHOLE, "chunk items"),
        *required(BIG, "written_at"),
        key("workspace rescore_id chunk"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "rescored_statement",
        *required(TEXT, "workspace"),
        *required(WHOLE, "labelling"),
        *required(ROW, "version_id"),
        *required(WHOLE, "n"),
        *required(TEXT, "model_stage model_touchpoint"),
        *required(WHOLE, "model_sentiment"),
        *required(TEXT, "model_emotions"),
        *required(REAL, "stage_confidence touchpoint_confidence"),
        *required(TEXT, "scores"),
        key("workspace labelling version_id n"),
    )
