"""What `benchmark scale` measured, as it is kept in docs/scale.json, and as tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from feedback_miner.errors import FileError
from scripts.tables import Grid

MAP, KEPT_MAP = "`GET /v1/map`, after a change", "`GET /v1/map`, nothing changed since"
#: What a map may take: so many times what it takes with little history, and so many milliseconds.
MOST_TIMES, MOST_MILLISECONDS = 1.2, 50

_MET, _MISSED = "✓", "✗"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Timing(_Part):
    """One question, with little history and with much: medians in milliseconds, and the median of the ratios."""

    small: float
    large: float
    #: taken round by round, so steadier than the times that it is of
    times: float


class Scale(_Part):
    """One run on one machine."""

    machine: str
    #: the machine's load average as the run began: 0 is a quiet one
    load: float
    #: statements in all: with little history, and with much
    small: int
    large: int
    #: statements of a day
    per_day: int
    rounds: int
    #: name of the database → question → its timing
    databases: Mapping[str, Mapping[str, Timing]]


def read_scale(path: Path) -> Scale:
    """What an earlier run wrote. Raises FileError."""
    if not path.is_file():
        raise FileError("nothing was measured yet; run `scale --write`", where=str(path))
    try:
        return Scale.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise FileError(f"this is no measurement of scale: {error}", where=str(path)) from error


def write_scale(scale: Scale, path: Path) -> None:
    """Write it as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(scale.model_dump_json(indent=1) + "\n", encoding="utf-8")


def tables(scale: Scale) -> Iterator[tuple[str, Grid]]:
    """(title, table) for each database."""
    columns = ("milliseconds", f"of {scale.small:,} statements", f"of {scale.large:,}", "times")
    for name, timings in scale.databases.items():
        rows = (
            (question, f"{t.small:,.1f}", _large(question, t), _times(question, t))
            for question, t in timings.items()
        )
        yield f"{name}, everything over HTTP", Grid(columns, tuple(rows))


def markdown(scale: Scale) -> str:
    """The part of the README."""
    parts = [f"{title}:\n\n{grid.markdown()}" for title, grid in tables(scale)]
    return "\n\n".join([*parts, _legend(scale)])


def _large(question: str, timing: Timing) -> str:
    if question != MAP:
        return f"{timing.large:,.1f}"
    return f"{timing.large:,.1f} {_MET if timing.large <= MOST_MILLISECONDS else _MISSED}"


def _times(question: str, timing: Timing) -> str:
    if question != MAP:
        return f"{timing.times:.2f}"
    return f"{timing.times:.2f} {_MET if timing.times <= MOST_TIMES else _MISSED}"


def _legend(scale: Scale) -> str:
    return (
        f"{scale.machine}, load average {scale.load:.1f} as it began. {scale.per_day:,} statements a day; the last "
        f"{scale.small:,} are the same ones in both. The map is of 30 days, against the 30 before. Medians of "
        f"{scale.rounds} rounds, both in each round, without background work and so without themes; times are "
        f"medians of the ratios. Aimed at: a map after a change in at most {MOST_MILLISECONDS} ms, and in at most "
        f"{MOST_TIMES:g} times what it takes with little history."
    )
