"""Watched folders: each file that is put there is imported once, and again when it changes."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from feedback_miner.domain import FeedFile
from feedback_miner.errors import FeedError
from feedback_miner.feeds.options.secrets import Secrets

#: A file that was changed less long ago may still be growing.
QUIET = timedelta(seconds=10)
#: Most files that are looked at.
MAX_FILES = 1_000


class FolderOptions(BaseModel):
    """What a watched folder asks for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    #: its name in the inbox
    folder: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_. -]{0,99}$")


class FolderConnector:
    """A folder inside the inbox: nothing outside it can be named."""

    Options = FolderOptions

    def __init__(self, inbox: Path, options: FolderOptions, _secrets: Secrets) -> None:
        self._folder = inbox / options.folder

    @property
    def preset(self) -> str:
        """None in particular: each file is known by itself."""
        return "feedback-miner"

    def pages(self, cursor: str | None, *, since: datetime | None, now: datetime) -> Iterator[FeedFile]:  # noqa: ARG002
        """The files that lie there, by name. Hidden ones, and those that may still be growing, wait."""
        for name, (path, mark, changed) in sorted(self._files(now).items()):
            if since is None or changed >= since.timestamp():
                yield FeedFile(name, path, mark)

    def _files(self, now: datetime) -> dict[str, tuple[Path, str, float]]:
        """Name → path, what tells that it changed, and when it did."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            paths = sorted(path for path in self._folder.iterdir() if not path.name.startswith("."))
        except OSError as error:
            raise FeedError(
                f"The folder cannot be read ({error.strerror}).", where=self._folder.name
            ) from None
        if strange := [
            path.name
            for path in paths
            if not path.name.isprintable() or "\udc80" <= max(path.name) <= "\udcff"
        ]:
            shown = strange[0].encode("utf-8", "replace").decode()
            raise FeedError(
                f"The name of the file “{shown}” cannot be read: rename it.", where=self._folder.name
            )
        if len(paths) > MAX_FILES:
            raise FeedError(
                f"There are more than {MAX_FILES:,} files: move old ones away.", where=self._folder.name
            )
        found = {}
        for path in paths:
            try:
                is_ = path.lstat()
            except OSError:  # renamed meanwhile, as nightly jobs do
                continue
            if not stat.S_ISREG(is_.st_mode):
                continue
            if now.timestamp() - is_.st_mtime >= QUIET.total_seconds():
                found[path.name] = (path, f"{is_.st_size} {is_.st_mtime_ns}", is_.st_mtime)
        return found
