"""How `serve` and `worker` end: at once, and with what went wrong."""

from __future__ import annotations

import pytest

from feedback_miner.cli.working import ended_at_once
from feedback_miner.errors import SetupError


class Ended(BaseException):
    """In place of the end of the process."""


@pytest.mark.parametrize(
    ("failure", "status", "said"),
    [
        (SystemExit(0), 0, ""),
        (SystemExit(3), 3, ""),
        (KeyboardInterrupt(), 130, ""),
        (SetupError("The disk is full."), 1, "The disk is full."),
        (RuntimeError("the queue broke"), 1, "RuntimeError: the queue broke"),
    ],
)
def test_a_failure_is_told_with_its_status(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    failure: BaseException,
    status: int,
    said: str,
) -> None:
    statuses: list[int] = []

    def ends(status: int) -> None:
        statuses.append(status)
        raise Ended

    monkeypatch.setattr("os._exit", ends)
    with pytest.raises(Ended), ended_at_once():
        raise failure
    printed = capsys.readouterr().err
    assert statuses == [status]
    assert said in printed
    assert bool(said) == bool(printed)


def test_what_ends_well_ends_with_0_and_without_a_word(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    statuses: list[int] = []
    monkeypatch.setattr("os._exit", statuses.append)
    with ended_at_once():
        pass
    assert statuses == [0]
    assert capsys.readouterr().err == ""
