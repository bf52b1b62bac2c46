"""A benchmark as tables: one shape for the terminal and for the README."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from scripts.benchmarking.model_steps import ENCODE, HEADS, IMPORT, SCORE, TOKENISE
from scripts.benchmarking.results import Benchmark, ModelSpeed
from scripts.benchmarking.stock import BATCHES, DISTILBERT, QUESTIONS
from scripts.benchmarking.text_steps import CLEAN, LANGUAGE, PREPARE, REDACT, SPLIT
from scripts.tables import Grid

_STEP_NAMES = {
    TOKENISE: "tokenise",
    ENCODE: "encode",
    HEADS: "heads",
    SCORE: "**the whole of `score`**",
    IMPORT: "**`import`**, from file to map, names redacted",
}
_OTHER_NAMES = {
    CLEAN: "prepare: clean",
    LANGUAGE: "prepare: tell the language",
    REDACT: "prepare: redact, names too",
    SPLIT: "prepare: split into statements",
    PREPARE: "prepare: the whole",
}

_MET, _MISSED, _ABSENT = "✓", "✗", "–"


@dataclass(frozen=True, slots=True)
class _Bar:
    """What a figure is held against. `of` gives None where the machine cannot tell."""

    title: str
    of: Callable[[ModelSpeed], float | None]
    digits: int
    #: name of the model → what it must reach
    bounds: Mapping[str, float]
    smaller_is_better: bool = False

    def cells(self, model: str, speed: ModelSpeed) -> tuple[str, str]:
        value, bound = self.of(speed), self.bounds.get(model)
        sign = "≤" if self.smaller_is_better else "≥"
        shown = _ABSENT if value is None else f"{value:,.{self.digits}f}"
        if value is not None and bound is not None:
            met = value <= bound if self.smaller_is_better else value >= bound
            shown = f"{shown} {_MET if met else _MISSED}"
        return shown, _ABSENT if bound is None else f"{sign} {bound:g}"


def _bars() -> Iterator[_Bar]:
    yield _Bar("`score`, messages a second", lambda speed: speed.rates[SCORE], 0, {"default": 200})
    yield _Bar(
        "`import`, messages a second",
        lambda speed: speed.rates[IMPORT],
        0,
        {"default": 150, "fast": 400},
    )
    yield _Bar(
        "`score`, in parts of the encoder alone",
        lambda speed: speed.score_of_encoder,
        2,
        {"default": 0.8, "fast": 0.8},
    )
    for numbers, bounds in {"bf16": {"default": 0.5, "fast": 0.5}, "fp32": {}}.items():
        yield _Bar(
            f"encoder, in parts of the machine's {numbers} limit",
            lambda speed, numbers=numbers: speed.share_of_limit.get(numbers),  # type: ignore[misc]
            2,
            bounds,
        )
    for suffix in BATCHES:
        yield _Bar(
            f"`score`, times a {DISTILBERT} asked {QUESTIONS} times{suffix}",
            lambda speed, suffix=suffix: speed.times_stock[DISTILBERT + suffix],  # type: ignore[misc]
            1,
            {"default": 10, "fast": 30},
        )
    yield _Bar(
        "load, seconds in a new process", lambda speed: speed.load_seconds, 2, {"default": 3, "fast": 3}, True
    )
    yield _Bar(
        "memory at most, MB", lambda speed: speed.peak_megabytes, 0, {"default": 900, "fast": 600}, True
    )


def tables(benchmark: Benchmark) -> Iterator[tuple[str, Grid]]:
    """(title, table), in the order of reading."""
    yield f"Messages of {benchmark.tokens} tokens a second", _steps(benchmark)
    yield "The same messages, a second", _others(benchmark)
    yield "What was aimed at", _aims(benchmark)


def markdown(benchmark: Benchmark) -> str:
    """The part of the README."""
    parts = [f"{title}:\n\n{grid.markdown()}" for title, grid in tables(benchmark)]
    return "\n\n".join([*parts, _legend(benchmark)])


def _steps(benchmark: Benchmark) -> Grid:
    rows = (
        (title, *(f"{speed.rates[step]:,.0f}" for speed in benchmark.models.values()))
        for step, title in _STEP_NAMES.items()
    )
    return Grid(("step", *benchmark.models), tuple(rows))


def _others(benchmark: Benchmark) -> Grid:
    rows = (
        (_OTHER_NAMES.get(name, _stock_name(name)), f"{rate:,.0f}") for name, rate in benchmark.others.items()
    )
    return Grid(("step, or another program", "a second"), tuple(rows))


def _stock_name(name: str) -> str:
    return f"stock pipeline of {name}, asked {QUESTIONS} times" if "shape" in name else name


def _aims(benchmark: Benchmark) -> Grid:
    models = {name.partition("/")[0]: speed for name, speed in benchmark.models.items()}
    rows = (
        (bar.title, *(cell for name, speed in models.items() for cell in bar.cells(name, speed)))
        for bar in _bars()
    )
    columns = (column for name in benchmark.models for column in (name, "aim"))
    return Grid(("figure", *columns), tuple(rows))


def _legend(benchmark: Benchmark) -> str:
    limits = ", ".join(f"{name} {rate:,.0f}" for name, rate in benchmark.gemm.items())
    bf16 = "" if any("bf16" in name for name in benchmark.gemm) else " It has no instructions for bf16."
    return (
        f"{benchmark.threads} threads, {benchmark.machine}.{bf16} Medians of {benchmark.rounds} rounds of "
        f"{benchmark.messages} messages, everything in each round. The machine's limit is its product of large "
        f"matrices (10⁹ operations a second: {limits}), divided by the operations that a message costs."
    )
