"""The schema as it was released before there were steps.

A database of that time has all of it, or all but the tables that came with a later release: what is there stays.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from feedback_miner.storage.migrations.columns import (
    BIG,
    FLAG,
    REAL,
    ROW,
    WHOLE,
    key,
    once,
    optional,
    refers,
    required,
)

revision = "0001"
down_revision = None

#: By the rules of the server's locale: it was so at first.
TEXT = sa.String()


def upgrade() -> None:
    """To this schema."""
    _workspaces()
    _imports()
    _items()
    _cells()
    _feeds()
    op.execute(
        "INSERT INTO schema_version (version, compaction_due) "
        "SELECT 2, FALSE WHERE NOT EXISTS (SELECT 1 FROM schema_version)"
    )


def downgrade() -> None:
    """To an empty database: what refers to others goes before them."""
    for tables in (
        "event delivery feed_day feed_file feed_rest feed",
        "coverage_cell judged_cell metric_cell customer_cell cell",
        "segment_value segment correction statement item_segment item_version item tombstone customer",
        "remembered_mapping rejected_row import_row import_chunk import",
        "note ticket api_key workspace compaction schema_version",
    ):
        for table in tables.split():
            op.drop_table(table)


def _workspaces() -> None:
    """Workspaces, keys, sign-in, notes, and what is kept once a database."""
    _table(
        "schema_version",
        *required(WHOLE, "version"),
        *required(FLAG, "compaction_due"),
        key("version"),
    )
    _table("compaction", *required(WHOLE, "id"), *required(BIG, "due_at"), key("id"))
    _table(
        "workspace",
        *required(TEXT, "id name time_zone"),
        *required(BIG, "revision"),
        *required(TEXT, "policy"),
        key("id"),
    )
    _table(
        "api_key",
        *required(TEXT, "workspace id name scope digest"),
        *required(BIG, "created_at"),
        *optional(BIG, "revoked_at"),
        key("workspace id"),
        once("digest"),
        refers("workspace", "workspace.id"),
    )
    _table(
        "ticket",
        *required(TEXT, "digest kind workspace scope key_id"),
        *required(BIG, "expires_at"),
        key("digest"),
        refers("workspace", "workspace.id"),
    )
    _table(
        "note",
        *required(TEXT, "workspace name value"),
        key("workspace name"),
        refers("workspace", "workspace.id"),
    )


def _imports() -> None:
    """Imports and what they leave behind."""
    _table(
        "import",
        *required(TEXT, "workspace id file state"),
        *required(BIG, "created_at"),
        *optional(BIG, "finished_at"),
        *optional(WHOLE, "rows_total"),
        *optional(TEXT, "connection source guess mapping error"),
        *required(WHOLE, "read added updated unchanged merged skipped rejected not_scored statements"),
        key("workspace id"),
        refers("workspace", "workspace.id"),
    )
    _index("import_newest", "import", "workspace created_at id")
    _index("import_state", "import", "state")
    _table(
        "import_chunk",
        *required(TEXT, "workspace import_id"),
        *required(WHOLE, "chunk"),
        key("workspace import_id chunk"),
        sqlite_with_rowid=False,
    )
    _table(
        "import_row",
        *required(TEXT, "workspace import_id"),
        *required(ROW, "item_id version_id"),
        *required(WHOLE, "row"),
        *required(TEXT, "file"),
        key("workspace import_id item_id"),
        sqlite_with_rowid=False,
    )
    _index("import_row_order", "import_row", "workspace import_id file row item_id")
    _index("import_row_version", "import_row", "version_id")
    _table(
        "rejected_row",
        *required(ROW, "id"),
        *required(TEXT, "workspace import_id"),
        *required(WHOLE, "row"),
        *required(TEXT, "reason cells"),
        key("id"),
        sqlite_autoincrement=True,
    )
    _index("rejected_row_order", "rejected_row", "workspace import_id row id")
    _table(
        "remembered_mapping",
        *required(TEXT, "workspace header mapping source"),
        key("workspace header"),
        refers("workspace", "workspace.id"),
    )


def _items() -> None:
    """Messages, their versions and statements, and what people say of them."""
    _table(
        "customer",
        *required(ROW, "id"),
        *required(TEXT, "workspace pseudonym"),
        key("id"),
        once("workspace pseudonym"),
        refers("workspace", "workspace.id"),
        sqlite_autoincrement=True,
    )
    _table(
        "tombstone",
        *required(TEXT, "workspace pseudonym"),
        *required(BIG, "at"),
        key("workspace pseudonym"),
        refers("workspace", "workspace.id"),
    )
    _table(
        "item",
        *required(ROW, "id"),
        *required(TEXT, "workspace connection external_id"),
        *optional(ROW, "version_id"),
        key("id"),
        once("workspace connection external_id"),
        refers("workspace", "workspace.id"),
        sqlite_autoincrement=True,
    )
    _table(
        "item_version",
        *required(ROW, "id"),
        *required(TEXT, "workspace"),
        *required(ROW, "item_id"),
        *required(TEXT, "import_id"),
        *required(FLAG, "current"),
        *required(WHOLE, "day"),
        *required(BIG, "occurred_at"),
        *required(TEXT, "source channel kind"),
        *optional(ROW, "customer_id"),
        *optional(REAL, "rating"),
        *optional(WHOLE, "nps"),
        *optional(REAL, "csat"),
        *optional(BIG, "first_reply_seconds solved_seconds"),
        *required(TEXT, "content_hash model author_role language file"),
        *required(WHOLE, "row"),
        *optional(TEXT, "url thread"),
        *required(TEXT, "segments spans text"),
        key("id"),
        refers("customer_id", "customer.id"),
        refers("item_id", "item.id"),
        sqlite_autoincrement=True,
    )
    _index("item_version_customer", "item_version", "customer_id")
    _index("item_version_day", "item_version", "workspace current day source channel")
    _index("item_version_import", "item_version", "workspace import_id")
    _index("item_version_item", "item_version", "item_id")
    _table(
        "item_segment",
        *required(ROW, "version_id"),
        *required(TEXT, "name workspace value bucket"),
        key("version_id name"),
        refers("version_id", "item_version.id"),
        sqlite_with_rowid=False,
    )
    _index("item_segment_value", "item_segment", "workspace name value")
    _table(
        "statement",
        *required(ROW, "id"),
        *required(TEXT, "workspace"),
        *required(ROW, "item_id version_id"),
        *required(FLAG, "current"),
        *required(WHOLE, "day"),
        *required(BIG, "occurred_at"),
        *required(TEXT, "source channel"),
        *required(ROW, "customer"),
        *required(TEXT, "stage touchpoint"),
        *required(WHOLE, "sentiment"),
        *required(TEXT, "emotions"),
        *required(FLAG, "corrected"),
        *required(WHOLE, "n span_start span_end words"),
        *required(TEXT, "text_hash"),
        *required(WHOLE, "occurrence"),
        *required(TEXT, "model_stage model_touchpoint"),
        *required(WHOLE, "model_sentiment"),
        *required(TEXT, "model_emotions"),
        *required(REAL, "stage_confidence touchpoint_confidence"),
        *required(TEXT, "scores"),
        key("id"),
        refers("item_id", "item.id"),
        refers("version_id", "item_version.id"),
        sqlite_autoincrement=True,
    )
    _index("statement_item", "statement", "item_id")
    _index("statement_newest", "statement", "workspace current day occurred_at id")
    _index("statement_stage", "statement", "workspace current stage day occurred_at id")
    _index("statement_version", "statement", "version_id n")
    _table(
        "correction",
        *required(ROW, "item_id"),
        *required(TEXT, "text_hash"),
        *required(WHOLE, "occurrence"),
        *required(TEXT, "workspace stage touchpoint"),
        *required(WHOLE, "sentiment"),
        *required(TEXT, "emotions"),
        *optional(ROW, "customer_id"),
        *required(TEXT, "by"),
        *required(BIG, "at"),
        key("item_id text_hash occurrence"),
        refers("customer_id", "customer.id"),
        refers("item_id", "item.id"),
    )
    _index("correction_customer", "correction", "customer_id")
    _table(
        "segment",
        *required(TEXT, "workspace name"),
        key("workspace name"),
        refers("workspace", "workspace.id"),
    )
    _table(
        "segment_value",
        *required(TEXT, "workspace name value"),
        key("workspace name value"),
        refers("workspace", "workspace.id"),
    )


def _cells() -> None:
    """Pre-aggregated sums."""
    _table(
        "cell",
        *required(TEXT, "workspace policy segment value"),
        *required(WHOLE, "day"),
        *required(TEXT, "source channel stage touchpoint"),
        *required(WHOLE, "statements"),
        *required(BIG, "sentiment_sum sentiment_squares"),
        *required(WHOLE, "curiosity hope excitement trust satisfaction joy gratitude relief surprise"),
        *required(
            WHOLE, "confusion skepticism anxiety frustration anger disappointment regret sadness neutral"
        ),
        key("workspace policy segment value day source channel stage touchpoint"),
        sqlite_with_rowid=False,
    )
    _table(
        "customer_cell",
        *required(TEXT, "workspace policy segment value"),
        *required(WHOLE, "day"),
        *required(TEXT, "source channel stage touchpoint"),
        *required(ROW, "customer"),
        *required(WHOLE, "statements"),
        *required(BIG, "sentiment_sum"),
        key("workspace policy segment value day source channel stage touchpoint customer"),
        sqlite_with_rowid=False,
    )
    _table(
        "metric_cell",
        *required(TEXT, "workspace policy segment value"),
        *required(WHOLE, "day"),
        *required(TEXT, "source channel stage touchpoint"),
        *required(WHOLE, "items nps_answers promoters detractors csat_answers"),
        *required(BIG, "csat_sum"),
        *required(WHOLE, "rating_answers"),
        *required(BIG, "rating_sum"),
        key("workspace policy segment value day source channel stage touchpoint"),
        sqlite_with_rowid=False,
    )
    _table(
        "judged_cell",
        *required(TEXT, "workspace policy segment value"),
        *required(WHOLE, "day"),
        *required(TEXT, "source channel judge stage"),
        *required(WHOLE, "statements"),
        *required(BIG, "sentiment_sum"),
        key("workspace policy segment value day source channel judge stage"),
        sqlite_with_rowid=False,
    )
    _table(
        "coverage_cell",
        *required(TEXT, "workspace policy segment value"),
        *required(WHOLE, "day"),
        *required(TEXT, "source channel"),
        *required(WHOLE, "items scored unscored other_language rating_only not_customer"),
        *required(WHOLE, "statements statements_no_stage"),
        key("workspace policy segment value day source channel"),
        sqlite_with_rowid=False,
    )


def _feeds() -> None:
    """Places that messages are pulled from."""
    _table(
        "feed",
        *required(TEXT, "workspace name kind options schedule time_zone"),
        *required(BIG, "created_at"),
        *optional(BIG, "since"),
        *required(FLAG, "paused"),
        *optional(TEXT, "cursor"),
        *optional(BIG, "pulled_at due_at"),
        *required(WHOLE, "failures"),
        *optional(TEXT, "error holder"),
        *optional(BIG, "held_until"),
        key("workspace name"),
        refers("workspace", "workspace.id"),
    )
    _table(
        "feed_rest",
        *required(TEXT, "workspace feed"),
        *required(BIG, "until"),
        key("workspace feed"),
        refers("workspace", "workspace.id"),
    )
    _table(
        "feed_file",
        *required(TEXT, "workspace feed name mark"),
        *optional(TEXT, "import_id"),
        key("workspace feed name"),
        refers("workspace", "workspace.id"),
    )
    _table(
        "feed_day",
        *required(TEXT, "workspace feed"),
        *required(WHOLE, "day"),
        *required(TEXT, "left_out"),
        *required(WHOLE, "deleted"),
        key("workspace feed day"),
        refers("workspace", "workspace.id"),
    )
    _table(
        "delivery",
        *required(TEXT, "workspace feed digest"),
        *required(BIG, "expires_at"),
        key("workspace feed digest"),
        refers("workspace", "workspace.id"),
    )
    _table(
        "event",
        *required(ROW, "id"),
        *required(TEXT, "workspace"),
        *required(BIG, "at"),
        *required(TEXT, "kind subject message"),
        key("id"),
        refers("workspace", "workspace.id"),
        sqlite_autoincrement=True,
    )
    _index("event_newest", "event", "workspace id")


def _table(name: str, *parts: SchemaItem, **options: bool) -> None:
    op.create_table(name, *parts, **options, if_not_exists=True)


def _index(name: str, table: str, columns: str) -> None:
    op.create_index(name, table, columns.split(), if_not_exists=True)
