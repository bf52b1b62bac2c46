"""`scripts.benchmark load` in short: several clients at once, and nothing that they wrote is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scripts.benchmark import main
from scripts.benchmarking.load_results import Kind, Outcome, read_log


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_nothing_fails_and_nothing_is_lost(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(["load", "--database", database, "--minutes", "0.2", "--clients", "10", "--statements", "1000"])
    shown = capsys.readouterr().out
    assert exit_.value.code == 0, shown
    assert "0 of them lost" in shown
    for name in ("read map", "read statements", "write correction", "write upload", "stream opened"):
        assert f"| {name} |" in shown


def _noted(folder: Path, *lines: dict[str, object]) -> Path:
    file = folder / "log.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in lines))
    return file


def test_what_was_said_last_is_looked_for(tmp_path: Path) -> None:
    labels = {"sentiment": 0.5}
    log = read_log(
        _noted(
            tmp_path,
            {"kind": Kind.CORRECTED, "statement": 1, "labels": labels},
            {"kind": Kind.CORRECTED, "statement": 2, "labels": labels},
            {"kind": Kind.CORRECTED, "statement": 3, "labels": labels},
            {"kind": Kind.WITHDRAWN, "statement": 2, "labels": None},
            {"kind": Kind.UNSURE, "statement": 3, "labels": None},
        )
    )
    assert log.corrections == {1: labels, 2: None}


@pytest.mark.parametrize(
    ("status", "whole"), [(200, True), (202, True), (429, True), (0, False), (404, False), (503, False)]
)
def test_who_is_asked_to_come_later_was_not_failed(status: int, *, whole: bool, tmp_path: Path) -> None:
    answer = {"kind": Kind.ANSWER, "name": "read map", "ms": 12.0, "status": status, "error": ""}
    outcome = Outcome(read_log(_noted(tmp_path, answer)), (), "a try")
    assert outcome.whole is whole
    assert ("1 of them failed" in outcome.markdown()) is not whole


def test_a_lost_write_is_told(tmp_path: Path) -> None:
    outcome = Outcome(read_log(_noted(tmp_path)), ("import imp_1 is failed",), "a try")
    assert not outcome.whole
    assert "- import imp_1 is failed" in outcome.markdown()
