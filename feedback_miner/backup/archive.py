"""The file of a backup: a ZIP whose parts are hashed as they are written, and whose list of parts comes last."""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, Self, cast

from feedback_miner.backup.manifest import MANIFEST, Manifest, Part, read_manifest
from feedback_miner.errors import FileError

_BLOCK = 1 << 20
#: Largest list of parts, in bytes.
_MAX_MANIFEST = 4 << 20
_PRIVATE = 0o600 << 16
_ENCRYPTED = 0x1
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
#: The service runs on meanwhile: the fastest level.
_LEVEL = 1


class ArchiveWriter:
    """Writes parts, one after the other, and notes what they are."""

    def __init__(self, file: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(file, "w", compresslevel=_LEVEL)
        self.parts: list[Part] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def add(self, name: str, write: Callable[[BinaryIO], object], *, packed: bool = False) -> None:
        """Adds what `write` writes. `packed`: it is compressed already."""
        with self._open(name, zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED) as file:
            hashing = _Hashing(file)
            write(cast("BinaryIO", hashing))
        self.parts.append(Part(name=name, size=hashing.size, sha256=hashing.sha256.hexdigest()))

    def add_manifest(self, manifest: Manifest) -> None:
        """Adds the list of parts, at the end. A file without it is no backup."""
        with self._open(MANIFEST, zipfile.ZIP_DEFLATED) as file:
            file.write(manifest.model_dump_json(indent=2).encode())

    def _open(self, name: str, compression: int) -> BinaryIO:
        about = zipfile.ZipInfo(name)
        about.compress_type, about.external_attr = compression, _PRIVATE
        return cast("BinaryIO", self._zip.open(about, "w", force_zip64=True))


class Archive:
    """A backup to read. Nothing of it is unpacked by the names in it."""

    def __init__(self, zipped: zipfile.ZipFile) -> None:
        self._zip = zipped
        self._check_entries()
        self.manifest = self._read_manifest()
        self._check_parts()

    def verify(self) -> None:
        """Reads all of it. Raises FileError where a part is not what the list says."""
        for part in self.manifest.parts:
            sha256 = hashlib.sha256()
            with self.open(part.name) as file:
                while block := file.read(_BLOCK):
                    sha256.update(block)
            if sha256.hexdigest() != part.sha256:
                raise FileError(f"The backup is damaged: {part.name} is not what was written.")

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """A part as a stream."""
        with _damage_told(), self._zip.open(name) as file:
            yield cast("BinaryIO", file)

    def _check_entries(self) -> None:
        for entry in self._zip.infolist():
            if entry.flag_bits & _ENCRYPTED or entry.compress_type not in _COMPRESSIONS:
                raise FileError("This is not a backup of feedback-miner: it is packed in another way.")

    def _read_manifest(self) -> Manifest:
        if MANIFEST not in self._zip.namelist():
            raise FileError("This is not a backup of feedback-miner: it has no list of parts.")
        with self.open(MANIFEST) as file:
            content = file.read(_MAX_MANIFEST + 1)
        if len(content) > _MAX_MANIFEST:
            raise FileError("The backup's list of parts is too long for one of ours.")
        return read_manifest(content)

    def _check_parts(self) -> None:
        """The entries are those of the list, each once and of its size."""
        listed = [(part.name, part.size) for part in self.manifest.parts]
        found = [(entry.filename, entry.file_size) for entry in self._zip.infolist()]
        size = self._zip.getinfo(MANIFEST).file_size
        if sorted(found) != sorted([*listed, (MANIFEST, size)]):
            raise FileError("The backup is damaged: its parts are not those of its list.")


@contextmanager
def open_archive(file: BinaryIO) -> Iterator[Archive]:
    """Raises FileError where it is not a backup, or not a whole one."""
    try:
        zipped = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError):
        raise FileError("This is not a backup of feedback-miner, or it was cut off.") from None
    with zipped:
        yield Archive(zipped)


class _Hashing(io.RawIOBase):
    """Counts and digests what goes through it."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file
        self.size = 0
        self.sha256 = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, block: bytes) -> int:  # type: ignore[override]
        self.sha256.update(block)
        self.size += len(block)
        return self._file.write(block)


@contextmanager
def _damage_told() -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise FileError(f"The backup is damaged: {error}.") from None
