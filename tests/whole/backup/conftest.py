"""A service that the environment names, and the command line as a person calls it."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

import pytest

from feedback_miner.backup.manifest import MANIFEST
from feedback_miner.bootstrap import open_house
from feedback_miner.cli import main
from feedback_miner.mining import Wish
from feedback_miner.settings import Settings

CSV = b"Id,Date,Review\n1,2026-03-02,Great app really\n2,2026-03-03,It crashes all the time\n"

Call = Callable[..., tuple[int, str]]
Fails = Callable[..., str]


def fill(settings: Settings) -> None:
    """Brings two reviews in."""
    with open_house(settings) as house:
        job = house.mining.imports.submit("default", file="reviews.csv", blocks=[CSV], wish=Wish())
        house.mining.runs.run("default", job.id)


def write_anew(file: Path, changed: Mapping[str, object], **contents: bytes) -> None:
    """Writes a backup with other entries in its list of parts, and with other contents of parts."""
    with zipfile.ZipFile(file) as old:
        parts = {name: old.read(name) for name in old.namelist()} | contents
    parts[MANIFEST] = json.dumps({**json.loads(parts[MANIFEST]), **changed}).encode()
    with zipfile.ZipFile(file, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)


def listed(file: Path) -> list[dict[str, object]]:
    """The parts of a backup, as its list has them."""
    with zipfile.ZipFile(file) as archive:
        parts: list[dict[str, object]] = json.loads(archive.read(MANIFEST))["parts"]
    return parts


def put_database(file: Path, content: bytes) -> None:
    """Forges a backup: another database, rightly hashed."""
    ours = {"name": "database", "size": len(content), "sha256": sha256(content).hexdigest()}
    rest = [part for part in listed(file) if part["name"] != "database"]
    write_anew(file, {"parts": [ours, *rest]}, database=content)


@pytest.fixture
def place(tmp_path: Path, models: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The settings of the service, which the environment tells."""
    settings = Settings(data_dir=tmp_path / "data", models_dir=models, model="tiny/1.0.0")
    for name in ("data_dir", "models_dir", "model"):
        monkeypatch.setenv(f"FEEDBACK_MINER_{name.upper()}", str(getattr(settings, name)))
    return settings


@pytest.fixture
def filled(place: Settings) -> Settings:
    """The same, with two reviews in it."""
    fill(place)
    return place


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Calls `feedback-miner …`; returns exit status and what it said of errors."""

    def call_(*arguments: str | Path) -> tuple[int, str]:
        monkeypatch.setattr("sys.argv", ["feedback-miner", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main()
        return int(end.value.code or 0), capsys.readouterr().err

    return call_


@pytest.fixture
def fails(call: Call) -> Fails:
    """Calls `feedback-miner …`, which is to fail with one line; returns it."""

    def fails_(*arguments: str | Path) -> str:
        status, said = call(*arguments)
        assert status == 1
        assert said.startswith("error: ")
        assert said.count("\n") == 1
        return said

    return fails_


@pytest.fixture
def backed_up(filled: Settings, tmp_path: Path, call: Call) -> Path:
    """A backup of it."""
    file = tmp_path / "ours.backup"
    assert call("backup", file) == (0, "")
    return file
