"""What a backup says of itself."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, model_validator

from feedback_miner.errors import FileError

#: Counts up when the archive is laid out otherwise.
FORMAT = 1
#: The most parts of a backup: the database, the secret, and an upload for each open import.
MAX_PARTS = 10_000

MANIFEST = "manifest.json"
DATABASE = "database"
SECRET = "secret"  # noqa: S105 - the name of its file
_UPLOAD = re.compile(r"uploads/[a-z0-9_]{1,64}\.upload")


def is_upload(name: str) -> bool:
    """Whether a part is an upload: its name is then `uploads/IMPORT.upload`, and leads nowhere else."""
    return _UPLOAD.fullmatch(name) is not None


class Part(BaseModel):
    """A file of the archive; `size` in bytes."""

    model_config = ConfigDict(frozen=True)

    name: str
    size: Annotated[int, Field(ge=0)]
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class Manifest(BaseModel):
    """The part `manifest.json`."""

    model_config = ConfigDict(frozen=True)

    format: int
    #: version of the program that made it
    program: str
    made_at: AwareDatetime
    kind: Literal["sqlite", "postgresql"]
    #: main version of the database server; None where there is none
    server: int | None
    #: the step that the schema of the tables stands at; steps are numbered
    tables: Annotated[str, Field(pattern="^[0-9]{4}$")]
    #: keyed digest by which a secret is known again
    secret_mark: str
    parts: Annotated[tuple[Part, ...], Field(max_length=MAX_PARTS)]

    @property
    def uploads(self) -> int:
        """How many uploads are in it."""
        return sum(is_upload(part.name) for part in self.parts)

    @model_validator(mode="after")
    def _parts_are_known(self) -> Manifest:
        names = [part.name for part in self.parts]
        if len(set(names)) < len(names) or DATABASE not in names:
            raise ValueError("the database is missing, or a part is there twice")
        if not all(name in (DATABASE, SECRET) or is_upload(name) for name in names):
            raise ValueError("a part has a name that no backup has")
        return self


def read_manifest(content: bytes) -> Manifest:
    """Raises FileError where this program cannot read it."""
    try:
        manifest = Manifest.model_validate_json(content)
    except ValidationError as error:
        said = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise FileError(f"The backup's list of parts cannot be read: {said}.") from None
    if manifest.format != FORMAT:
        raise FileError(
            f"The backup is of format {manifest.format}, and this program knows {FORMAT}. Restore it with"
            f" feedback-miner {manifest.program}."
        )
    return manifest
