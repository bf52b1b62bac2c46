"""The schema's versions: Alembic's steps, taken one process at a time when a store is opened."""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from sqlalchemy import Connection, column, inspect, select, table

from feedback_miner.errors import SetupError
from feedback_miner.storage.engine import Database
from feedback_miner.storage.tables import METADATA

if TYPE_CHECKING:
    # Importing it takes longer than opening a store that lacks no step.
    from alembic.config import Config

#: The last step.
HEAD = "0003"

#: Names the step that the database stands at; the job engine may have a table of Alembic's usual name.
VERSION_TABLE = "schema_revision"

_STANDS = table(VERSION_TABLE, column("version_num"))

#: Alembic keeps what it is at in the module: one thread at a time.
_ALEMBIC = Lock()


def upgrade(database: Database) -> None:
    """Takes the steps that this database lacks, all in one transaction; an empty one gets the whole schema.

    Raises SetupError where a newer program has been here, and Busy where another process takes steps for long.
    """
    with database.read() as connection:
        if _stands_at(connection) == HEAD:
            return
    with database.migrate() as connection, _ALEMBIC:
        from alembic import command

        _refuse_newer(connection)
        command.upgrade(_config(connection), "head")


def downgrade(database: Database, revision: str) -> None:
    """Goes back to a step, "base" being before the first."""
    with database.migrate() as connection, _ALEMBIC:
        from alembic import command

        command.downgrade(_config(connection), revision)


def is_ours(_item: object, name: str | None, kind: str, _reflected: bool, _known: object) -> bool:  # noqa: FBT001
    """Whether Alembic may look at something: in the same database there are tables of the job engine."""
    return kind != "table" or name in METADATA.tables


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    # A percent sign would begin a substitution.
    folder = str(Path(__file__).parent / "migrations").replace("%", "%%")
    config.set_main_option("script_location", folder)
    return config


def _stands_at(connection: Connection) -> str | None:
    """The step that a database stands at; None where it is empty, or older than the first."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found: str | None = connection.execute(select(_STANDS.c.version_num)).scalar_one_or_none()
    return found


def _refuse_newer(connection: Connection) -> None:
    """Looked at under the lock: another process may have been here meanwhile."""
    from alembic.script import ScriptDirectory

    steps = ScriptDirectory.from_config(_config(connection)).walk_revisions()
    found = _stands_at(connection)
    if found is not None and found not in {step.revision for step in steps}:
        raise SetupError(
            f"the database has schema {found}, and this program knows {HEAD}; use the matching version"
        )
