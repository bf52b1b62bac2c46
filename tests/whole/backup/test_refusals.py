"""What goes wrong with a backup is told in one sentence, with exit status 1, and nothing is changed."""

from __future__ import annotations

import os
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from feedback_miner.backup.manifest import MANIFEST
from feedback_miner.bootstrap import open_house
from feedback_miner.settings import Settings
from tests.whole.backup.conftest import CSV, Call, Fails, fill, listed, put_database, write_anew


@pytest.fixture
def emptied(backed_up: Path, filled: Settings) -> Settings:
    """The service after its data folder was lost."""
    shutil.rmtree(filled.data_dir)
    return filled


@contextmanager
def ordinary_user() -> Iterator[None]:
    """Root may write everywhere: it is nobody while the block lasts."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_file_that_is_there_is_not_replaced(backed_up: Path, fails: Fails) -> None:
    before = backed_up.read_bytes()
    assert "such a file already" in fails("backup", backed_up)
    assert backed_up.read_bytes() == before


def test_a_folder_that_is_not_there(filled: Settings, tmp_path: Path, fails: Fails) -> None:
    file = tmp_path / "none" / "today.backup"
    assert f"{file}: No such file or directory." in fails("backup", file)


def test_a_folder_without_permission(backed_up: Path, fails: Fails) -> None:
    closed = backed_up.parent / "closed"
    closed.mkdir(mode=0o500)
    file = closed / "today.backup"
    with ordinary_user():
        said = fails("backup", file)
    assert said == f"error: {file}: Permission denied.\n"


def test_there_is_no_database_yet(place: Settings, tmp_path: Path, fails: Fails) -> None:
    assert "no database of feedback-miner yet" in fails("backup", tmp_path / "none.backup")
    assert list(tmp_path.iterdir()) == []


def test_a_database_without_its_secret_is_not_whole(filled: Settings, tmp_path: Path, fails: Fails) -> None:
    (filled.data_dir / "secret").unlink()
    assert "There is no secret" in fails("backup", tmp_path / "half.backup")


def test_a_backup_that_was_cut_off(backed_up: Path, emptied: Settings, fails: Fails) -> None:
    content = backed_up.read_bytes()
    backed_up.write_bytes(content[: len(content) // 2])
    assert "or it was cut off" in fails("restore", backed_up)
    assert not emptied.data_dir.exists()


@pytest.mark.parametrize("part", ["database", "secret", MANIFEST])
def test_a_byte_that_was_changed(part: str, backed_up: Path, emptied: Settings, fails: Fails) -> None:
    with zipfile.ZipFile(backed_up) as archive:
        where = archive.getinfo(part).header_offset + 30 + len(part) + 40
    content = bytearray(backed_up.read_bytes())
    content[where] ^= 0xFF
    backed_up.write_bytes(content)
    assert "damaged" in fails("restore", backed_up)
    assert not emptied.data_dir.exists()


def test_a_part_that_is_another_one_than_was_written(
    backed_up: Path, emptied: Settings, fails: Fails
) -> None:
    write_anew(backed_up, {"parts": [{**part, "sha256": "0" * 64} for part in listed(backed_up)]})
    assert "is not what was written" in fails("restore", backed_up)


@pytest.mark.parametrize("name", ["../../escaped", "/tmp/escaped", "uploads/../../x.upload", "uploads/x"])
def test_a_name_that_leads_elsewhere(name: str, backed_up: Path, emptied: Settings, fails: Fails) -> None:
    elsewhere = {"name": name, "size": 1, "sha256": "0" * 64}
    write_anew(backed_up, {"parts": [*listed(backed_up), elsewhere]})
    assert "a name that no backup has" in fails("restore", backed_up)
    assert not emptied.data_dir.exists()


def test_a_part_that_the_list_does_not_name(backed_up: Path, emptied: Settings, fails: Fails) -> None:
    with zipfile.ZipFile(backed_up, "a") as archive:
        archive.writestr("../escaped", "x")
    assert "are not those of its list" in fails("restore", backed_up)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"tables": "9999"}, "tables of version 9999"),
        ({"format": 2}, "of format 2"),
        ({"kind": "postgresql"}, "into the same kind alone"),
        ({"made_at": "yesterday"}, "list of parts cannot be read"),
    ],
)
def test_a_backup_that_does_not_fit(
    changes: dict[str, object], says: str, backed_up: Path, emptied: Settings, fails: Fails
) -> None:
    write_anew(backed_up, changes)
    assert says in fails("restore", backed_up)
    assert not emptied.data_dir.exists()


def test_a_file_of_another_kind(emptied: Settings, tmp_path: Path, fails: Fails) -> None:
    (tmp_path / "reviews.csv").write_bytes(CSV)
    assert "not a backup of feedback-miner" in fails("restore", tmp_path / "reviews.csv")
    assert "No such file or directory." in fails("restore", tmp_path / "none.backup")


def test_a_database_with_triggers_is_none_of_ours(backed_up: Path, emptied: Settings, fails: Fails) -> None:
    """Whoever wrote them would have them run."""
    strange = emptied.data_dir.parent / "strange.db"
    with sqlite3.connect(strange) as connection:
        connection.execute("CREATE TABLE item (id)")
        connection.execute("CREATE TRIGGER t AFTER INSERT ON item BEGIN SELECT 1; END")
    connection.close()
    put_database(backed_up, strange.read_bytes())
    assert "not a database of feedback-miner" in fails("restore", backed_up)


def test_work_that_is_there_is_not_replaced(backed_up: Path, filled: Settings, fails: Fails) -> None:
    assert "not empty" in fails("restore", backed_up)


def test_a_service_that_runs_is_not_disturbed(backed_up: Path, filled: Settings, fails: Fails) -> None:
    with open_house(filled) as house:
        house.store.ping()
        assert "Another process has the database open" in fails("restore", backed_up, "--force")


def test_another_secret_than_that_of_the_backup(
    backed_up: Path, emptied: Settings, fails: Fails, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FEEDBACK_MINER_SECRET", "x" * 32)
    assert "not the secret of the backup" in fails("restore", backed_up)


def test_a_secret_of_the_environment_is_not_in_the_backup(
    place: Settings, tmp_path: Path, fails: Fails, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "given.backup"
    monkeypatch.setenv("FEEDBACK_MINER_SECRET", "x" * 32)
    fill(Settings())
    assert call("backup", file)[0] == 0
    with zipfile.ZipFile(file) as archive:
        assert "secret" not in archive.namelist()
    shutil.rmtree(place.data_dir)
    monkeypatch.delenv("FEEDBACK_MINER_SECRET")
    assert "a secret from the environment" in fails("restore", file)
    monkeypatch.setenv("FEEDBACK_MINER_SECRET", "x" * 32)
    assert call("restore", file)[0] == 0
