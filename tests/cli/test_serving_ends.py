"""How `serve` ends while a place does not answer: at once, and with what went wrong."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from feedback_miner.cli import serving
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
    house: Any = SimpleNamespace(mining=SimpleNamespace(feeds=SimpleNamespace(under_way=True)))
    with pytest.raises(Ended), serving._ended_at_once(house):
        raise failure
    printed = capsys.readouterr().err
    assert statuses == [status]
    assert said in printed
    assert bool(said) == bool(printed)


def test_where_nothing_is_pulled_it_ends_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os._exit", lambda _: pytest.fail("the store was not closed"))
    house: Any = SimpleNamespace(mining=SimpleNamespace(feeds=SimpleNamespace(under_way=False)))
    with pytest.raises(RuntimeError), serving._ended_at_once(house):
        raise RuntimeError
