"""`drivers`, `journeys`, `channels`, `competitors`: words, JSON, CSV and Parquet."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.cli.conftest import Run


@pytest.fixture
def brought(run: Run, tmp_path: Path) -> Run:
    """Sixty messages of twelve customers, with an NPS, some of which name a competitor."""
    lines = ["id,date,customer,channel,nps,comment"]
    for n in range(60):
        said = (
            "The app crashes all the time, I am angry." if n % 2 else "The parcel arrived early, thank you!"
        )
        said = "This service is much better than Northbank." if n % 10 == 0 else said
        lines.append(
            f'm{n},2026-05-{1 + n % 28:02d},customer-{n % 12},{("chat", "email")[n % 3 == 0]},{n % 11},"{said}"'
        )
    path = tmp_path / "survey.csv"
    path.write_text("\n".join(lines))
    status, _, error = run("import", path, "--map", "text=comment")
    assert status == 0, error
    return run


def printed(run: Run, *arguments: str | Path) -> str:
    status, shown, error = run(*arguments)
    assert status == 0, error
    return shown


def data(run: Run, *arguments: str | Path) -> Any:
    return json.loads(printed(run, *arguments, "--json"))


def test_drivers_say_what_they_can_and_what_is_missing(brought: Run) -> None:
    found = data(brought, "drivers", "nps")
    assert found["too_early"] in printed(brought, "drivers", "nps")
    assert "no outcome" in brought("drivers", "sales")[2]


def test_journeys_in_every_form(brought: Run, tmp_path: Path) -> None:
    found = data(brought, "journeys", "--silent-days", "7")
    assert f"{found['steps']} steps of {found['customers']} customers" in printed(brought, "journeys")
    file = tmp_path / "drop-outs.csv"
    printed(brought, "journeys", "--silent-days", "7", "--table", "drop_outs", "--csv", file)
    rows = list(csv.DictReader(file.read_text("utf-8-sig").splitlines()))
    assert [row["stage"] for row in rows] == [one["stage"] for one in found["drop_outs"]]


def test_channels_in_every_form(brought: Run, tmp_path: Path) -> None:
    found = data(brought, "channels", "--lens", "funnel")
    assert {one["channel"] for one in found["items"]} == {"chat", "email"}
    file = tmp_path / "channels.parquet"
    printed(brought, "channels", "--lens", "funnel", "--parquet", file)
    assert pq.read_table(file).column("channel").to_pylist() == [one["channel"] for one in found["items"]]
    assert "Too few messages" in printed(brought, "channels")


def test_competitors_are_set_and_shown(brought: Run) -> None:
    assert "competitors set" in printed(brought, "competitors", "show")
    assert "2 competitors" in printed(brought, "competitors", "set", "Northbank=North Bank, NB", "Elsewhere")
    northbank = data(brought, "competitors", "show")["items"][0]
    assert (northbank["name"], northbank["comments"]["statements"]) == ("Northbank", 6)
    assert northbank["comparisons"]["better"]["statements"] == 6
    assert "Northbank" in printed(brought, "competitors", "show")
    assert "0 competitors: none" in printed(brought, "competitors", "set")
    assert "two competitors" in brought("competitors", "set", "Same", "same")[2]
