"""What comes by one connection is read in the order in which it came: an older export never overwrites a newer one."""

from __future__ import annotations

import pytest

from feedback_miner.bootstrap import House
from feedback_miner.domain import ImportState, UnfinishedImport
from feedback_miner.mining import Wish
from feedback_miner.mining.runs import whose_turn_it_is

CSV = b"id,date,comment\n1,2026-03-02,The parcel came late.\n2,2026-03-03,All is well now.\n"
COLUMNS = ("text=comment", "date=date", "id=id")


def _open(
    import_id: str, connection: str | None, state: ImportState = ImportState.QUEUED
) -> UnfinishedImport:
    return UnfinishedImport("w", import_id, state, 0, connection)


@pytest.mark.parametrize("state", [ImportState.QUEUED, ImportState.RUNNING])
def test_the_first_of_each_connection_goes_first(state: ImportState) -> None:
    waiting = [
        _open("a", "desk", state),
        _open("b", "desk"),
        _open("c", "shop"),
        _open("d", None),
        _open("e", None),
        UnfinishedImport("other", "f", ImportState.QUEUED, 0, "desk"),
    ]
    assert [job.id for job in whose_turn_it_is(waiting)] == ["a", "c", "d", "e", "f"]


def test_one_that_is_taken_out_keeps_nobody_waiting() -> None:
    waiting = [_open("a", "desk", ImportState.UNDOING), _open("b", "desk")]
    assert [job.id for job in whose_turn_it_is(waiting)] == ["b"]


def test_files_of_the_same_columns_are_of_one_connection_from_the_start(house: House) -> None:
    first, second = (
        house.mining.imports.submit("default", file=f"{name}.csv", blocks=[CSV], wish=Wish(overrides=COLUMNS))
        for name in ("may", "june")
    )
    assert first.connection == second.connection
    assert first.connection is not None
    assert [job.id for job in whose_turn_it_is(house.store.unfinished_imports())] == [first.id]
    house.mining.runs.run("default", first.id)
    assert [job.id for job in whose_turn_it_is(house.store.unfinished_imports())] == [second.id]
    assert house.mining.runs.run("default", second.id).connection == second.connection
