"""What an evaluation comes to, as it is kept in docs/evaluation.json."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from feedback_miner.errors import FileError


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Figure(_Part):
    """A figure and its 95 % interval, where one was taken."""

    value: float
    interval: tuple[float, float] | None = None


#: name of the figure → figure
Figures = dict[str, Figure]


class Comparison(_Part):
    """Figures of all who were asked the same."""

    #: how many statements or texts were asked about
    size: int
    #: contender → its figures; a model's name is NAME/VERSION
    figures: dict[str, Figures]


class Evaluation(_Part):
    """Everything that one run measured."""

    models: tuple[str, ...]
    machine: str
    #: texts of each public test set that were read, where not all
    limit: int | None = None
    labels: Comparison
    #: source → the same on its statements alone
    sources: dict[str, Comparison]
    #: name of the public test set → comparison
    public: dict[str, Comparison]


def read_evaluation(path: Path) -> Evaluation:
    """What an earlier run wrote. Raises FileError."""
    if not path.is_file():
        raise FileError("no evaluation was written yet; run it with --data FOLDER --write", where=str(path))
    try:
        return Evaluation.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise FileError(f"this is no evaluation: {error}", where=str(path)) from error


def write_evaluation(evaluation: Evaluation, path: Path) -> None:
    """Write it as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(evaluation.model_dump_json(indent=1, exclude_none=True) + "\n", encoding="utf-8")
