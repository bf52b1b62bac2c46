"""Broken files end in a clear report or a clear error; the database is unchanged, or complete."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedback_miner.bootstrap import House
from feedback_miner.domain import Import, ImportState
from feedback_miner.errors import InputError
from tests.sources.mangled import mangled_files
from tests.whole.conftest import Bring

pytestmark = pytest.mark.slow


@pytest.fixture
def chunk_rows() -> int:
    return 512


@pytest.fixture(scope="module")
def mangled(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return mangled_files(tmp_path_factory.mktemp("mangled"))


def test_there_are_enough_of_them(mangled: list[Path]) -> None:
    assert len(mangled) >= 60


def test_each_mangled_file_is_reported_and_the_rest_stands(
    mangled: list[Path], bring: Bring, house: House
) -> None:
    for path in mangled:
        before = _imports(house)
        done = _outcome(bring, path)
        if isinstance(done, InputError):
            assert len(done.message) > 15, path.name
            assert _imports(house) == before, path.name
        else:
            _check(done, path, house)
    assert house.store.recount("default")
    waiting = [one for one in house.mining.imports.all("default") if one.state is ImportState.NEEDS_MAPPING]
    assert len(list((house.settings.data_dir / "spool").iterdir())) == len(waiting)


def _outcome(bring: Bring, path: Path) -> Import | InputError:
    try:
        return bring(path.name, path)
    except InputError as error:
        return error


def _imports(house: House) -> int:
    return len(list(house.mining.imports.all("default")))


def _check(done: Import, path: Path, house: House) -> None:
    if done.state is ImportState.NEEDS_MAPPING:
        assert done.guess, path.name
        assert done.guess.questions, path.name
        return
    if done.state is ImportState.FAILED:
        assert done.error, path.name
        return
    assert done.state is ImportState.DONE, path.name
    report = done.report
    counted = (
        report.added + report.updated + report.unchanged + report.merged + report.skipped + report.rejected
    )
    assert report.read == counted == done.rows_total, path.name
    rows = house.mining.imports.rejected("default", done.id, cursor=None, limit=200).items
    assert len(rows) == min(200, report.rejected), path.name
    assert all(row.reason for row in rows), path.name
