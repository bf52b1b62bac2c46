"""What goes wrong with a backup of PostgreSQL is told in one sentence, too, and nothing is changed."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, make_url, text

from feedback_miner.bootstrap import open_house
from feedback_miner.settings import Settings
from tests.postgres import SERVER_VARIABLE
from tests.whole.backup.client_programs import OLD, put_on_path
from tests.whole.backup.conftest import Call, Fails, fill, put_database

#: Another server's settings are not ours to change, and it may be an old one itself.
own_server = pytest.mark.skipif(SERVER_VARIABLE in os.environ, reason="the server is somebody else's")


@pytest.fixture
def on_postgres(place: Settings, postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The service on PostgreSQL, with two reviews in it."""
    monkeypatch.setenv("FEEDBACK_MINER_DATABASE_URL", postgres_url)
    put_on_path(monkeypatch)
    fill(Settings())
    return postgres_url


@pytest.fixture
def locked(on_postgres: str) -> Iterator[str]:
    """The same database, for a user whom the server asks for a password."""
    engine = create_engine(on_postgres, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text("CREATE ROLE locked LOGIN PASSWORD 'right'"))
        rules = Path(connection.execute(text("SHOW hba_file")).scalar_one())
        before = rules.read_text()
        rules.write_text(f"local all locked scram-sha-256\n{before}")
        connection.execute(text("SELECT pg_reload_conf()"))
    try:
        yield (
            make_url(on_postgres)
            .set(username="locked", password="wrong-word")
            .render_as_string(hide_password=False)
        )
    finally:
        rules.write_text(before)
        with engine.connect() as connection:
            connection.execute(text("SELECT pg_reload_conf()"))
            connection.execute(text("DROP ROLE locked"))


@own_server
def test_a_wrong_password(locked: str, tmp_path: Path, fails: Fails, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FEEDBACK_MINER_DATABASE_URL", locked)
    said = fails("backup", tmp_path / "none.backup")
    assert 'password authentication failed for user "locked"' in said
    assert "wrong-word" not in said
    assert list(tmp_path.glob("*.backup")) == []


def test_client_programs_that_are_not_there(
    on_postgres: str, tmp_path: Path, fails: Fails, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "pg_dump is not there. Install" in fails("backup", tmp_path / "none.backup")


@own_server
def test_client_programs_that_are_too_old(
    on_postgres: str, tmp_path: Path, fails: Fails, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_on_path(monkeypatch, OLD)
    said = fails("backup", tmp_path / "none.backup")
    assert f"is of version {OLD}, and the server of version" in said


def test_a_restore_on_postgres_that_fails_changes_nothing(
    on_postgres: str, tmp_path: Path, fails: Fails, call: Call
) -> None:
    file = tmp_path / "ours.backup"
    assert call("backup", file) == (0, "")
    with zipfile.ZipFile(file) as archive:
        content = archive.read("database")
    put_database(file, content[: len(content) * 3 // 4])
    assert "pg_restore failed" in fails("restore", file, "--force")
    with open_house(Settings()) as house:
        assert house.store.recount("default")
        assert len(house.mining.imports.page("default", cursor=None, limit=9).items) == 1


def test_a_service_that_runs_on_postgres_is_not_disturbed(
    on_postgres: str,
    tmp_path: Path,
    fails: Fails,
    call: Call,
) -> None:
    file = tmp_path / "ours.backup"
    assert call("backup", file) == (0, "")
    assert "not empty" in fails("restore", file)
    with open_house(Settings()) as house:
        house.store.ping()
        assert "other connections of this user" in fails("restore", file, "--force")
