"""What `benchmark scoring` measured, as it is kept in docs/benchmark.json."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from feedback_miner.errors import FileError


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ModelSpeed(_Part):
    """One model. Ratios were taken round by round, so they are steadier than the rates that they are of."""

    #: step → messages a second
    rates: dict[str, float]
    #: the whole of `score` in parts of the encoder's rate
    score_of_encoder: float
    #: number format → the encoder's rate in parts of what the machine's matrix products would allow
    share_of_limit: dict[str, float]
    #: stock pipeline → how many times as fast `score` is as asking it four times
    times_stock: dict[str, float]
    load_seconds: float
    peak_megabytes: float


class Benchmark(_Part):
    """One run on one machine."""

    machine: str
    threads: int
    #: messages in a round, and rounds
    messages: int
    rounds: int
    #: tokens of a message
    tokens: int
    #: NAME/VERSION → its speed
    models: dict[str, ModelSpeed]
    #: step of preparing a text, lexicon or stock pipeline asked four times → messages a second
    others: dict[str, float]
    #: way of multiplying and number format → 10⁹ floating-point operations a second
    gemm: dict[str, float]


def read_benchmark(path: Path) -> Benchmark:
    """What an earlier run wrote. Raises FileError."""
    if not path.is_file():
        raise FileError("no benchmark was written yet; run `scoring --write`", where=str(path))
    try:
        return Benchmark.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise FileError(f"this is no benchmark: {error}", where=str(path)) from error


def write_benchmark(benchmark: Benchmark, path: Path) -> None:
    """Write it as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(benchmark.model_dump_json(indent=1) + "\n", encoding="utf-8")
