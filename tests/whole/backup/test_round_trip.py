"""Backup and restore, on both databases: what comes back is what was there, though others wrote meanwhile."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import Engine, MetaData, create_engine, select, text

from feedback_miner.backup import Backups
from feedback_miner.bootstrap import House, open_house
from feedback_miner.domain import Access, ImportState, Labels, Scope, StatementFilter
from feedback_miner.errors import AccessDenied
from feedback_miner.mining import Question, Wish
from feedback_miner.settings import Settings
from feedback_miner.storage import open_copies
from tests.postgres import Postgres
from tests.whole.backup.client_programs import put_on_path

HEADER = "Ticket ID,Created at,Customer email,Message,Stars,Plan\n"
NOW = datetime(2026, 3, 9, 12, tzinfo=UTC)
#: Imports that are done before a backup of a busy service begins.
BEFORE = 3


def tickets(first: int, count: int) -> bytes:
    rows = (
        f"{n},2026-03-{1 + n % 7:02} 10:00,c{n % 5}@example.com,The app crashed {n} times at the checkout.,{n % 5},Plus"
        for n in range(first, first + count)
    )
    return (HEADER + "\n".join(rows) + "\n").encode()


@pytest.fixture(autouse=True)
def _programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client programs of the server's version come first."""
    put_on_path(monkeypatch)


@pytest.fixture
def settings(database_url: str, tmp_path: Path, models: Path) -> Settings:
    return _settings(tmp_path / "here", database_url, models)


@pytest.fixture
def elsewhere(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> Iterator[Settings]:
    """Another machine: an empty data folder, and an empty database of the same kind."""
    if settings.url.startswith("sqlite"):
        yield _settings(
            tmp_path / "there", f"sqlite:///{tmp_path / 'there' / 'copy.db'}", settings.models_dir
        )
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.database() as url:
        yield _settings(tmp_path / "there", url, settings.models_dir)


def _settings(data_dir: Path, url: str, models: Path) -> Settings:
    return Settings(data_dir=data_dir, database_url=url, models_dir=models, model="tiny/1.0.0", chunk_rows=7)


def backups(settings: Settings) -> Backups:
    return Backups(
        open_copies(settings.url), settings.data_dir, settings.secret.get_secret_value(), lambda: NOW
    )


def bring(house: House, first: int, count: int) -> None:
    job = house.mining.imports.submit(
        "default", file="tickets.csv", blocks=[tickets(first, count)], wish=Wish()
    )
    house.mining.runs.run("default", job.id)


def correct_one(house: House) -> None:
    page = house.mining.maps.statements("default", Question(), StatementFilter(), cursor=None, limit=1)
    labels = Labels(stage="purchase", touchpoint="payment", sentiment=-1.0, emotions=("anger",))
    house.mining.corrections.correct(Access("default", Scope.WRITE, "tests"), page.items[0].id, labels)


def rows(engine: Engine) -> dict[str, list[str]]:
    """Every row of every table, but for sessions, in words that compare."""
    found = MetaData()
    found.reflect(engine, only=lambda name, _: name != "ticket")
    with engine.connect() as connection:
        return {
            name: sorted(map(repr, connection.execute(select(table)).all()))
            for name, table in found.tables.items()
        }


def test_what_comes_back_is_what_was_there(settings: Settings, elsewhere: Settings, tmp_path: Path) -> None:
    file = tmp_path / "today.backup"
    with open_house(settings) as house:
        bring(house, 0, 40)
        correct_one(house)
        key = house.mining.doors.make_key("default", name="script", scope=Scope.READ)
        link = house.mining.doors.make_link("default", scope=Scope.ADMIN)
        pseudonym = house.mining.customers.lookup("default", "c1@example.com")
        journey = house.mining.maps.read("default", Question())
        made = backups(settings).make(file, replacing=False)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.glob(".today*")) == []

    assert backups(elsewhere).restore(file, replacing=False) == made
    before, after = (create_engine(place.url) for place in (settings, elsewhere))
    assert rows(after) == rows(before)
    before.dispose()
    after.dispose()
    with open_house(elsewhere) as house:
        assert house.mining.maps.read("default", Question()) == journey
        assert house.store.recount("default")
        assert house.mining.doors.enter(key.secret).scope is Scope.READ
        assert house.mining.customers.lookup("default", "c1@example.com") == pseudonym
        with pytest.raises(AccessDenied):
            house.mining.doors.sign_in_by_link(link)
        bring(house, 40, 5)  # numbers of rows go on after those of the backup
        assert house.store.recount("default")


