"""The private spool: uploads lie here (0600) until their import is complete."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from feedback_miner.errors import LimitExceeded, NotFound

#: Seconds after which a file that no import knows is nobody's: an upload of the largest size takes less.
LEFT_BEHIND = 3600


class FileSpool:
    """One file an import, in a folder that only this user can enter."""

    def __init__(self, folder: Path, *, max_bytes: int) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._folder = folder
        self._max_bytes = max_bytes

    def write(self, import_id: str, blocks: Iterable[bytes]) -> int:
        """Stores an upload; returns its size. Raises LimitExceeded, and then nothing is kept."""
        target, size = self._file(import_id), 0
        part = target.with_suffix(".part")
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                for block in blocks:
                    size += len(block)
                    if size > self._max_bytes:
                        raise LimitExceeded(
                            f"The file is larger than {self._max_bytes:,} bytes. Split it, or raise"
                            " FEEDBACK_MINER_MAX_UPLOAD."
                        )
                    file.write(block)
            part.rename(target)
        finally:
            part.unlink(missing_ok=True)
        return size

    def path(self, import_id: str) -> str:
        """Where it lies. Raises NotFound where it is gone."""
        target = self._file(import_id)
        if not target.exists():
            raise NotFound(
                "The upload is no longer there (uploads are kept for 24 hours). Import the file again."
            )
        return str(target)

    def remove(self, import_id: str) -> None:
        """Removes it; nothing happens where it is gone."""
        self._file(import_id).unlink(missing_ok=True)

    def keep(self, import_id: str) -> None:
        """Lets it lie for an hour from now; nothing happens where it is gone."""
        with suppress(FileNotFoundError):
            os.utime(self._file(import_id))

    def sweep(self, kept: frozenset[str]) -> int:
        """Removes what a killed process left behind: files of no import in `kept`, untouched for an hour."""
        before, removed = time.time() - LEFT_BEHIND, 0
        for path in self._folder.iterdir():
            with suppress(FileNotFoundError):  # it went meanwhile
                if path.stem not in kept and path.stat().st_mtime < before:
                    path.unlink()
                    removed += 1
        return removed

    def _file(self, import_id: str) -> Path:
        if not re.fullmatch(r"[a-z0-9_]+", import_id):
            raise NotFound("There is no such import.")
        return self._folder / f"{import_id}.upload"
