"""`priorities`, `change`, `segments`: words, JSON, CSV and Parquet."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.cli.conftest import Run

#: what the tiny model takes for stages of the journey, and for none
_TEXTS = (
    "The card was late.", "A great refund via web!", "zzz qqq xxx", "The refund was late, late, late.",
    "Great card 777", "!!! ??? ...", "The web was great.", "I was jumping over hedges.",
)  # fmt: skip


@pytest.fixture
def brought(run: Run, tmp_path: Path) -> Run:
    """Sixty messages of twelve customers on two plans."""
    lines = ["id,date,customer,plan,channel,comment"]
    for n in range(60):
        plan, channel = ("pro", "free")[n % 2], ("chat", "email")[n % 3 == 0]
        text = _TEXTS[n % len(_TEXTS)]
        lines.append(f"m{n},2026-05-{1 + n % 28:02d},customer-{n % 12},{plan},{channel},{text}")
    path = tmp_path / "survey.csv"
    path.write_text("\n".join(lines))
    status, _, error = run("import", path, "--map", "text=comment", "--map", "segment.plan=plan")
    assert status == 0, error
    return run


def data(run: Run, *arguments: str | Path) -> Any:
    status, printed, error = run(*arguments)
    assert status == 0, error
    return json.loads(printed)


def test_priorities_in_every_form(brought: Run, tmp_path: Path) -> None:
    found = data(brought, "priorities", "--json", "--outcome", "none")
    assert found["weights"].startswith("Every weight is 1")
    csv_file, parquet_file = tmp_path / "p.csv", tmp_path / "p.parquet"
    status, printed, error = brought(
        "priorities", "--outcome", "none", "--csv", csv_file, "--parquet", parquet_file
    )
    assert status == 0, error
    assert str(csv_file) in printed.replace("\n", "")
    rows = list(csv.DictReader(csv_file.read_text("utf-8-sig").splitlines()))
    assert [row["touchpoint"] for row in rows] == [one["touchpoint"] for one in found["items"]]
    assert pq.read_table(parquet_file).num_rows == len(rows) > 0
    assert brought("priorities")[0] == 0


def test_feasibility_is_set_and_taken_back(brought: Run) -> None:
    assert data(brought, "feasibility", "onboarding", "delivery", "4", "--json")["feasibility"] == 4
    status, printed, _ = brought("feasibility", "onboarding", "delivery")
    assert (status, printed) == (0, "onboarding/delivery: not rated\n")
    assert "no stage" in brought("feasibility", "nowhere", "delivery", "4")[2]
    assert brought("feasibility", "onboarding", "delivery", "9")[0] == 2


def test_change_between_channels(brought: Run) -> None:
    found = data(brought, "change", "--json", "--channel", "chat", "--against-channel", "email")
    assert (found["a"]["channel"], found["b"]["channel"]) == ("chat", "email")
    assert found["a"]["period"] == found["b"]["period"]
    status, printed, error = brought("change", "--channel", "chat", "--against-channel", "email")
    assert status == 0, error
    assert "The whole journey" in printed
    days = f"{found['a']['period']['from']} to {found['a']['period']['to']}"
    assert f"a: {days}, channel=chat\nb: {days}, channel=email\n" in printed
    assert "nothing to compare with" in brought("change", "--compare", "none")[2]


def test_segments_from_saving_to_removing(brought: Run) -> None:
    saved = data(
        brought,
        "segments",
        "save",
        "shops",
        "--name",
        "Shops",
        "--segment",
        "plan=pro",
        "--goal",
        "Sell.",
        "--json",
    )
    assert saved["segments"] == {"plan": "pro"}
    assert data(brought, "segments", "list", "--json")["items"] == [saved]
    assert "Shops (shops): plan=pro" in brought("segments", "show", "shops")[1]
    found = data(brought, "segments", "compare", "shops", "plan=free", "--json")
    assert (found["a_name"], found["b_name"]) == ("Shops", "plan=free")
    assert brought("segments", "compare", "shops", "plan=free")[0] == 0
    assert {one["value"] for one in data(brought, "segments", "standing-out", "--json")["items"]} == {
        "pro",
        "free",
    }
    assert "plan=pro" in brought("segments", "standing-out")[1]
    assert brought("segments", "remove", "shops")[0] == 0
    assert "segments save" in brought("segments", "list")[1]


def test_everybody_is_no_segment(brought: Run) -> None:
    status, _, error = brought("segments", "save", "all", "--name", "All")
    assert status == 1
    assert "Everybody is no segment" in error
