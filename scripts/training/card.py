"""The card that goes with a model: `card.md` beside this file, filled in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from string import Template
from typing import Any

import torch

from scripts.machine import describe_machine
from scripts.training.calibrate import Calibration
from scripts.training.examples import Example
from scripts.training.recipe import Model, Recipe, Teacher

_TEMPLATE = Path(__file__).with_name("card.md")


def write_card(
    name: str,
    model: Model,
    recipe: Recipe,
    examples: Sequence[Example],
    calibration: Calibration,
    metrics: Mapping[str, Any],
    confusions: Mapping[str, Any],
) -> str:
    """The card of a model trained on `examples`, in Markdown; `metrics` holds "fold" and "dev" figures."""
    statements = Counter[str]()
    for example in examples:
        statements[example.dataset] += len(example.targets)
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        name=name,
        version=model.version,
        base=model.encoder.base,
        weights_encoding=model.weights_encoding,
        encoder_sha256=model.encoder.weights_sha256,
        layers=", ".join(map(str, model.encoder.layers)),
        max_tokens=model.encoder.max_tokens,
        context_tokens=model.encoder.context_tokens,
        messages=f"{len(examples):,}",
        statements=f"{statements.total():,}",
        datasets="\n".join(f"| {name} | {count:,} |" for name, count in sorted(statements.items())),
        placeholder_share=f"{recipe.fit.placeholder_share:.0%}",
        dropped_source_share=f"{recipe.fit.dropped_source_share:.0%}",
        dropped_channel_share=f"{recipe.fit.dropped_channel_share:.0%}",
        by_dataset=_by_dataset(confusions),
        figures=_figures(metrics["fold"]["figures"], metrics["dev"]["figures"]),
        fold=", ".join(recipe.fold),
        fold_statements=f"{metrics['fold']['statements']:,}",
        dev_statements=f"{metrics['dev']['statements']:,}",
        stage_temperature=calibration.stage_temperature,
        touchpoint_temperature=calibration.touchpoint_temperature,
        stage_min=calibration.stage_min,
        touchpoint_min=calibration.touchpoint_min,
        findings="\n".join(f"- {finding}" for finding in model.findings),
        seed=recipe.fit.seed,
        phases=_phases(model),
        teacher=_teacher(model.teacher),
        machine=machine(),
    )


def _by_dataset(confusions: Mapping[str, Any]) -> str:
    lines = []
    for group in confusions["groups"]:
        counts = group["counts"]
        statements = sum(map(sum, counts))
        right = sum(row[stage] for stage, row in enumerate(counts))
        commonest = max(map(sum, counts))
        lines.append(
            f"| {group['name']} | {statements:,} | {right / statements:.2f} | {commonest / statements:.2f} |"
        )
    return "\n".join(lines)


def _phases(model: Model) -> str:
    begun = [f"0. Begun with the weights of {model.begins_with}"] if model.begins_with else []
    return "\n".join(
        begun
        + [
            f"{n}. {phase.epochs} × all messages with journey labels"
            + "".join(f", {count:,} of {name}" for name, count in phase.public.items())
            for n, phase in enumerate(model.phases, start=1)
        ]
    )


def _teacher(teacher: Teacher | None) -> str:
    """A paragraph, with the empty line that ends it."""
    if teacher is None:
        return ""
    return (
        f"\n**Teacher:** {teacher.model}. What it says of a statement is {teacher.trust:.0%} of the target where there "
        "is a label, and\nall of it in further messages of the same data sets, counted above, that have none.\n"
    )


def machine() -> str:
    """What the run took place on, in words."""
    return f"{torch.get_num_threads()} threads of {describe_machine()}, torch {torch.__version__}"


def _figures(fold: Mapping[str, Any], dev: Mapping[str, Any]) -> str:
    return "\n".join(
        f"| {name} | {_with_interval(fold[name])} | {_with_interval(dev[name])} |" for name in fold
    )


def _with_interval(figure: Mapping[str, Any]) -> str:
    low, high = figure["interval"]
    return f"{figure['value']:.3f} ({low:.3f} – {high:.3f})"
