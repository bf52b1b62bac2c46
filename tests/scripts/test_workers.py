"""`scripts.benchmark workers` through its front door, in miniature."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.benchmark import main


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_workers_and_bare_scorers_are_timed_beside_one_another(
    models: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sizes = ["--rows", "96", "--chunk-rows", "16", "--rounds", "1"]
    main(["workers", "--models", "tiny", "--models-dir", str(models), *sizes])
    shown = capsys.readouterr().out
    rates = {
        cells[1].strip(): float(cells[2].strip(" ✓✗").replace(",", ""))
        for line in shown.splitlines()
        if line.startswith(("| 2 ", "| workers in parts"))
        for cells in [line.split("|")]
    }
    assert len(rates) == 5
    assert min(rates.values()) > 0
    assert "Medians of 1 rounds of 96 messages in chunks of 16" in shown


def test_a_model_that_is_not_there_is_told(models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(["workers", "--models", "big", "--models-dir", str(models)])
    assert exit_.value.code == 1
    assert "no model “big”" in " ".join(capsys.readouterr().err.split())
