"""The command line, called as a person or a script calls it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from feedback_miner.cli import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Calls `feedback-miner …`; returns exit status, standard output and standard error."""
    monkeypatch.setenv("FEEDBACK_MINER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("FEEDBACK_MINER_MODELS_DIR", str(models))
    monkeypatch.setenv("FEEDBACK_MINER_MODEL", "tiny/1.0.0")

    def run_(*arguments: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["feedback-miner", *map(str, arguments)])
        with pytest.raises(SystemExit) as exit_:
            main()
        captured = capsys.readouterr()
        return int(exit_.value.code or 0), captured.out, captured.err

    return run_
