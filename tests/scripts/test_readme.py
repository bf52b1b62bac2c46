"""The README says what was measured."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedback_miner.errors import FileError
from scripts import evaluate
from scripts.benchmarking import report as benchmark_report
from scripts.benchmarking import scale, scale_results, scoring
from scripts.benchmarking.results import read_benchmark
from scripts.evaluation import report as evaluation_report
from scripts.evaluation.results import read_evaluation
from scripts.readme import README, read_part, write_part


def test_its_figures_are_those_of_the_last_evaluation() -> None:
    kept = read_evaluation(evaluate.KEPT)
    assert read_part(README, evaluate.PART) == evaluation_report.markdown(kept), (
        "mend with: python -m scripts.evaluate --write"
    )


def test_its_speeds_are_those_of_the_last_benchmark() -> None:
    kept = read_benchmark(scoring.KEPT)
    assert read_part(README, scoring.PART) == benchmark_report.markdown(kept), (
        "mend with: python -m scripts.benchmark scoring --again --write"
    )


@pytest.mark.skipif(not scale.KEPT.is_file(), reason="no history was measured: benchmark scale --write")
def test_its_times_are_those_of_the_last_measurement_of_scale() -> None:
    kept = scale_results.read_scale(scale.KEPT)
    assert read_part(README, scale.PART) == scale_results.markdown(kept), (
        "mend with: python -m scripts.benchmark scale --again --write"
    )


@pytest.mark.parametrize(
    "text",
    [
        "nothing",
        "<!-- p: end -->\n<!-- p: begin -->\n",
        "<!-- p: begin -->\n",
        2 * "<!-- p: begin -->\n<!-- p: end -->\n",
    ],
)
def test_a_page_without_the_part_is_left_as_it_is(text: str, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(text)
    with pytest.raises(FileError, match="there must be one"):
        write_part(page, "p", "new")
    assert page.read_text() == text