def test_a_backup_of_a_busy_service_is_one_state_of_it(
    settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "busy.backup"
    warm, enough = Event(), Event()

    def work(house: House) -> int:
        done = 0
        with ExitStack() as at_the_end:
            at_the_end.callback(warm.set)
            while not enough.is_set():
                bring(house, done * 20, 20)
                correct_one(house)
                done += 1
                if done == BEFORE:
                    warm.set()
        return done

    with open_house(settings) as house, ThreadPoolExecutor(1) as threads:
        working = threads.submit(work, house)
        warm.wait()
        try:
            backups(settings).make(file, replacing=False)
        finally:
            enough.set()
        done = working.result()

    backups(elsewhere).restore(file, replacing=False)
    with open_house(elsewhere) as house:
        assert house.store.recount("default")
        for job in house.mining.runs.left_open("default"):
            house.mining.runs.run("default", job.id)
        imports = house.mining.imports.page("default", cursor=None, limit=1000).items
        assert BEFORE <= len(imports) <= done
        assert {job.state for job in imports} == {ImportState.DONE}
        assert sum(job.report.added for job in imports) == len(imports) * 20
        assert house.store.recount("default")


def test_an_import_that_waited_goes_on_where_it_is_restored(
    settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "open.backup"
    with open_house(settings) as house:
        bring(house, 0, 3)
        waiting = house.mining.imports.submit(
            "default", file="tickets.csv", blocks=[tickets(3, 30)], wish=Wish()
        )
        assert backups(settings).make(file, replacing=False).uploads == 1
    backups(elsewhere).restore(file, replacing=False)
    with open_house(elsewhere) as house:
        assert [job.id for job in house.mining.runs.left_open("default")] == [waiting.id]
        done = house.mining.runs.run("default", waiting.id)
        assert (done.state, done.report.added) == (ImportState.DONE, 30)


def test_with_force_all_that_was_there_is_replaced(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "small.backup"
    with open_house(settings) as house:
        bring(house, 0, 5)
        backups(settings).make(file, replacing=False)
        bring(house, 5, 50)
    backups(settings).restore(file, replacing=True)
    with open_house(settings) as house:
        assert len(house.mining.imports.page("default", cursor=None, limit=9).items) == 1
        assert house.store.recount("default")


def test_the_tables_of_the_job_engine_stay_behind(
    settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    """Put back, they would run again what was done since."""
    file = tmp_path / "engine.backup"
    with open_house(settings) as house:
        bring(house, 0, 5)
    schema = "" if settings.url.startswith("sqlite") else "dbos."
    for place in (settings, elsewhere):
        place.data_dir.mkdir(exist_ok=True)
        engine = create_engine(place.url)
        with engine.begin() as connection:
            if schema:
                connection.execute(text("CREATE SCHEMA dbos"))
            connection.execute(text(f"CREATE TABLE {schema}workflow_status (workflow_uuid TEXT)"))
            connection.execute(text(f"INSERT INTO {schema}workflow_status VALUES ('pending')"))
        engine.dispose()
    backups(settings).make(file, replacing=False)
    backups(elsewhere).restore(file, replacing=False)
    restored = MetaData()
    engine = create_engine(elsewhere.url)
    restored.reflect(engine, schema="dbos" if schema else None)
    engine.dispose()
    assert "workflow_status" not in {table.name for table in restored.tables.values()}
