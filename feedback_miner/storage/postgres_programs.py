"""`pg_dump` and `pg_restore`, as processes that bytes are streamed from and to."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO, Self, cast

from feedback_miner.errors import SetupError

_BLOCK = 1 << 20
#: How much of what a program says is shown.
_SAID = 300


@dataclass(frozen=True, slots=True)
class PostgresProgram:
    """One of the programs, on its way to one database.

    `target`: where the database is, as libpq reads it, without a password; `password`: it goes by the environment.
    """

    path: str
    target: str
    password: str | None

    @classmethod
    def find(cls, name: str, server: int, target: str, password: str | None) -> Self:
        """The first of that name on PATH. Raises SetupError where there is none that knows this server's version."""
        path = shutil.which(name)
        if path is None:
            raise SetupError(
                f"{name} is not there. Install the client programs of PostgreSQL {server} or newer"
                " (on Debian: apt-get install postgresql-client), and put them on PATH."
            )
        version = _version(path)
        if version < server:
            raise SetupError(
                f"{path} is of version {version}, and the server of version {server}. Install the client programs of"
                f" PostgreSQL {server} or newer, and put them first on PATH."
            )
        return cls(path, target, password)

    def write_to(self, target: BinaryIO, options: Sequence[str]) -> None:
        """Copies what the program writes. Raises SetupError with what it said where it failed."""
        with tempfile.TemporaryFile() as said:
            with self._start(options, stdout=subprocess.PIPE, stderr=said) as process:
                shutil.copyfileobj(cast("BinaryIO", process.stdout), target, _BLOCK)
            self._check(process.returncode, said)

    def read_from(self, source: BinaryIO, options: Sequence[str]) -> None:
        """Lets the program read this to its end. Raises SetupError with what it said where it failed."""
        with tempfile.TemporaryFile() as said:
            with (
                self._start(options, stdin=subprocess.PIPE, stderr=said) as process,
                suppress(BrokenPipeError),  # it ended early, and says why
                cast("BinaryIO", process.stdin) as its,
            ):
                shutil.copyfileobj(source, its, _BLOCK)
            self._check(process.returncode, said)

    def _start(self, options: Sequence[str], **streams: object) -> subprocess.Popen[bytes]:
        environment = dict(os.environ)
        if self.password is not None:
            environment["PGPASSWORD"] = self.password
        command = [self.path, "--no-password", *options, f"--dbname={self.target}"]
        return subprocess.Popen(command, env=environment, **streams)  # type: ignore[call-overload, no-any-return] # noqa: S603 - no shell

    def _check(self, status: int, said: BinaryIO) -> None:
        if status:
            said.seek(0)
            raise SetupError(f"{self.path} failed: {_first_error(said.read().decode(errors='replace'))}.")


def _version(path: str) -> int:
    told = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    found = re.search(r"\(PostgreSQL\) (\d+)", told)
    if found is None:
        raise SetupError(f"{path} does not tell its version: is it that of PostgreSQL?")
    return int(found[1])


def _first_error(said: str) -> str:
    """Its first line that tells of an error. Those below it may quote rows."""
    lines = (
        [line for line in said.splitlines() if "error:" in line] or said.splitlines() or ["no reason given"]
    )
    return lines[0].partition("error:")[2].strip()[:_SAID] or lines[0].strip()[:_SAID]
