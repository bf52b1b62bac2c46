"""What to mend first: what statements are about, the themes that they form, and what a team writes down.

Statements from before have no vector, and so are in no group; a re-scoring brings both.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from feedback_miner.storage.migrations.columns import BYTES, ROW, TEXT, WHOLE, key, optional, refers, required

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """To this schema."""
    op.add_column("statement", sa.Column("theme_id", ROW, server_default="0"))
    op.create_index(
        "statement_theme", "statement", ["workspace", "current", "theme_id", "day", "occurred_at", "id"]
    )
    op.add_column("rescored_statement", sa.Column("vector", BYTES))
    op.create_table(
        "statement_vector",
        *required(ROW, "statement_id"),
        *required(TEXT, "workspace"),
        *required(BYTES, "vector"),
        key("statement_id"),
        refers("statement_id", "statement.id"),
    )
    op.create_table(
        "theme",
        *required(ROW, "id"),
        *required(TEXT, "workspace tone stage touchpoint name"),
        *required(BYTES, "centre"),
        *required(TEXT, "model"),
        *required(WHOLE, "born_on"),
        *optional(ROW, "merged_into"),
        key("id"),
        refers("workspace", "workspace.id"),
        sqlite_autoincrement=True,
    )
    op.create_index("theme_workspace", "theme", ["workspace", "id"])
    op.create_table(
        "team_record",
        *required(TEXT, "workspace kind id body"),
        key("workspace kind id"),
        refers("workspace", "workspace.id"),
    )
    op.execute("UPDATE schema_version SET version = 4 WHERE version = 3")


def downgrade() -> None:
    """Back to the schema before. Themes, alerts and what the team wrote down are given up."""
    op.execute("UPDATE schema_version SET version = 3 WHERE version = 4")
    # Programs from before know no such events, and would show none at all.
    op.execute("DELETE FROM event WHERE kind IN ('alert.began', 'alert.ended')")
    for name in ("team_record", "theme", "statement_vector"):
        op.drop_table(name)
    op.drop_column("rescored_statement", "vector")
    op.drop_index("statement_theme", "statement")
    op.drop_column("statement", "theme_id")
