"""Making backups while the service runs, and putting one back.

A backup holds the database, the secret that pseudonyms are keyed with, and the uploads that open imports still need.
Who has it can test whether a known address is in the data: it is as confidential as the data folder.
"""

from __future__ import annotations

import hmac
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from feedback_miner import __version__
from feedback_miner.backup.archive import Archive, ArchiveWriter, open_archive
from feedback_miner.backup.manifest import DATABASE, FORMAT, SECRET, Manifest
from feedback_miner.backup.uploads import OpenUploads, stage_uploads, write_private
from feedback_miner.errors import Conflict, LimitExceeded, SetupError
from feedback_miner.storage import HEAD, Copies

_NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


class Backups:
    """Backups of one service: its database and its data folder."""

    def __init__(self, copies: Copies, data_dir: Path, secret: str, clock: Callable[[], datetime]) -> None:
        """`secret`: the one that is given in the settings; "": it lies in the data folder."""
        self._copies = copies
        self._data_dir = data_dir
        self._given = secret
        self._clock = clock

    def make(self, file: Path, *, replacing: bool) -> Manifest:
        """Writes a backup (mode 0600), whole or not at all; the service may run meanwhile.

        Raises Conflict where `file` is there and not to be replaced, SetupError where it cannot be made.
        """
        with _told(file), tempfile.TemporaryDirectory(dir=file.parent, prefix=f".{file.name}.") as scratch:
            _refuse_existing(file, replacing=replacing)
            made = Path(scratch) / "backup"
            with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
                manifest = self._write(target, Path(scratch))
                _flush(target)
            _refuse_existing(file, replacing=replacing)
            made.replace(file)
            _flush_folder(file.parent)
        return manifest

    def restore(self, file: Path, *, replacing: bool) -> Manifest:
        """Puts a backup back. All of it is read and checked before anything is changed.

        Raises FileError where it is not a whole backup, Conflict where the database is in use or holds somebody's
        work that is not to be replaced, SetupError where it does not fit here.
        """
        with _told(file), file.open("rb") as source, open_archive(source) as archive:
            self._check_fit(archive.manifest)
            archive.verify()
            self._check_replaceable(replacing=replacing)
            self._data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._check_room(archive.manifest)
            with tempfile.TemporaryDirectory(dir=self._data_dir, prefix=".restore.") as scratch:
                self._put_back(archive, Path(scratch))
        return archive.manifest

    def _write(self, target: BinaryIO, scratch: Path) -> Manifest:
        found = self._copies.contents()
        if found.schema is None:
            raise SetupError(
                "There is no database of feedback-miner yet; is it the right one?", where="database_url"
            )
        if found.schema > HEAD:
            raise SetupError(
                f"The database has tables of version {found.schema}, and this program knows {HEAD}. Back it"
                " up with the program that uses it."
            )
        secret = self._secret()
        with ArchiveWriter(target) as archive:
            # Opened before the copy is made: an import that ends meanwhile is still open in the copy.
            with OpenUploads(self._data_dir) as uploads:
                archive.add(
                    DATABASE, lambda part: self._copies.copy(part, scratch), packed=self._copies.packed
                )
                uploads.add_to(archive)
            if not self._given:
                archive.add(SECRET, lambda part: part.write(secret))
            manifest = Manifest(
                format=FORMAT,
                program=__version__,
                made_at=self._clock(),
                kind=self._copies.kind,
                server=self._copies.server(),
                tables=found.schema,
                secret_mark=_mark(secret),
                parts=tuple(archive.parts),
            )
            archive.add_manifest(manifest)
        return manifest

    def _secret(self) -> bytes:
        if self._given:
            return self._given.encode()
        try:
            return (self._data_dir / SECRET).read_bytes().strip()
        except FileNotFoundError:
            raise SetupError(
                f"There is no secret in {self._data_dir}, and FEEDBACK_MINER_SECRET is not set. Without it the database"
                " is not whole: is this the data folder of the service?"
            ) from None

    def _check_fit(self, manifest: Manifest) -> None:
        if manifest.kind != self._copies.kind:
            raise SetupError(
                f"The backup is of {_NAMES[manifest.kind]}, and the database here is {_NAMES[self._copies.kind]}. A"
                " backup goes back into the same kind alone.",
                where="database_url",
            )
        if manifest.tables > HEAD:
            raise SetupError(
                f"The backup has tables of version {manifest.tables}, and this program knows {HEAD}. Restore"
                f" it with feedback-miner {manifest.program} or newer."
            )
        server = self._copies.server()
        if manifest.server and server and manifest.server > server:
            raise SetupError(
                f"The backup is of a PostgreSQL {manifest.server} server, and this one is older ({server})."
            )
        holds_secret = any(part.name == SECRET for part in manifest.parts)
        if self._given and not hmac.compare_digest(_mark(self._given.encode()), manifest.secret_mark):
            raise SetupError(
                "This is not the secret of the backup: its pseudonyms would name nobody.",
                where="FEEDBACK_MINER_SECRET",
            )
        if not self._given and not holds_secret:
            raise SetupError(
                "The backup was made with a secret from the environment, which it does not hold. Set the same here.",
                where="FEEDBACK_MINER_SECRET",
            )

    def _check_replaceable(self, *, replacing: bool) -> None:
        found = self._copies.contents()
        if not found.empty and not replacing:
            raise Conflict("The database is not empty. Restore with --force to replace all that is in it.")
        self._copies.refuse_in_use()

    def _check_room(self, manifest: Manifest) -> None:
        needed = sum(part.size for part in manifest.parts)
        if needed > shutil.disk_usage(self._data_dir).free:
            raise LimitExceeded(f"The backup needs {needed:,} bytes in {self._data_dir}: make room first.")

    def _put_back(self, archive: Archive, scratch: Path) -> None:
        """First everything is laid ready; then the database; then what only takes a rename."""
        secret = scratch / SECRET
        if not self._given:
            with archive.open(SECRET) as part:
                write_private(secret, part)
        uploads = stage_uploads(archive, scratch)
        with archive.open(DATABASE) as part:
            self._copies.put_back(part, scratch)
        if not self._given:
            secret.replace(self._data_dir / SECRET)
        uploads.move_to(self._data_dir)
        _flush_folder(self._data_dir)


def _mark(secret: bytes) -> str:
    return hmac.digest(secret, b"feedback-miner backup", "sha256").hex()


def _refuse_existing(file: Path, *, replacing: bool) -> None:
    if file.exists() and not replacing:
        raise Conflict("There is such a file already. Choose another name, or --force.", where=str(file))


def _flush(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """Makes a rename in it last over a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _told(file: Path) -> Iterator[None]:
    """What the disk refuses, in words; of the scratch folder beside `file` nobody knows."""
    try:
        yield
    except OSError as error:
        beside = error.filename is None or Path(os.fsdecode(error.filename)).is_relative_to(file.parent)
        raise SetupError(f"{error.strerror}.", where=str(file if beside else error.filename)) from None
