"""A PostgreSQL that is torn down and started again under those who use it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine

from tests.postgres import own_server

#: What was committed must survive the server's processes; it need not survive a power cut.
_SETTINGS = "fsync=off\nmax_connections=200\n"


class RestartedPostgres:
    """A server whose processes are stopped as by a crash."""

    def __init__(self, url: str) -> None:
        self.url = url
        engine = create_engine(url)
        with engine.connect() as connection:
            self._data = Path(connection.exec_driver_sql("SHOW data_directory").scalar_one())
            where = "SELECT setting FROM pg_config WHERE name = 'BINDIR'"
            self._program = Path(connection.exec_driver_sql(where).scalar_one()) / "pg_ctl"
        engine.dispose()

    def restart(self) -> None:
        """Every connection is cut; what was not committed is gone."""
        self._control("restart")

    def stop(self) -> None:
        """For good."""
        self._control("stop")

    def _control(self, action: str) -> None:
        command = [str(self._program), action, "-w", "-m", "immediate", "-D", str(self._data)]
        log = ["-l", str(self._data / "log")] if action == "restart" else []
        # The server refuses to run as root: it runs as whoever has its data.
        owner = self._data.stat()
        subprocess.run(
            [*command, *log],
            check=True,
            user=owner.st_uid,
            group=owner.st_gid,
            cwd=self._data,
            stdout=subprocess.DEVNULL,
            timeout=60,
        )


@contextmanager
def restarted_postgres() -> Iterator[RestartedPostgres]:
    """One that runs as long as the block."""
    with own_server(_SETTINGS) as url:
        server = RestartedPostgres(url)
        try:
            yield server
        finally:
            server.stop()
