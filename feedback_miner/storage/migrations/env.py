"""How Alembic meets our tables. Run by `storage.schema`, or at a desk to write the next step:

alembic -x url=sqlite:////path/of/a/migrated.db revision --autogenerate --rev-id 0003 -m "what changes"
"""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection
from sqlmodel import AutoString

from feedback_miner.storage import store  # noqa: F401 - with it all tables are known
from feedback_miner.storage.engine import Database
from feedback_miner.storage.schema import VERSION_TABLE, is_ours
from feedback_miner.storage.tables import METADATA, Instant


def render_item(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Types as the database has them: a step must mean the same when our own types have changed."""
    if kind == "type" and isinstance(item, AutoString):
        return "sa.String()"
    if kind == "type" and isinstance(item, Instant):
        return "sa.BigInteger()"
    return False


def run(connection: Connection) -> None:
    """Takes the steps that are asked for, or compares, in the transaction that is open."""
    options: dict[str, Any] = {
        "target_metadata": METADATA,
        "version_table": VERSION_TABLE,
        "include_object": is_ours,
        "render_item": render_item,
        "render_as_batch": connection.dialect.name == "sqlite",
    }
    context.configure(connection=connection, **options)
    context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    database = Database(context.get_x_argument(as_dictionary=True)["url"])
    with database.migrate() as opened:
        run(opened)
    database.close()
