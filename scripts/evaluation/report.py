"""An evaluation as tables: one shape for the terminal and for the README."""

from __future__ import annotations

from collections.abc import Iterator

from scripts.evaluation.bars import LABELS, PUBLIC, Bar
from scripts.evaluation.public_tests import MACRO_F1
from scripts.evaluation.results import Comparison, Evaluation, Figure, Figures
from scripts.tables import Grid

#: Figures of the tables by source: the map's own need more statements than a source has.
_BY_SOURCE = (
    "stage macro-F1",
    "stage accuracy",
    "touchpoint macro-F1",
    "sentiment macro-F1",
    "emotion micro-F1",
)

_ABSENT = "–"
_MET, _MISSED = "✓", "✗"


def tables(evaluation: Evaluation) -> Iterator[tuple[str, Grid]]:
    """(title, table), in the order of reading."""
    yield f"Our labels, {evaluation.labels.size:,} statements", _labels(evaluation)
    for source, comparison in evaluation.sources.items():
        yield f"Of them {source}, {comparison.size:,} statements", _source(evaluation, comparison)
    yield "Public test sets, macro-F1", _public(evaluation)


def markdown(evaluation: Evaluation) -> str:
    """The part of the README."""
    tables_ = [f"{title}:\n\n{grid.markdown()}" for title, grid in tables(evaluation)]
    return "\n\n".join([*tables_, _legend(evaluation)])


def _labels(evaluation: Evaluation) -> Grid:
    models, others = evaluation.models, _others(evaluation, evaluation.labels)
    columns = [column for model in models for column in (model, *_least_column(model))]
    figures = evaluation.labels.figures
    rows = []
    for name, bar in LABELS.items():
        cells = [
            cell
            for model in models
            for cell in (
                _judged(figures[model].get(name), bar, _name(model)),
                *((_bound(bar, _name(model)),) if _least_column(model) else ()),
            )
        ]
        agreed = _ABSENT if bar.annotators is None else f"{bar.annotators:.2f}"
        rows.append((name, *cells, agreed, *(_cell(figures[other].get(name)) for other in others)))
    return Grid(("figure", *columns, "annotators", *others), tuple(rows))


def _source(evaluation: Evaluation, comparison: Comparison) -> Grid:
    contenders = [*evaluation.models, *_others(evaluation, comparison)]
    rows = (
        (name, *(_cell(comparison.figures[contender].get(name)) for contender in contenders))
        for name in _BY_SOURCE
    )
    return Grid(("figure", *contenders), tuple(rows))


def _public(evaluation: Evaluation) -> Grid:
    known = [test for comparison in evaluation.public.values() for test in comparison.figures]
    others = [name for name in dict.fromkeys(known) if name not in evaluation.models]
    rows = []
    for key, bar in PUBLIC.items():
        figures = evaluation.public[key].figures
        vader = _value(figures.get("VADER"))
        floor = bar.floor(vader)
        models = (_above(_value(figures.get(model)), floor, model) for model in evaluation.models)
        least = _ABSENT if floor is None else f"{floor:.3f}"
        rest = (_number(_value(figures.get(other))) for other in others)
        size = f"{evaluation.public[key].size:,}"
        rows.append((bar.title, size, *models, least, *rest))
    return Grid(("test set", "texts", *evaluation.models, "least of default", *others), tuple(rows))


def _legend(evaluation: Evaluation) -> str:
    return (
        f"“least” is what a model must reach ({_MET} it does, {_MISSED} it does not). 95 % intervals are in "
        f"[docs/evaluation.json](docs/evaluation.json). Measured on {evaluation.machine}. Others report "
        + "; ".join(f"on {bar.title.partition(',')[0]} {bar.others}" for bar in PUBLIC.values() if bar.others)
        + "."
    )


def _others(evaluation: Evaluation, comparison: Comparison) -> list[str]:
    return [name for name in comparison.figures if name not in evaluation.models]


def _least_column(model: str) -> tuple[str, ...]:
    known = any(_name(model) in bar.least for bar in LABELS.values())
    return ("least",) if known else ()


def _judged(figure: Figure | None, bar: Bar, model: str) -> str:
    if figure is None or model not in bar.least:
        return _cell(figure)
    return f"{_cell(figure)} {_MET if bar.is_met(model, figure.value) else _MISSED}"


def _bound(bar: Bar, model: str) -> str:
    return f"{'≤' if bar.smaller_is_better else '≥'} {bar.least[model]:.2f}"


def _above(value: float | None, floor: float | None, model: str) -> str:
    if value is None or floor is None or _name(model) != "default":
        return _number(value)
    return f"{value:.3f} {_MET if value >= floor else _MISSED}"


def _name(model: str) -> str:
    return model.partition("/")[0]


def _value(figures: Figures | None) -> float | None:
    return figures[MACRO_F1].value if figures else None


def _cell(figure: Figure | None) -> str:
    return _number(figure.value if figure else None)


def _number(value: float | None) -> str:
    return _ABSENT if value is None else f"{value:.3f}"
