"""The uploads that open imports still need: they lie in the spool, not in the database."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self

from feedback_miner.backup.archive import Archive, ArchiveWriter
from feedback_miner.backup.manifest import is_upload

_BLOCK = 1 << 20
_SPOOL = "spool"
#: The most uploads that are held at a time: systems let a process have about a thousand files open.
HELD = 256


class OpenUploads:
    """Uploads held open, so that each can be read though its import ends meanwhile.

    Of many the oldest are held, for they end first. Where another one ends, its import is open in the copy and has no
    upload: when it is taken up again it says so, and asks for the file.
    """

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / _SPOOL
        self._held: dict[str, BinaryIO] = {}
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        for path in self._there()[:HELD]:
            with suppress(FileNotFoundError):  # its import ended just now
                self._held[path.name] = self._stack.enter_context(path.open("rb"))
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def add_to(self, archive: ArchiveWriter) -> None:
        """Adds them, with those that came since the block began."""
        for name, file in self._held.items():
            _add(archive, name, file)
        for path in self._there():
            if path.name not in self._held:
                with suppress(FileNotFoundError), path.open("rb") as file:
                    _add(archive, path.name, file)

    def _there(self) -> list[Path]:
        """Oldest first."""
        found: list[tuple[float, Path]] = []
        for path in self._folder.glob("*.upload"):
            with suppress(FileNotFoundError):
                found.append((path.stat().st_mtime, path))
        return [path for _, path in sorted(found)]


def _add(archive: ArchiveWriter, name: str, file: BinaryIO) -> None:
    archive.add(f"uploads/{name}", lambda part: shutil.copyfileobj(file, part, _BLOCK))


@dataclass(frozen=True, slots=True)
class StagedUploads:
    """Uploads of a backup, laid ready."""

    files: Sequence[Path]

    def move_to(self, data_dir: Path) -> None:
        """Into the spool, where the next start finds them."""
        folder = data_dir / _SPOOL
        folder.mkdir(exist_ok=True, mode=0o700)
        for file in self.files:
            file.replace(folder / file.name)


def stage_uploads(archive: Archive, scratch: Path) -> StagedUploads:
    """Unpacks the uploads of a backup into a folder of the disk that the spool is on."""
    folder = scratch / "uploads"
    folder.mkdir(mode=0o700)
    files = [folder / Path(part.name).name for part in archive.manifest.parts if is_upload(part.name)]
    for file in files:
        with archive.open(f"uploads/{file.name}") as part:
            write_private(file, part)
    return StagedUploads(files)


def write_private(file: Path, part: BinaryIO) -> None:
    """Writes a new file that only this user can read, down to the disk."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
        shutil.copyfileobj(part, target, _BLOCK)
        target.flush()
        os.fsync(target.fileno())
